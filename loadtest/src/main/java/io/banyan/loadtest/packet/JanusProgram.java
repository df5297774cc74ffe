package io.banyan.loadtest.packet;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * Debian's Janus as it does best at fan-out on a small machine: one event loop, ice-lite, no plugin but the video room.
 */
public final class JanusProgram implements AutoCloseable {
    private static final String INSTALL = "apt-get install janus";
    private static final int READY_SECONDS = 20;
    private static final long POLL_NANOS = 50_000_000L;

    /** All of Debian's but the video room. */
    private static final List<String> OTHER_PLUGINS = List.of(
            "audiobridge",
            "duktape",
            "echotest",
            "lua",
            "nosip",
            "recordplay",
            "sip",
            "streaming",
            "textroom",
            "videocall",
            "voicemail");

    /** All of Debian's but the WebSocket. */
    private static final List<String> OTHER_TRANSPORTS = List.of("http", "mqtt", "nanomsg", "pfunix", "rabbitmq");

    private final Process process;
    private final InetAddress address;
    private final int port;

    private JanusProgram(Process process, InetAddress address, int port) {
        this.process = process;
        this.address = address;
        this.port = port;
    }

    /**
     * Starts it, and waits until it listens.
     *
     * @param folder gets its configuration and its log
     * @param address of this machine that it is to be reached at
     * @throws RivalMissingException when it is not installed; says what to install
     */
    public static JanusProgram start(Path folder, InetAddress address) {
        try {
            int port = freePort(address);
            Files.createDirectories(folder);
            configure(folder, address, port);
            Process process = new ProcessBuilder("janus", "-F", folder.toString())
                    .redirectErrorStream(true)
                    .redirectOutput(folder.resolve("janus.log").toFile())
                    .start();
            JanusProgram started = new JanusProgram(process, address, port);
            started.awaitReady(folder);
            return started;
        } catch (IOException missing) {
            throw new RivalMissingException("no Janus: " + INSTALL + " (" + missing.getMessage() + ")", missing);
        }
    }

    private static int freePort(InetAddress address) throws IOException {
        try (ServerSocket free = new ServerSocket(0, 1, address)) {
            return free.getLocalPort();
        }
    }

    URI signalling() {
        return URI.create("ws://" + address.getHostAddress() + ':' + port);
    }

    InetAddress address() {
        return address;
    }

    long pid() {
        return process.pid();
    }

    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(READY_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void awaitReady(Path folder) {
        long deadlineNanos = System.nanoTime() + TimeUnit.SECONDS.toNanos(READY_SECONDS);
        while (!isListening()) {
            if (!process.isAlive() || System.nanoTime() > deadlineNanos) {
                close();
                throw new RivalMissingException("Janus does not start: see " + folder.resolve("janus.log"));
            }
            LockSupport.parkNanos(POLL_NANOS);
        }
    }

    private boolean isListening() {
        try (Socket tried = new Socket(address, port)) {
            return tried.isConnected();
        } catch (IOException notYet) {
            return false;
        }
    }

    private static void configure(Path folder, InetAddress address, int port) {
        write(folder.resolve("janus.jcfg"), """
                general: {
                  interface = "%1$s"
                  session_timeout = 0
                  event_loops = 1
                  debug_level = 3
                }
                media: { ipv6 = false }
                nat: {
                  ice_lite = true
                  ice_enforce_list = "%1$s"
                }
                plugins: { disable = "%2$s" }
                transports: { disable = "%3$s" }
                """.formatted(
                        address.getHostAddress(), libraries(OTHER_PLUGINS), libraries(OTHER_TRANSPORTS)));
        write(folder.resolve("janus.transport.websockets.jcfg"), """
                general: {
                  ws = true
                  ws_port = %d
                  ws_ip = "%s"
                  wss = false
                }
                admin: { admin_ws = false }
                """.formatted(port, address.getHostAddress()));
        write(folder.resolve("janus.plugin.videoroom.jcfg"), "general: { }\n");
    }

    private static String libraries(List<String> names) {
        return String.join(
                ",", names.stream().map(name -> "libjanus_" + name + ".so").toList());
    }

    private static void write(Path file, String text) {
        try {
            Files.writeString(file, text, StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
