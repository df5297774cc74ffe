package io.banyan.loadtest.netem;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The narrowest link of a path: a rate that changes over time and one queue in front of it, whose tail is dropped, for all
 * who share it. Pure; keeps what it did in steps of {@link #STEP_NANOS}. Not thread-safe.
 */
public final class Bottleneck {
    /** How finely it is kept what happened. */
    public static final long STEP_NANOS = 100_000_000;

    static final long DROPPED = -1;

    /** An hour. */
    private static final int MAX_STEPS = 36_000;

    private static final long NOT_STARTED = Long.MIN_VALUE;
    private static final double NANOS_PER_MILLI = 1e6;

    /**
     * One step of time.
     *
     * @param capacityBps at its begin
     * @param sentBps what went in and was not dropped
     * @param queueNanos the longest that anything had to wait
     * @param dropped datagrams
     */
    public record Step(long capacityBps, long sentBps, long queueNanos, int dropped) {}

    private final RateTrace trace;
    private final QueueLimit limit;
    private final List<Step> steps = new ArrayList<>();
    private final List<Long> waits = new ArrayList<>();
    private long startNanos = NOT_STARTED;
    private long freeNanos = Long.MIN_VALUE;
    private long stepBytes;
    private long stepQueueNanos;
    private int stepDropped;

    /** Stands at the trace's begin until {@link #start}. */
    public Bottleneck(RateTrace trace, QueueLimit limit) {
        this.trace = trace;
        this.limit = limit;
    }

    /** The trace begins now, and what is kept. */
    public void start(long nowNanos) {
        startNanos = nowNanos;
        steps.clear();
        waits.clear();
        stepBytes = 0;
        stepQueueNanos = 0;
        stepDropped = 0;
    }

    /**
     * A datagram comes to the link.
     *
     * @param nowNanos never less than at the call before
     * @return when all of it is through, or {@link #DROPPED}
     */
    long offer(int bytes, long nowNanos) {
        advance(nowNanos);
        long begins = Math.max(nowNanos, freeNanos);
        // An idle link takes any datagram, however small its queue.
        if (begins > nowNanos && !fits(bytes, begins, nowNanos)) {
            stepDropped++;
            return DROPPED;
        }
        freeNanos = startNanos == NOT_STARTED
                ? begins + Math.round(bytes * 8e9 / trace.bpsAt(0))
                : trace.finishNanos(begins - startNanos, bytes * 8.0) + startNanos;
        stepBytes += bytes;
        stepQueueNanos = Math.max(stepQueueNanos, begins - nowNanos);
        if (startNanos != NOT_STARTED) {
            waits.add(begins - nowNanos);
        }
        return freeNanos;
    }

    private boolean fits(int bytes, long begins, long nowNanos) {
        return switch (limit) {
            case QueueLimit.OfDelay of -> begins - nowNanos <= of.delay().toNanos();
            case QueueLimit.OfBytes of -> waitingBits(begins, nowNanos) / 8 + bytes <= of.bytes();
        };
    }

    private double waitingBits(long begins, long nowNanos) {
        return startNanos == NOT_STARTED
                ? (begins - nowNanos) / 1e9 * trace.bpsAt(0)
                : trace.bitsBetween(nowNanos - startNanos, begins - startNanos);
    }

    /** What would have to wait for so long now. */
    public long queueNanos(long nowNanos) {
        return freeNanos <= nowNanos ? 0 : freeNanos - nowNanos;
    }

    /** Bits per second now. */
    public long capacityBps(long nowNanos) {
        return trace.bpsAt(startNanos == NOT_STARTED ? 0 : nowNanos - startNanos);
    }

    /** Time passes without a datagram. */
    public void advance(long nowNanos) {
        if (startNanos == NOT_STARTED) {
            return;
        }
        while (steps.size() < MAX_STEPS && nowNanos >= startNanos + (steps.size() + 1) * STEP_NANOS) {
            long bps = trace.bpsAt(steps.size() * STEP_NANOS);
            steps.add(new Step(bps, stepBytes * 8_000_000_000L / STEP_NANOS, stepQueueNanos, stepDropped));
            stepBytes = 0;
            stepQueueNanos = 0;
            stepDropped = 0;
        }
    }

    /** What happened since the start, in whole steps. */
    public List<Step> steps() {
        return List.copyOf(steps);
    }

    /** Of the waits of all datagrams since the start, milliseconds; NaN: there were none. */
    public double waitMillis(double quantile) {
        if (waits.isEmpty()) {
            return Double.NaN;
        }
        long[] sorted = waits.stream().mapToLong(Long::longValue).toArray();
        Arrays.sort(sorted);
        return sorted[(int) Math.min(sorted.length - 1, Math.round(quantile * sorted.length))] / NANOS_PER_MILLI;
    }
}
