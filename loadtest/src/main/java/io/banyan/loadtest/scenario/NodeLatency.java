package io.banyan.loadtest.scenario;

import io.banyan.loadtest.peer.SlotStats;
import io.banyan.loadtest.peer.VideoSettings;
import io.banyan.loadtest.report.Figure;
import io.banyan.loadtest.report.Goal;
import io.banyan.loadtest.report.Histogram;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

/**
 * What the node's own way of a packet takes: from one synthetic peer's socket to another's, without codecs and jitter
 * buffers.
 *
 * @param seconds that are measured
 */
public record NodeLatency(int seconds) implements Scenario {
    /** Until the packet path of a node that has just started is compiled. */
    private static final long WARM_UP_NANOS = 10_000_000_000L;

    @Override
    public String name() {
        return "latency";
    }

    @Override
    public String plot() {
        return "the node's own share of the latency, packet by packet";
    }

    @Override
    public List<Figure> play(Stage stage) {
        try (PeersCall call = PeersCall.gather(stage, "latency", 3, VideoSettings.single(30, 500_000))) {
            LockSupport.parkNanos(WARM_UP_NANOS);
            Histogram before = latency(call);
            LockSupport.parkNanos(seconds * 1_000_000_000L);
            Histogram micros = latency(call).since(before);
            long wrong = call.videoSlots().filter(slot -> !slot.isClean()).count();
            return List.of(
                    new Figure("latency.node.p50", micros.percentile(50) / 1e3, "ms", Goal.NONE),
                    new Figure("latency.node.p95", micros.percentile(95) / 1e3, "ms", Goal.NONE),
                    new Figure("latency.node.p99", micros.percentile(99) / 1e3, "ms", Goal.NONE),
                    new Figure("latency.packets.wrong", wrong, "slots", Goal.exactly(0)));
        }
    }

    private static Histogram latency(PeersCall call) {
        Histogram micros = new Histogram();
        call.videoSlots().map(SlotStats::latencyMicros).forEach(micros::addAll);
        return micros;
    }
}
