package io.banyan.loadtest.region;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.banyan.loadtest.mesh.MeshNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;

/**
 * The ways of a room's tracks as one node tells them to an administrator (docs/tree.md).
 *
 * @param text as it came
 */
record RoomTree(JsonNode root, String text) {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final HttpClient HTTP = HttpClient.newHttpClient();

    /** Asks a node that has people in the room. */
    static RoomTree of(RegionStage stage, MeshNode node, String room) {
        try {
            HttpResponse<String> answer = HTTP.send(
                    HttpRequest.newBuilder(node.process().url().resolve("/admin/rooms/" + room + "/tree"))
                            .header("Authorization", "Bearer " + stage.tokens().ofAdmin(room, "ops"))
                            .build(),
                    HttpResponse.BodyHandlers.ofString());
            if (answer.statusCode() != 200) {
                throw new IllegalStateException("no tree: " + answer.statusCode() + " " + answer.body());
            }
            return new RoomTree(JSON.readTree(answer.body()), answer.body());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }

    /** The nodes that the camera comes by, from the origin to this one; none if nobody here looks. */
    List<String> way() {
        List<String> nodes = new ArrayList<>();
        for (JsonNode hop : camera().path("path")) {
            if (nodes.isEmpty()) {
                nodes.add(hop.path("from").asText());
            }
            nodes.add(hop.path("to").asText());
        }
        return nodes;
    }

    /** To whom a node turns when its parent fails; empty: nobody, or this node does not know. */
    String backupOf(String node) {
        for (JsonNode place : camera().path("places")) {
            if (place.path("node").asText().equals(node)) {
                return place.path("backup").asText();
            }
        }
        return "";
    }

    /** Of the one participant who has one. */
    private JsonNode camera() {
        for (JsonNode track : root.path("tracks")) {
            if (track.path("source").asText().equals("camera")) {
                return track;
            }
        }
        return root.path("none");
    }
}
