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
 * many people join another room at once. One subscriber in ten is a witness, who has a thread of its own: the others are
 * read one after another by one thread, and what the last of them waits for it is no time of the node's.
 *
 * @param seconds that are measured without joins
 * @param joins people of the storm
 */
public record ForwardLatency(int seconds, int joins) implements Scenario {
    private static final int WITNESSES = 5;
    private static final int OTHERS_BETWEEN = 9;
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
        FanoutShape between = new FanoutShape("latency", OTHERS_BETWEEN, 1, SrtpProfile.AEAD_AES_128_GCM);
        List<PeerLoop> own = new ArrayList<>();
        try (PeerLoop sending = PeerLoop.open(1);
                PeerLoop crowd = PeerLoop.open();
                NodeForwarding room = NodeForwarding.open(stage, sending, between)) {
            for (int i = 0; i < WITNESSES; i++) {
                own.add(PeerLoop.open());
                room.joinWitness(stage, own.getLast(), between);
                if (i < WITNESSES - 1) {
                    room.join(stage, between);
                }
            }
            Forwarding node = room.witnessed();
            CostWindow.measure(node, WARM_UP_SECONDS);
            Received calm = CostWindow.measure(node, seconds).received();
            List<PeerSettings> people = new ArrayList<>();
            String stormy = stage.newRoom("storm");
            for (int i = 0; i < joins; i++) {
                people.add(stage.peer(stormy, "joining-" + i));
            }
            Received during = storm(node, crowd, people);
            List<Figure> figures = new ArrayList<>(figures("latency.forward", calm, true));
            figures.addAll(figures("latency.storm", during, false));
            return figures;
        } finally {
            own.forEach(PeerLoop::close);
        }
    }

    private static Received storm(Forwarding node, PeerLoop crowd, List<PeerSettings> people) {
        CostWindow.speak(node);
        List<CompletableFuture<SyntheticPeer>> joined = new ArrayList<>();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (PeerSettings each : people) {
                joined.add(CompletableFuture.supplyAsync(
                        () -> SyntheticPeer.join(crowd, each).awaitConnected(Stage.PATIENCE), threads));
            }
            Received received = CostWindow.window(node, STORM_SECONDS).received();
            node.setSilent(true);
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
                        "socket to socket, of subscribers with a thread of their own"),
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
