package io.banyan.loadtest.peer;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Map;

/** Tokens as a local mesh makes them for its own demo. */
public final class DemoToken {
    private static final ObjectMapper JSON = new ObjectMapper();

    private DemoToken() {}

    /** @param node such as {@code http://127.0.0.1:7000} */
    public static String fetch(URI node, String room, String name) {
        try (HttpClient http = HttpClient.newHttpClient()) {
            HttpResponse<String> response = http.send(
                    HttpRequest.newBuilder(node.resolve("/demo/token"))
                            .header("Content-Type", "application/json")
                            .POST(HttpRequest.BodyPublishers.ofString(
                                    JSON.writeValueAsString(Map.of("room", room, "name", name))))
                            .build(),
                    HttpResponse.BodyHandlers.ofString());
            JsonNode token = JSON.readTree(response.body()).path("token");
            if (response.statusCode() != 200 || !token.isTextual()) {
                throw new IllegalStateException("no token: " + response.statusCode() + " " + response.body());
            }
            return token.asText();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }

    /** The signalling's address of a node. */
    public static URI signalling(URI node) {
        String scheme = node.getScheme().equals("https") ? "wss" : "ws";
        return URI.create(scheme + "://" + node.getAuthority() + "/v1/signal");
    }
}
