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
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;

/**
 * What DTLS handshakes cost the node: people join by signalling first, then all begin their checks and handshakes at
 * once. Then a flood of ClientHellos from addresses that passed no check.
 *
 * @param people of one round
 * @param hellos of the flood
 */
public record Handshakes(int people, int hellos) implements Scenario {
    /** A handshake's way through BouncyCastle is long: it takes some thousands until a JVM has compiled it. */
    private static final int MAX_WARM_UP_ROUNDS = 60;

    /** What compilers may still take of the processor time when a node counts as warm. */
    private static final double WARM_SHARE = 0.05;

    private static final int ROUNDS = 5;
    private static final double GOAL_PER_SECOND = 1_000;
    private static final int HELLOS_PER_SECOND = 10_000;
    /** Threads that carry virtual ones, on which a node shakes hands, as the kernel cuts the name. */
    private static final String CARRIER = "ForkJoinPool-1-";

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
        AtomicReference<InetSocketAddress> node = new AtomicReference<>();
        int warmUp = 1;
        while (round(stage, usage, node).compilerShare() > WARM_SHARE && warmUp < MAX_WARM_UP_ROUNDS) {
            warmUp++;
        }
        stage.say("  warm after " + warmUp + " rounds");
        List<Round> rounds = IntStream.range(0, ROUNDS)
                .mapToObj(_ -> round(stage, usage, node))
                .toList();
        List<Figure> figures = new ArrayList<>();
        figures.add(new Figure(
                "dtls.handshakes",
                median(rounds, round -> people / (round.cpuNanos / 1e9)),
                "per s of a core",
                Goal.atLeast(GOAL_PER_SECOND),
                "from check to keys, by all of the node's processor time, after " + warmUp + " rounds"));
        figures.add(new Figure(
                "dtls.handshake.cpu",
                median(rounds, round -> round.cpuNanos / 1e3 / people),
                "us",
                Goal.NONE,
                "all of the node's, for each"));
        figures.add(new Figure(
                "dtls.handshake.cpu.own",
                median(rounds, round -> round.handshakeNanos / 1e3 / people),
                "us",
                Goal.NONE,
                "of it: the handshakes' threads"));
        figures.add(new Figure(
                "dtls.handshake.cpu.loop",
                median(rounds, round -> round.loopNanos / 1e3 / people),
                "us",
                Goal.NONE,
                "of it: the media loops, which open the ciphers and tell who is there"));
        figures.add(new Figure(
                "dtls.handshake.cpu.compilers",
                median(rounds, round -> round.compilerNanos / 1e3 / people),
                "us",
                Goal.NONE,
                "of it: the JVM's compilers"));
        figures.add(new Figure(
                "dtls.round",
                median(rounds, round -> round.wallNanos / 1e6),
                "ms",
                Goal.NONE,
                people + " at once, the peers' own handshakes on the same cores"));
        figures.addAll(flood(stage, usage, node.get()));
        return figures;
    }

    private Round round(Stage stage, ProcessUsage usage, AtomicReference<InetSocketAddress> node) {
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
            long wallNanos = System.nanoTime() - beganNanos;
            ProcessorTime after = usage.processorTime();
            joined.forEach(SyntheticPeer::close);
            return new Round(
                    wallNanos,
                    after.nanosSince(before),
                    after.nanosSince(before, name -> name.startsWith(CARRIER)),
                    after.nanosSince(before, name -> name.startsWith("media-")),
                    after.nanosSince(before, CostWindow::isCompiler));
        }
    }

    private static double median(List<Round> rounds, ToDoubleFunction<Round> figure) {
        Distribution all = new Distribution();
        rounds.forEach(round -> all.add(figure.applyAsDouble(round)));
        return all.median();
    }

    /** Processor time of the node in one round, and how long it lasted. */
    private record Round(
            double wallNanos, double cpuNanos, double handshakeNanos, double loopNanos, double compilerNanos) {
        double compilerShare() {
            return compilerNanos / cpuNanos;
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
