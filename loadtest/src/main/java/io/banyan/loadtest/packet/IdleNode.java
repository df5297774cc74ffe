package io.banyan.loadtest.packet;

import io.banyan.loadtest.peer.PeerLoop;
import io.banyan.loadtest.process.ProcessUsage;
import io.banyan.loadtest.process.ProcessorTime;
import io.banyan.loadtest.report.Figure;
import io.banyan.loadtest.report.Goal;
import io.banyan.loadtest.scenario.Scenario;
import io.banyan.loadtest.scenario.Stage;
import io.banyan.protocol.srtp.SrtpProfile;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;

/**
 * What a node uses that has nothing to do, and one with people in a room where nobody says anything.
 *
 * @param seconds of each
 */
public record IdleNode(int seconds) implements Scenario {
    private static final int PEOPLE = 50;
    /** What a JVM has to do once is done by then, mostly. */
    private static final long START_NANOS = 60_000_000_000L;

    private static final long SETTLE_NANOS = 5_000_000_000L;
    private static final double GOAL_PERCENT = 1;
    private static final String UNIT = "% of a core";

    /** By the names of their threads, as the kernel cuts them. */
    private static final Map<String, Predicate<String>> THREADS = threads();

    private static Map<String, Predicate<String>> threads() {
        Map<String, Predicate<String>> groups = new LinkedHashMap<>();
        groups.put("loops", name -> name.startsWith("media-"));
        groups.put("control", name -> name.startsWith("banyan-"));
        groups.put(
                "telemetry",
                name -> name.startsWith("kamon-")
                        || name.startsWith("telemetry")
                        || name.toLowerCase(Locale.ROOT).startsWith("prometheus"));
        groups.put("compilers", CostWindow::isCompiler);
        return groups;
    }

    @Override
    public String name() {
        return "idle";
    }

    @Override
    public String plot() {
        return "processor time of a node with nothing to do";
    }

    @Override
    public List<Figure> play(Stage stage) {
        ProcessUsage usage =
                stage.usage().orElseThrow(() -> new IllegalStateException("the node is no process of this machine"));
        stage.say("  waiting for a minute, until what a JVM does once is done");
        LockSupport.parkNanos(START_NANOS);
        List<Figure> figures = new ArrayList<>(
                figures(usage, "idle.cpu", Goal.atMost(GOAL_PERCENT), "nobody there, a minute after the start"));
        try (PeerLoop sending = PeerLoop.open();
                NodeForwarding room = NodeForwarding.open(
                        stage, sending, new FanoutShape("idle", PEOPLE, 1, SrtpProfile.AEAD_AES_128_GCM))) {
            room.setSilent(true);
            figures.addAll(figures(usage, "idle.room.cpu", Goal.NONE, PEOPLE + " subscribers of a silent publisher"));
        }
        return figures;
    }

    private List<Figure> figures(ProcessUsage usage, String name, Goal goal, String what) {
        LockSupport.parkNanos(SETTLE_NANOS);
        ProcessorTime before = usage.processorTime();
        LockSupport.parkNanos(seconds * 1_000_000_000L);
        ProcessorTime after = usage.processorTime();
        List<Figure> figures = new ArrayList<>();
        figures.add(new Figure(name, percent(after.nanosSince(before)), UNIT, goal, what));
        THREADS.forEach((group, isIn) -> figures.add(
                new Figure(name + '.' + group, percent(after.nanosSince(before, isIn)), UNIT, Goal.NONE, "of it")));
        return figures;
    }

    private double percent(double nanos) {
        return nanos / (seconds * 1e9) * 100;
    }
}
