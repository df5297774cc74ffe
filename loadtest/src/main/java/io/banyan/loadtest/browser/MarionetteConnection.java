package io.banyan.loadtest.browser;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.util.List;
import java.util.Map;

/**
 * Firefox's remote protocol, version 3: {@code length:json} over TCP, a command is {@code [0, id, name, parameters]},
 * its answer {@code [1, id, error, result]}. One command at a time.
 */
final class MarionetteConnection implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();
    /** Above the script timeout of a minute, so that the page's own error comes first. */
    private static final int READ_TIMEOUT_MILLIS = 90_000;

    private static final int MAX_MESSAGE_BYTES = 64 << 20;

    private final Socket socket;
    private final InputStream in;
    private int nextId;

    MarionetteConnection(int port) throws IOException {
        socket = new Socket(InetAddress.getLoopbackAddress(), port);
        socket.setTcpNoDelay(true);
        socket.setSoTimeout(READ_TIMEOUT_MILLIS);
        in = new BufferedInputStream(socket.getInputStream());
        JsonNode hello = read();
        if (hello.path("marionetteProtocol").asInt() != 3) {
            throw new IOException("not Marionette's protocol 3: " + hello);
        }
    }

    /** What the command gives; an error of the browser is a {@link PageScriptException}. */
    JsonNode send(String command, Map<String, ?> parameters) throws IOException {
        int id = ++nextId;
        byte[] message = JSON.writeValueAsBytes(List.of(0, id, command, parameters));
        byte[] length = (message.length + ":").getBytes(UTF_8);
        byte[] frame = new byte[length.length + message.length];
        System.arraycopy(length, 0, frame, 0, length.length);
        System.arraycopy(message, 0, frame, length.length, message.length);
        socket.getOutputStream().write(frame);
        JsonNode answer = read();
        while (answer.path(1).asInt() != id) {
            answer = read();
        }
        JsonNode error = answer.path(2);
        if (!error.isNull()) {
            throw new PageScriptException(
                    error.path("error").asText() + ": " + error.path("message").asText(), null);
        }
        return answer.path(3);
    }

    private JsonNode read() throws IOException {
        int length = 0;
        int octet;
        while ((octet = in.read()) != ':') {
            if (octet < '0' || octet > '9' || length > MAX_MESSAGE_BYTES) {
                throw new IOException(octet < 0 ? "Firefox closed the connection" : "not Marionette's framing");
            }
            length = length * 10 + octet - '0';
        }
        return JSON.readTree(in.readNBytes(length));
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
