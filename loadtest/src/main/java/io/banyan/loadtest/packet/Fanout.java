package io.banyan.loadtest.packet;

import io.banyan.loadtest.peer.PeerLoop;
import io.banyan.loadtest.report.Distribution;
import io.banyan.loadtest.report.Figure;
import io.banyan.loadtest.report.Goal;
import io.banyan.loadtest.report.Histogram;
import io.banyan.loadtest.scenario.MetricsPage;
import io.banyan.loadtest.scenario.Scenario;
import io.banyan.loadtest.scenario.Stage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;

/**
 * One to many through a node, and in turns with it through the C limit and Janus: the median of several runs of each, and
 * of the ratios of two runs next to each other.
 *
 * @param runs of each
 * @param seconds of a run
 * @param limitGoal what the node may take of what the limit takes; NaN: no goal
 * @param janusGoal what it may take of what Janus takes; NaN: no goal
 * @param profiles gets a flame graph and its stacks; null: no profile is taken
 * @param address that the limit uses
 */
public record Fanout(
        FanoutShape shape,
        int runs,
        int seconds,
        FanoutRivals rivals,
        double limitGoal,
        double janusGoal,
        @Nullable Path profiles,
        InetAddress address)
        implements Scenario {
    /** As exactly as a selector can. */
    private static final int SENDING_TICK_MILLIS = 1;
    /** At least; a node that has just started compiles its packet path for longer. */
    private static final int WARM_UP_SECONDS = 10;

    private static final int PROFILE_SECONDS = 15;
    /** Of a metrics page that is some seconds old the error is small then. */
    private static final long FLOW_NANOS = 20_000_000_000L;

    @Override
    public String name() {
        return shape.name();
    }

    @Override
    public String plot() {
        return "1 to " + shape.subscribers() + ", "
                + (shape.packetsPerFrame() == 1 ? "evenly paced" : "in bursts of " + shape.packetsPerFrame()) + ", "
                + shape.profile()
                + (shape.isReported() ? "" : ", without a word of what arrives");
    }

    @Override
    public List<Figure> play(Stage stage) {
        try (PeerLoop sending = PeerLoop.open(SENDING_TICK_MILLIS);
                NodeForwarding node = NodeForwarding.open(stage, sending, shape);
                Forwarding limit = rivals.limit() == null
                        ? null
                        : LimitForwarding.open(
                                rivals.limit(), sending, stage.peers(), address, shape, true, stage.seed());
                Forwarding janus = rivals.janus() == null
                        ? null
                        : JanusForwarding.open(rivals.janus(), sending, stage.peers(), shape, stage.seed())) {
            stage.say("  warm after " + CostWindow.warmUp(node, WARM_UP_SECONDS) + " s");
            List<CostWindow> ours = new ArrayList<>();
            List<CostWindow> ofLimit = new ArrayList<>();
            List<CostWindow> ofJanus = new ArrayList<>();
            for (int run = 0; run < runs; run++) {
                ours.add(CostWindow.measure(node, seconds));
                if (limit != null) {
                    ofLimit.add(CostWindow.measure(limit, seconds));
                }
                if (janus != null) {
                    ofJanus.add(CostWindow.measure(janus, seconds));
                }
            }
            if (profiles != null) {
                profile(stage, node, profiles);
            }
            List<Figure> figures = new ArrayList<>(ofNode(ours));
            figures.addAll(bySteadyFlow(stage, node));
            if (limit != null) {
                figures.addAll(ofRival("limit", "the C limit", limitGoal, ours, ofLimit));
            }
            if (janus != null) {
                figures.addAll(ofRival("janus", "Janus", janusGoal, ours, ofJanus));
            }
            return figures;
        }
    }

    /** Of a run of its own, which counts for nothing else. */
    private void profile(Stage stage, NodeForwarding node, Path folder) {
        long pid = stage.usage().orElseThrow().pid();
        CpuProfile.begin(pid);
        CostWindow.measure(node, PROFILE_SECONDS);
        CpuProfile profile = CpuProfile.end(pid);
        try {
            Files.createDirectories(folder);
            Files.writeString(folder.resolve("fanout-" + name() + ".svg"), FlameGraph.svg(plot(), profile.stacks()));
            Files.writeString(folder.resolve("fanout-" + name() + ".txt"), profile.collapsed());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        stage.say("  profile of " + profile.samples() + " samples in " + folder);
    }

    /** By the node's own counters, while the publisher never pauses: what is done each second counts for all packets. */
    private List<Figure> bySteadyFlow(Stage stage, NodeForwarding node) {
        CostWindow.speak(node);
        MetricsPage before = MetricsPage.of(stage.node());
        LockSupport.parkNanos(FLOW_NANOS);
        MetricsPage after = MetricsPage.of(stage.node());
        node.setSilent(true);
        double allocated =
                after.sum("banyan_media_allocated_bytes_total") - before.sum("banyan_media_allocated_bytes_total");
        double sent = after.sum("banyan_media_datagrams_total", "direction", "out")
                - before.sum("banyan_media_datagrams_total", "direction", "out");
        return List.of(
                figure(
                        "allocated",
                        allocated / sent,
                        "B/packet",
                        Goal.atMost(1),
                        "by the loop's thread, for each datagram sent"),
                figure(
                        "run",
                        sent
                                / (after.sum("banyan_media_port_messages_total")
                                        - before.sum("banyan_media_port_messages_total")),
                        "packets",
                        Goal.NONE,
                        "that leave as one message, on average"));
    }

    private List<Figure> ofNode(List<CostWindow> ours) {
        Histogram latency = latency(ours);
        return List.of(
                figure("cpu", median(ours), "us/packet", Goal.NONE, spread(ours)),
                figure(
                        "cpu.loop",
                        costs(ours, CostWindow::loopMicros).median(),
                        "us/packet",
                        Goal.NONE,
                        "of it: the media loops"),
                figure(
                        "cpu.compilers",
                        costs(ours, CostWindow::compilerMicros).median(),
                        "us/packet",
                        Goal.NONE,
                        "of it: the JVM's compilers"),
                figure("rate", rate(ours), "packets/s", Goal.NONE, "of " + shape.packetsPerSecond()),
                figure("latency.p50", latency.percentile(50) / 1e3, "ms", Goal.NONE, "socket to socket"),
                figure("latency.p99", latency.percentile(99) / 1e3, "ms", Goal.NONE, ""),
                figure("wrong", (double) wrong(ours), "packets", Goal.exactly(0), "every packet verified"),
                figure("missing", (double) missing(ours), "packets", Goal.NONE, ""));
    }

    private List<Figure> ofRival(
            String name, String what, double ratioGoal, List<CostWindow> ours, List<CostWindow> theirs) {
        Distribution ratios = new Distribution();
        for (int i = 0; i < ours.size(); i++) {
            ratios.add(ours.get(i).cpuMicros() / theirs.get(i).cpuMicros());
        }
        Histogram latency = latency(theirs);
        return List.of(
                figure(name + ".cpu", median(theirs), "us/packet", Goal.NONE, spread(theirs)),
                figure(
                        name + ".ratio",
                        ratios.median(),
                        "",
                        Double.isNaN(ratioGoal) ? Goal.NONE : Goal.atMost(ratioGoal),
                        "node to " + what + ", median of " + runs + " runs in turns"),
                figure(name + ".rate", rate(theirs), "packets/s", Goal.NONE, ""),
                figure(name + ".latency.p50", latency.percentile(50) / 1e3, "ms", Goal.NONE, "socket to socket"),
                figure(name + ".latency.p99", latency.percentile(99) / 1e3, "ms", Goal.NONE, ""),
                figure(name + ".wrong", (double) wrong(theirs), "packets", Goal.exactly(0), "every packet verified"),
                figure(name + ".missing", (double) missing(theirs), "packets", Goal.NONE, ""));
    }

    private Figure figure(String what, double value, String unit, Goal goal, String note) {
        return new Figure("fanout." + shape.name() + '.' + what, value, unit, goal, note);
    }

    private static Histogram latency(List<CostWindow> windows) {
        Histogram latency = new Histogram();
        windows.forEach(window -> latency.addAll(window.received().latencyMicros()));
        return latency;
    }

    private static double median(List<CostWindow> windows) {
        return costs(windows, CostWindow::cpuMicros).median();
    }

    private static String spread(List<CostWindow> windows) {
        Distribution costs = costs(windows, CostWindow::cpuMicros);
        return "median of " + costs.count() + ", " + Goal.number(costs.percentile(0)) + " to "
                + Goal.number(costs.max());
    }

    private static Distribution costs(List<CostWindow> windows, ToDoubleFunction<CostWindow> cost) {
        Distribution costs = new Distribution();
        windows.forEach(window -> costs.add(cost.applyAsDouble(window)));
        return costs;
    }

    private static double rate(List<CostWindow> windows) {
        Distribution rates = new Distribution();
        windows.forEach(window -> rates.add(window.received().packets() / window.seconds()));
        return rates.median();
    }

    private static long wrong(List<CostWindow> windows) {
        return windows.stream()
                .mapToLong(window -> window.received().corrupted())
                .sum();
    }

    private static long missing(List<CostWindow> windows) {
        return windows.stream().mapToLong(window -> window.received().missing()).sum();
    }
}
