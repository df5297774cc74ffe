package io.banyan.loadtest.peer;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** One session with a Janus server by its JSON protocol over a WebSocket. Requests come from one thread. */
final class JanusSignalling implements AutoCloseable {
    private static final String PLUGIN = "janus.plugin.videoroom";
    private static final int TIMEOUT_SECONDS = 10;

    private final ObjectMapper json = new ObjectMapper();
    private final Map<String, CompletableFuture<JsonNode>> pending = new ConcurrentHashMap<>();
    private final Map<Long, CompletableFuture<Boolean>> up = new ConcurrentHashMap<>();
    private final AtomicLong next = new AtomicLong();
    private final WebSocket socket;
    private final long session;

    /**
     * Connects and begins a session.
     *
     * @throws IllegalStateException if it says no
     */
    JanusSignalling(HttpClient http, URI uri) {
        socket = http.newWebSocketBuilder()
                .subprotocols("janus-protocol")
                .buildAsync(uri, new Receiver())
                .orTimeout(TIMEOUT_SECONDS, TimeUnit.SECONDS)
                .join();
        session = request(json.createObjectNode().put("janus", "create"))
                .path("data")
                .path("id")
                .asLong();
    }

    /** A handle of the video room's plugin: one for each peer connection. */
    long attach() {
        ObjectNode attach = json.createObjectNode().put("janus", "attach").put("plugin", PLUGIN);
        return request(attach).path("data").path("id").asLong();
    }

    /** Until media can flow on this handle's connection, and the plugin knows it. */
    void awaitUp(long handle) {
        upOf(handle).orTimeout(TIMEOUT_SECONDS, TimeUnit.SECONDS).join();
    }

    private CompletableFuture<Boolean> upOf(long handle) {
        return up.computeIfAbsent(handle, key -> new CompletableFuture<>());
    }

    ObjectNode body(String request) {
        return json.createObjectNode().put("request", request);
    }

    /** What the plugin says to a request. */
    JsonNode say(long handle, ObjectNode body) {
        return say(message(handle, body));
    }

    /**
     * Likewise, with a description.
     *
     * @param type of it: offer or answer
     */
    JsonNode say(long handle, ObjectNode body, String type, String sdp) {
        ObjectNode message = message(handle, body);
        message.set("jsep", json.createObjectNode().put("type", type).put("sdp", sdp));
        return say(message);
    }

    private ObjectNode message(long handle, ObjectNode body) {
        ObjectNode message = json.createObjectNode().put("janus", "message").put("handle_id", handle);
        message.set("body", body);
        return message;
    }

    private JsonNode say(ObjectNode message) {
        JsonNode answer = request(message);
        JsonNode data = answer.path("plugindata").path("data");
        if (data.has("error")) {
            throw new IllegalStateException("Janus refused " + message.path("body") + ": " + data);
        }
        return answer;
    }

    @Override
    public void close() {
        socket.abort();
    }

    private JsonNode request(ObjectNode message) {
        String transaction = "t" + next.incrementAndGet();
        message.put("transaction", transaction);
        if (session != 0) {
            message.put("session_id", session);
        }
        CompletableFuture<JsonNode> reply = new CompletableFuture<>();
        pending.put(transaction, reply);
        socket.sendText(message.toString(), true).join();
        JsonNode answer = reply.orTimeout(TIMEOUT_SECONDS, TimeUnit.SECONDS).join();
        if (answer.path("janus").asText().equals("error")) {
            throw new IllegalStateException("Janus refused " + message + ": " + answer);
        }
        return answer;
    }

    private void onMessage(String text) {
        JsonNode message;
        try {
            message = json.readTree(text);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("Janus sent what is no JSON", e);
        }
        if (message.path("janus").asText().equals("webrtcup")) {
            upOf(message.path("sender").asLong()).complete(true);
        }
        // What is only acknowledged is answered later, by an event of the same transaction.
        if (!message.path("janus").asText().equals("ack")) {
            CompletableFuture<JsonNode> reply =
                    pending.remove(message.path("transaction").asText());
            if (reply != null) {
                reply.complete(message);
            }
        }
    }

    private final class Receiver implements WebSocket.Listener {
        private final StringBuilder text = new StringBuilder();

        @Override
        public @Nullable CompletionStage<?> onText(WebSocket from, CharSequence part, boolean isLast) {
            text.append(part);
            if (isLast) {
                String message = text.toString();
                text.setLength(0);
                onMessage(message);
            }
            from.request(1);
            return null;
        }
    }
}
