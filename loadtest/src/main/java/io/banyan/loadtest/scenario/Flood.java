package io.banyan.loadtest.scenario;

import io.banyan.loadtest.hostile.DatagramFlood;
import io.banyan.loadtest.peer.SlotStats;
import io.banyan.loadtest.peer.VideoSettings;
import io.banyan.loadtest.process.ProcessUsage;
import io.banyan.loadtest.report.Figure;
import io.banyan.loadtest.report.Goal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;

/**
 * Bad datagrams of every sort at the media port while a call runs: first at rates that double, then all of them at the
 * highest one that did the call no harm.
 *
 * @param datagrams of the flood that counts
 */
public record Flood(int datagrams) implements Scenario {
    private static final double MISSING_PERCENT = 0.1;
    /** A byte for each datagram would be less than this, whatever the call itself takes meanwhile. */
    private static final double LIVE_MIB = 8;

    private static final int FIRST_PER_SECOND = 10_000;
    /** More than one thread of this machine makes. */
    private static final int LAST_PER_SECOND = 160_000;

    private static final int TRIAL_SECONDS = 4;
    private static final int CAPTURED = 500;
    private static final int CAPTURE_SECONDS = 60;
    /** What was lost is asked for again; metrics are a few seconds late. */
    private static final long SETTLE_NANOS = 4_000_000_000L;

    @Override
    public String name() {
        return "flood";
    }

    @Override
    public String plot() {
        return datagrams + " bad datagrams at the media port beside a call";
    }

    @Override
    public boolean needsNetwork() {
        return true;
    }

    @Override
    public List<Figure> play(Stage stage) {
        try (PeersCall call = PeersCall.gather(stage, "flood", 3, VideoSettings.single(30, 500_000))) {
            List<byte[]> captured = capture(stage);
            int perSecond = highestHarmless(stage, call, captured);
            MetricsPage before = MetricsPage.of(stage.node());
            double liveMib = usage(stage, ProcessUsage::liveHeapMib);
            double residentMib = usage(stage, ProcessUsage::residentMib);
            double cpuSeconds = usage(stage, ProcessUsage::processorSeconds);
            Harm harm = flood(stage, call, captured, datagrams, perSecond);
            cpuSeconds = usage(stage, ProcessUsage::processorSeconds) - cpuSeconds;
            double residentAfterMib = usage(stage, ProcessUsage::residentMib);
            double liveAfterMib = usage(stage, ProcessUsage::liveHeapMib);
            MetricsPage after = MetricsPage.of(stage.node());

            List<Figure> figures = new ArrayList<>();
            figures.add(new Figure(
                    "flood.datagrams",
                    harm.sent().count() - harm.sent().refused(),
                    "sent",
                    Goal.atLeast(datagrams),
                    harm.sent().refused() + " more were not taken by this machine's network"));
            figures.add(
                    new Figure("flood.rate", harm.sent().count() / harm.sent().seconds(), "datagrams/s", Goal.NONE));
            figures.add(new Figure(
                    "flood.video.missing",
                    harm.missingPercent(),
                    "% of packets",
                    Goal.atMost(MISSING_PERCENT),
                    harm.missing() + " of " + harm.packets()));
            figures.add(new Figure(
                    "flood.packets.wrong",
                    call.videoSlots().filter(slot -> !slot.isClean()).count(),
                    "slots",
                    Goal.exactly(0)));
            figures.add(new Figure(
                    "flood.dropped",
                    after.sum("banyan_media_drops_total") - before.sum("banyan_media_drops_total"),
                    "counted by the node",
                    Goal.NONE,
                    reasons(before, after)));
            figures.add(new Figure(
                    "flood.socket.drops",
                    after.sum("banyan_media_socket_drops_total") - before.sum("banyan_media_socket_drops_total"),
                    "dropped by the kernel",
                    Goal.NONE));
            figures.add(new Figure(
                    "flood.cpu",
                    cpuSeconds * 1e6 / harm.sent().count(),
                    "us per datagram",
                    Goal.NONE,
                    "of the node's process, the call's share in it"));
            figures.add(new Figure(
                    "flood.memory.live",
                    liveAfterMib - liveMib,
                    "MiB more",
                    Goal.atMost(LIVE_MIB),
                    "%.1f, then %.1f after a collection".formatted(liveMib, liveAfterMib)));
            figures.add(new Figure(
                    "flood.memory.resident",
                    residentAfterMib - residentMib,
                    "MiB more",
                    Goal.NONE,
                    "%.0f, then %.0f: what the collector keeps of its heap's limit for the garbage of such a rate"
                            .formatted(residentMib, residentAfterMib)));
            return figures;
        }
    }

    private static List<byte[]> capture(Stage stage) {
        try {
            return stage.network()
                    .capture(CAPTURED)
                    .orTimeout(CAPTURE_SECONDS, TimeUnit.SECONDS)
                    .join();
        } catch (CompletionException e) {
            throw new IllegalStateException("the call sends nothing that could be replayed", e);
        }
    }

    /** The trials warm the node up as well, so that its memory is that of a node that has seen all of this. */
    private static int highestHarmless(Stage stage, PeersCall call, List<byte[]> captured) {
        int highest = FIRST_PER_SECOND;
        for (int rate = FIRST_PER_SECOND; rate <= LAST_PER_SECOND; rate *= 2) {
            Harm harm = flood(stage, call, captured, rate * TRIAL_SECONDS, rate);
            double reached = harm.sent().count() / harm.sent().seconds();
            stage.say("  at " + Math.round(reached) + " datagrams/s: " + harm.missing() + " of " + harm.packets()
                    + " packets missing");
            if (harm.missingPercent() > MISSING_PERCENT || reached < 0.9 * rate) {
                break;
            }
            highest = rate;
        }
        return highest;
    }

    /** What a flood was, and what became of the call's packets meanwhile. */
    private record Harm(DatagramFlood.Sent sent, long packets, long missing) {
        double missingPercent() {
            return 100.0 * missing / Math.max(1, packets);
        }
    }

    private static Harm flood(Stage stage, PeersCall call, List<byte[]> captured, int count, int perSecond) {
        long verified = call.videoSlots().mapToLong(SlotStats::verified).sum();
        long missing = call.videoSlots().mapToLong(SlotStats::contentMissing).sum();
        DatagramFlood.Sent sent = new DatagramFlood(stage.network().nodeAddress(), stage.seed() + perSecond, captured)
                .send(count, perSecond);
        LockSupport.parkNanos(SETTLE_NANOS);
        long moreMissing =
                call.videoSlots().mapToLong(SlotStats::contentMissing).sum() - missing;
        long moreVerified = call.videoSlots().mapToLong(SlotStats::verified).sum() - verified;
        return new Harm(sent, moreVerified + moreMissing, moreMissing);
    }

    private static double usage(Stage stage, ToDoubleFunction<ProcessUsage> what) {
        return stage.usage().map(what::applyAsDouble).orElse(Double.NaN);
    }

    private static String reasons(MetricsPage before, MetricsPage after) {
        Map<String, Double> dropped = new TreeMap<>(after.byLabel("banyan_media_drops_total", "reason"));
        before.byLabel("banyan_media_drops_total", "reason")
                .forEach((reason, count) -> dropped.merge(reason, -count, Double::sum));
        return dropped.entrySet().stream()
                .filter(each -> each.getValue() > 0)
                .map(each -> each.getKey() + " " + each.getValue().longValue())
                .collect(Collectors.joining(", "));
    }
}
