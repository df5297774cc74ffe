package io.banyan.protocol.link;

import java.util.concurrent.TimeUnit;

/**
 * How much longer than the shortest way of the last seconds datagrams take towards us. The clocks' offset cancels out; of
 * their drift a window sees a millisecond.
 */
final class QueueDelay {
    /** The minimum is over the last one to two of these. */
    private static final long WINDOW_NANOS = TimeUnit.SECONDS.toNanos(10);

    private boolean begun;
    private int baseMicros;
    private int upcomingBaseMicros;
    private long windowEndNanos;
    private long leastMicros = Long.MAX_VALUE;

    /**
     * @param sendMicros the peer's clock when it sent, 32 bits
     */
    void onArrival(int sendMicros, long nowNanos) {
        int transit = (int) (nowNanos / 1_000) - sendMicros;
        if (!begun || nowNanos >= windowEndNanos) {
            baseMicros = begun ? upcomingBaseMicros : transit;
            upcomingBaseMicros = transit;
            windowEndNanos = nowNanos + WINDOW_NANOS;
            begun = true;
        }
        // By difference: transit times are clocks' offsets too, and wrap.
        if (transit - baseMicros < 0) {
            baseMicros = transit;
        }
        if (transit - upcomingBaseMicros < 0) {
            upcomingBaseMicros = transit;
        }
        leastMicros = Math.min(leastMicros, transit - baseMicros);
    }

    /** The least since asked before: a queue delays all, a scheduler some. 0 if nothing came. */
    long pollMicros() {
        long least = leastMicros == Long.MAX_VALUE ? 0 : Math.max(0, leastMicros);
        leastMicros = Long.MAX_VALUE;
        return least;
    }
}
