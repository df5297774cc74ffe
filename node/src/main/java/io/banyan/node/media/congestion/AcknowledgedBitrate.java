package io.banyan.node.media.congestion;

/**
 * What arrives at the client, as its feedback tells: windows of arrivals, weighed against what was known by how far off
 * they are. Constants after libwebrtc's goog_cc/bitrate_estimator.cc, not compared with a revision. Owned by a media loop.
 */
final class AcknowledgedBitrate {
    private static final long FIRST_WINDOW_NANOS = 500_000_000;
    private static final long WINDOW_NANOS = 150_000_000;
    private static final double UNCERTAINTY = 10;
    /** What was known gets less sure with each window. */
    private static final double DRIFT = 5;

    private static final double INITIAL_VARIANCE = 50;
    private static final long NONE = Long.MIN_VALUE;

    private long windowStart = NONE;
    private long lastArrival;
    private long windowBytes;
    private double kbps = -1;
    private double variance = INITIAL_VARIANCE;

    /**
     * A packet arrived.
     *
     * @param arrivalNanos on the client's clock
     */
    void onArrival(long arrivalNanos, int bytes) {
        long window = kbps < 0 ? FIRST_WINDOW_NANOS : WINDOW_NANOS;
        if (windowStart == NONE || arrivalNanos < windowStart || arrivalNanos - lastArrival > FIRST_WINDOW_NANOS) {
            windowStart = arrivalNanos;
            windowBytes = 0;
        }
        lastArrival = arrivalNanos;
        if (arrivalNanos - windowStart >= window) {
            // Bits per nanosecond are Gbit/s.
            update(windowBytes * 8e6 / (arrivalNanos - windowStart));
            windowStart = arrivalNanos;
            windowBytes = 0;
        }
        windowBytes += bytes;
    }

    private void update(double sample) {
        if (kbps < 0) {
            kbps = sample;
            return;
        }
        double uncertainty = UNCERTAINTY * Math.abs(kbps - sample) / Math.max(kbps, 1);
        double sampleVariance = uncertainty * uncertainty;
        double known = variance + DRIFT;
        kbps = (sampleVariance * kbps + known * sample) / (sampleVariance + known);
        variance = sampleVariance * known / (sampleVariance + known);
    }

    /** Bits per second; -1 before the first window. */
    long bps() {
        return kbps < 0 ? -1 : Math.round(kbps * 1000);
    }
}
