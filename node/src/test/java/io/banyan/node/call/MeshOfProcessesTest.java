package io.banyan.node.call;

import static org.assertj.core.api.Assertions.assertThat;

import io.banyan.loadtest.mesh.LocalMesh;
import io.banyan.loadtest.mesh.MeshPlan;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Whole nodes as processes of their own, each a region: they find each other, lose each other and come back. */
@Timeout(240)
class MeshOfProcessesTest {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Duration LOOK = Duration.ofMillis(250);
    private static final Pattern OPEN = Pattern.compile("(?m)^banyan_mesh_streams_open\\{[^}]*} ([0-9.]+)$");

    @TempDir
    private Path folder;

    @Test
    void shouldConnectRegionsAndFollowThem() throws Exception {
        MeshPlan plan = MeshPlan.of(List.of("eu", "us", "ap"), 1, NodeCommand.WORDS, folder.resolve("mesh"));
        try (LocalMesh mesh = LocalMesh.start(plan, (node, line) -> {})) {
            // Streams that two nodes opened to each other at the same time may both be there.
            awaitOpen(mesh.url("eu"), 2, 4);
            awaitOpen(mesh.url("ap"), 2, 4);
            mesh.kill("ap-1");
            awaitOpen(mesh.url("eu"), 1, 2);
            mesh.cut("eu", "us");
            awaitOpen(mesh.url("eu"), 0, 0);
            mesh.restart("ap-1", true);
            awaitOpen(mesh.url("ap"), 2, 4);
            awaitOpen(mesh.url("eu"), 1, 2);
        }
    }

    private static void awaitOpen(URI node, int least, int most) throws IOException, InterruptedException {
        long deadlineNanos = System.nanoTime() + PATIENCE.toNanos();
        double open = -1;
        while (System.nanoTime() < deadlineNanos) {
            open = open(node);
            if (open >= least && open <= most) {
                return;
            }
            LockSupport.parkNanos(LOOK.toNanos());
        }
        assertThat(open).as("streams that %s has open", node).isBetween((double) least, (double) most);
    }

    private static double open(URI node) throws IOException, InterruptedException {
        try (HttpClient client = HttpClient.newHttpClient()) {
            String page = client.send(
                            HttpRequest.newBuilder(node.resolve("/metrics")).build(),
                            HttpResponse.BodyHandlers.ofString())
                    .body();
            Matcher found = OPEN.matcher(page);
            return found.find() ? Double.parseDouble(found.group(1)) : 0;
        }
    }
}
