package io.banyan.loadtest.packet;

import io.banyan.loadtest.peer.PeerLoop;
import io.banyan.loadtest.peer.SyntheticPeer;
import io.banyan.loadtest.process.ProcessUsage;
import io.banyan.loadtest.process.ProcessorTime;
import io.banyan.loadtest.report.Distribution;
import io.banyan.loadtest.report.Figure;
import io.banyan.loadtest.report.Goal;
import io.banyan.loadtest.scenario.MetricsPage;
import io.banyan.loadtest.scenario.Scenario;
import io.banyan.loadtest.scenario.Stage;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;

/**
 * What DTLS handshakes cost the node: people join by signalling first, then all begin their checks and handshakes at
 * once. Then a flood of ClientHellos from addresses that passed no check.
 *
 * @param people of one round
 * @param hellos of the flood
 */
public record Handshakes(int people, int hellos) implements Scenario {
    private static final int WARM_UP_ROUNDS = 2;
    private static final int ROUNDS = 5;
    private static final double GOAL_PER_SECOND = 1_000;
    private static final int HELLOS_PER_SECOND = 10_000;
    private static final long METRICS_NANOS = 2_500_000_000L;

    @Override
    public String name() {
        return "dtls";
    }

    @Override
    public String plot() {
        return people + " handshakes at once, and " + hellos + " ClientHellos from unknown addresses";
    }

    @Override
    public List<Figure> play(Stage stage) {
        ProcessUsage usage =
                stage.usage().orElseThrow(() -> new IllegalStateException("the node is no process of this machine"));
        Distribution perSecond = new Distribution();
        Distribution wall = new Distribution();
        AtomicReference<InetSocketAddress> node = new AtomicReference<>();
        for (int round = 0; round < WARM_UP_ROUNDS + ROUNDS; round++) {
            boolean counts = round >= WARM_UP_ROUNDS;
            round(stage, usage, node, counts ? perSecond : new Distribution(), counts ? wall : new Distribution());
        }
        List<Figure> figures = new ArrayList<>();
        figures.add(new Figure(
                "dtls.handshakes",
                perSecond.median(),
                "per s of a core",
                Goal.atLeast(GOAL_PER_SECOND),
                "from check to keys, by the node's processor time"));
        figures.add(new Figure(
                "dtls.round",
                wall.median(),
                "ms",
                Goal.NONE,
                people + " at once, the peers' own handshakes on the same cores"));
        figures.addAll(flood(stage, usage, node.get()));
        return figures;
    }

    private void round(
            Stage stage,
            ProcessUsage usage,
            AtomicReference<InetSocketAddress> node,
            Distribution perSecond,
            Distribution wall) {
        List<SyntheticPeer> joined = new ArrayList<>();
        try (PeerLoop loop = PeerLoop.open()) {
            loop.setHeld(true);
            String room = stage.newRoom("dtls");
            for (int i = 0; i < people; i++) {
                joined.add(SyntheticPeer.join(loop, stage.peer(room, "shaking-" + i), address -> {
                    node.set(address);
                    return address;
                }));
            }
            ProcessorTime before = usage.processorTime();
            long beganNanos = System.nanoTime();
            loop.setHeld(false);
            joined.forEach(peer -> peer.awaitConnected(Stage.PATIENCE));
            wall.add((System.nanoTime() - beganNanos) / 1e6);
            perSecond.add(people / (usage.processorTime().nanosSince(before) / 1e9));
            joined.forEach(SyntheticPeer::close);
        }
    }

    private List<Figure> flood(Stage stage, ProcessUsage usage, InetSocketAddress node) {
        LockSupport.parkNanos(METRICS_NANOS);
        MetricsPage before = MetricsPage.of(stage.node());
        ProcessorTime cpuBefore = usage.processorTime();
        int sent = ClientHelloFlood.send(node, hellos, HELLOS_PER_SECOND);
        double cpu = usage.processorTime().nanosSince(cpuBefore);
        LockSupport.parkNanos(METRICS_NANOS);
        MetricsPage after = MetricsPage.of(stage.node());
        return List.of(
                new Figure(
                        "dtls.flood.handshakes",
                        after.sum("banyan_media_handshakes_total") - before.sum("banyan_media_handshakes_total"),
                        "begun and ended",
                        Goal.exactly(0)),
                new Figure(
                        "dtls.flood.refused",
                        after.sum("banyan_media_drops_total", "reason", "dtls_before_ice")
                                - before.sum("banyan_media_drops_total", "reason", "dtls_before_ice"),
                        "datagrams",
                        Goal.NONE,
                        "of " + sent + " sent"),
                new Figure("dtls.flood.cpu", cpu / 1e3 / sent, "us/datagram", Goal.NONE));
    }
}
