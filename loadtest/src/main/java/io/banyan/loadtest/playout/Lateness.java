package io.banyan.loadtest.playout;

import java.util.Arrays;

/**
 * How much later than the quickest what was made at known times arrives: of the last ones, the most that all but a few need.
 * Not thread-safe.
 */
final class Lateness {
    private final long[] recent;
    private final double quantile;
    private int count;
    private int next;
    private long cached;
    private boolean isFresh;

    /** @param quantile of them that shall be in time, 0 to 1 */
    Lateness(int remembered, double quantile) {
        this.recent = new long[remembered];
        this.quantile = quantile;
    }

    /** @param nanos from when it was made, on the sender's clock, to its arrival on ours */
    void add(long nanos) {
        recent[next] = nanos;
        next = (next + 1) % recent.length;
        count = Math.min(count + 1, recent.length);
        isFresh = false;
    }

    /** Over the quickest of them, nanoseconds. */
    long spreadNanos() {
        compute();
        return cached;
    }

    /** Of the quickest. */
    long leastNanos() {
        long least = Long.MAX_VALUE;
        for (int i = 0; i < count; i++) {
            least = Math.min(least, recent[i]);
        }
        return least;
    }

    private void compute() {
        if (isFresh || count == 0) {
            return;
        }
        long[] sorted = Arrays.copyOf(recent, count);
        Arrays.sort(sorted);
        cached = sorted[(int) Math.min(count - 1, Math.ceil(quantile * count))] - sorted[0];
        isFresh = true;
    }
}
