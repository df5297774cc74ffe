package io.banyan.node.media.congestion;

/**
 * How much later than the quickest ones packets arrive on average: a queue on the way that stays, which a trend does not
 * show. The client's clock may differ from ours by anything, and drift. Owned by a media loop.
 */
final class StandingDelay {
    /** More than what frames of one encoder queue up for among themselves. */
    static final long QUEUED_NANOS = 20_000_000;

    /** A step of the client's clock. */
    private static final long STEP_NANOS = 3_000_000_000L;

    /** The least rises by a 2000th of the time that passes: no crystal drifts more. */
    private static final int LEAK_DIVISOR = 2_000;

    private static final int SMOOTHING = 32;

    private boolean begun;
    private long least;
    private long mean;
    private long lastNanos;

    void onArrival(long sentNanos, long arrivalNanos) {
        long sample = arrivalNanos - sentNanos;
        if (!begun || Math.abs(sample - least) > STEP_NANOS) {
            begun = true;
            least = sample;
            mean = sample;
            lastNanos = sentNanos;
            return;
        }
        least = Math.min(sample, least + Math.max(0, sentNanos - lastNanos) / LEAK_DIVISOR);
        mean += (sample - mean) / SMOOTHING;
        lastNanos = sentNanos;
    }

    boolean isQueued() {
        return mean - least > QUEUED_NANOS;
    }
}
