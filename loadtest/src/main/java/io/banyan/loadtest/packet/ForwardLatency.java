package io.banyan.loadtest.packet;

import io.banyan.loadtest.peer.PeerLoop;
import io.banyan.loadtest.peer.PeerSettings;
import io.banyan.loadtest.peer.SyntheticPeer;
import io.banyan.loadtest.report.Figure;
import io.banyan.loadtest.report.Goal;
import io.banyan.loadtest.report.Histogram;
import io.banyan.loadtest.scenario.Scenario;
import io.banyan.loadtest.scenario.Stage;
import io.banyan.protocol.srtp.SrtpProfile;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * How long packets take from the publisher's socket to a subscriber's, 12,500 a second out of one loop; then again while
 * many people join another room at once.
 *
 * @param seconds that are measured without joins
 * @param joins people of the storm
 */
public record ForwardLatency(int seconds, int joins) implements Scenario {
    private static final int SUBSCRIBERS = 50;
    private static final int WARM_UP_SECONDS = 10;
    /** About what the storm lasts on a machine of two cores. */
    private static final int STORM_SECONDS = 5;

    private static final double P50_MILLIS = 0.25;
    private static final double P99_MILLIS = 1;

    @Override
    public String name() {
        return "forward";
    }

    @Override
    public String plot() {
        return "forward latency at 12,500 packets/s, and while " + joins + " people join at once";
    }

    @Override
    public List<Figure> play(Stage stage) {
        FanoutShape shape = new FanoutShape("latency", SUBSCRIBERS, 1, SrtpProfile.AEAD_AES_128_GCM);
        try (PeerLoop sending = PeerLoop.open(1);
                PeerLoop crowd = PeerLoop.open();
                NodeForwarding node = NodeForwarding.open(stage, sending, shape)) {
            CostWindow.measure(node, WARM_UP_SECONDS);
            Received calm = CostWindow.measure(node, seconds).received();
            List<PeerSettings> people = new ArrayList<>();
            String room = stage.newRoom("storm");
            for (int i = 0; i < joins; i++) {
                people.add(stage.peer(room, "joining-" + i));
            }
            Received stormy = storm(node, crowd, people);
            List<Figure> figures = new ArrayList<>(figures("latency.forward", calm, true));
            figures.addAll(figures("latency.storm", stormy, false));
            return figures;
        }
    }

    private static Received storm(NodeForwarding node, PeerLoop crowd, List<PeerSettings> people) {
        List<CompletableFuture<SyntheticPeer>> joined = new ArrayList<>();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (PeerSettings each : people) {
                joined.add(CompletableFuture.supplyAsync(
                        () -> SyntheticPeer.join(crowd, each).awaitConnected(Stage.PATIENCE), threads));
            }
            Received received = CostWindow.measure(node, STORM_SECONDS).received();
            joined.forEach(each -> each.join().close());
            return received;
        }
    }

    private static List<Figure> figures(String name, Received received, boolean hasGoals) {
        Histogram micros = received.latencyMicros();
        return List.of(
                new Figure(
                        name + ".p50",
                        micros.percentile(50) / 1e3,
                        "ms",
                        hasGoals ? Goal.atMost(P50_MILLIS) : Goal.NONE,
                        "socket to socket, the peers' own share in it"),
                new Figure(
                        name + ".p99",
                        micros.percentile(99) / 1e3,
                        "ms",
                        hasGoals ? Goal.atMost(P99_MILLIS) : Goal.NONE),
                new Figure(name + ".p99.9", micros.percentile(99.9) / 1e3, "ms", Goal.NONE),
                new Figure(name + ".missing", received.missing(), "packets", Goal.NONE),
                new Figure(name + ".wrong", received.corrupted(), "packets", Goal.exactly(0)));
    }
}
