package io.banyan.node.media.loop;

import java.util.concurrent.TimeUnit;

/** How busy a loop is: the share of the last seconds in which it was at work. Owned by the loop. */
final class LoopLoad {
    private static final long WINDOW_NANOS = TimeUnit.MILLISECONDS.toNanos(250);

    /** Of some two seconds: a burst of joins is over by then. */
    private static final double GAIN = 0.125;

    private long windowNanos;
    private long busyNanos;
    private double load;

    LoopLoad(long nowNanos) {
        windowNanos = nowNanos;
    }

    /** The loop was at work. */
    void add(long beganNanos, long endedNanos) {
        busyNanos += Math.max(0, endedNanos - beganNanos);
        long lastedNanos = endedNanos - windowNanos;
        if (lastedNanos >= WINDOW_NANOS) {
            double share = Math.min(1, (double) busyNanos / lastedNanos);
            // A window in which nothing happened for long counts for as many as it lasted.
            load += (1 - Math.pow(1 - GAIN, (double) lastedNanos / WINDOW_NANOS)) * (share - load);
            windowNanos = endedNanos;
            busyNanos = 0;
        }
    }

    /** In thousandths. */
    int permille() {
        return (int) Math.round(1000 * load);
    }
}
