package io.banyan.loadtest.netem;

import java.time.Duration;
import java.util.Arrays;

/** What a link carries over time, in steps; after the last one it stays. Immutable. */
public final class RateTrace {
    private static final double SECOND = 1e9;

    /** When each step begins, from the trace's own start; rising, the first is 0. */
    private final long[] fromNanos;

    private final long[] bps;

    private RateTrace(long[] fromNanos, long[] bps) {
        this.fromNanos = fromNanos;
        this.bps = bps;
    }

    /** Always the same. */
    public static RateTrace constant(long bps) {
        return new RateTrace(new long[] {0}, new long[] {requirePositive(bps)});
    }

    /** The rates one after another, each for so long, the last for ever. */
    public static RateTrace every(Duration step, long... bps) {
        long[] from = new long[bps.length];
        for (int i = 0; i < bps.length; i++) {
            from[i] = i * step.toNanos();
            requirePositive(bps[i]);
        }
        if (bps.length == 0 || !step.isPositive()) {
            throw new IllegalArgumentException("a trace has at least one step, of some length");
        }
        return new RateTrace(from, bps.clone());
    }

    /** This trace up to a moment, and from then on another rate. */
    public RateTrace then(Duration at, long newBps) {
        if (at.toNanos() <= fromNanos[fromNanos.length - 1]) {
            throw new IllegalArgumentException("steps follow one another");
        }
        long[] from = Arrays.copyOf(fromNanos, fromNanos.length + 1);
        long[] rates = Arrays.copyOf(bps, bps.length + 1);
        from[from.length - 1] = at.toNanos();
        rates[rates.length - 1] = requirePositive(newBps);
        return new RateTrace(from, rates);
    }

    /** Bits per second so long after the start; before it as at the start. */
    public long bpsAt(long nanos) {
        return bps[stepAt(nanos)];
    }

    /** When the last of so many bits is through whose first goes in at {@code nanos}. */
    long finishNanos(long nanos, double bits) {
        double left = bits;
        long at = nanos;
        for (int step = stepAt(nanos); ; step++) {
            double needed = left / bps[step] * SECOND;
            if (step == bps.length - 1 || at + needed <= fromNanos[step + 1]) {
                return at + Math.round(needed);
            }
            left -= (fromNanos[step + 1] - at) / SECOND * bps[step];
            at = fromNanos[step + 1];
        }
    }

    /** What goes through between two moments. */
    double bitsBetween(long nanos, long endNanos) {
        double bits = 0;
        long at = nanos;
        for (int step = stepAt(nanos); at < endNanos; step++) {
            long end = step == bps.length - 1 ? endNanos : Math.min(endNanos, fromNanos[step + 1]);
            bits += (end - at) / SECOND * bps[step];
            at = end;
        }
        return bits;
    }

    private int stepAt(long nanos) {
        int found = Arrays.binarySearch(fromNanos, nanos);
        return found >= 0 ? found : Math.max(0, -found - 2);
    }

    private static long requirePositive(long bps) {
        if (bps <= 0) {
            throw new IllegalArgumentException("a link that carries nothing has no end to wait for: " + bps);
        }
        return bps;
    }
}
