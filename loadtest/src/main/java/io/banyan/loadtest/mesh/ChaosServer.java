package io.banyan.loadtest.mesh;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * Takes lines of {@code ./banyan chaos} for a mesh that runs: HTTP on the loopback interface, at a path that only who may
 * read the mesh's folder knows, since web pages reach this interface too.
 */
final class ChaosServer implements AutoCloseable {
    static final String FILE = "chaos";
    private static final int SECRET_BYTES = 16;
    private static final int MAX_LINE_BYTES = 4_096;
    private static final int OK = 200;
    private static final int REFUSED = 400;

    private final HttpServer server;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final ChaosLine lines;

    private ChaosServer(HttpServer server, ChaosLine lines) {
        this.server = server;
        this.lines = lines;
    }

    /** Says where it is in the mesh's folder. */
    static ChaosServer open(LocalMesh mesh) {
        try {
            InetAddress loopback = InetAddress.getLoopbackAddress();
            HttpServer http = HttpServer.create(new InetSocketAddress(loopback, 0), 0);
            ChaosServer chaos = new ChaosServer(http, new ChaosLine(mesh));
            byte[] secret = new byte[SECRET_BYTES];
            new SecureRandom().nextBytes(secret);
            String path = "/" + HexFormat.of().formatHex(secret);
            http.createContext(path, chaos::answer);
            http.setExecutor(chaos.threads);
            http.start();
            Path file = mesh.plan().folder().resolve(FILE);
            Files.writeString(
                    file,
                    URI.create("http://" + loopback.getHostAddress() + ":"
                                    + http.getAddress().getPort() + path)
                            + "\n");
            return chaos;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            String line = new String(exchange.getRequestBody().readNBytes(MAX_LINE_BYTES), StandardCharsets.UTF_8);
            int status = OK;
            String text;
            try {
                text = lines.run(line);
            } catch (MeshException | IllegalArgumentException e) {
                status = REFUSED;
                text = String.valueOf(e.getMessage());
            }
            byte[] body = text.getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
            exchange.getResponseBody().write(body);
        }
    }
}
