package io.banyan.node.media.congestion;

/**
 * Compares the trend of delay with a threshold that follows it, so that jitter or a competing flow does not starve us
 * (draft-ietf-rmcat-gcc-02 §5.4). Owned by a media loop.
 */
final class OveruseDetector {
    /** libwebrtc 0b51f028, trendline_estimator.cc, as all that follow; the draft's K_u is 0.01. */
    static final double GROW = 0.0087;

    /** The draft's K_d is 0.00018, for the Kalman filter. */
    static final double SHRINK = 0.039;

    static final double INITIAL_THRESHOLD = 12.5;
    static final double MIN_THRESHOLD = 6;
    static final double MAX_THRESHOLD = 600;

    /** A trend so far off the threshold is a spike, and does not move it (draft §5.4). */
    private static final double MAX_OFFSET = 15;

    /** draft §5.4, overuse_time_th. */
    private static final double OVERUSE_MILLIS = 10;

    private static final double GAIN = 4;
    private static final int MAX_GROUPS = 60;
    private static final double MAX_STEP_MILLIS = 100;
    private static final double NONE = -1;

    private double threshold = INITIAL_THRESHOLD;
    private double previousTrend;
    private double overuseMillis = NONE;
    private int overuses;
    private int groups;
    private double lastMillis = NONE;
    private NetworkState state = NetworkState.NORMAL;

    /** A complete group that was sent so long after the one before, and the trend with it. */
    void onGroup(double trend, double sendDeltaMillis, double nowMillis) {
        groups = Math.min(groups + 1, MAX_GROUPS);
        if (groups < 2) {
            return;
        }
        double modified = groups * trend * GAIN;
        if (modified > threshold) {
            overuseMillis = overuseMillis == NONE ? sendDeltaMillis / 2 : overuseMillis + sendDeltaMillis;
            overuses++;
            if (overuseMillis > OVERUSE_MILLIS && overuses > 1 && trend >= previousTrend) {
                overuseMillis = 0;
                overuses = 0;
                state = NetworkState.OVERUSE;
            }
        } else {
            overuseMillis = NONE;
            overuses = 0;
            state = modified < -threshold ? NetworkState.UNDERUSE : NetworkState.NORMAL;
        }
        previousTrend = trend;
        adapt(Math.abs(modified), nowMillis);
    }

    private void adapt(double size, double nowMillis) {
        double elapsed = lastMillis == NONE ? 0 : Math.clamp(nowMillis - lastMillis, 0, MAX_STEP_MILLIS);
        lastMillis = nowMillis;
        if (size <= threshold + MAX_OFFSET) {
            double rate = size < threshold ? SHRINK : GROW;
            threshold = Math.clamp(threshold + rate * (size - threshold) * elapsed, MIN_THRESHOLD, MAX_THRESHOLD);
        }
    }

    NetworkState state() {
        return state;
    }

    double threshold() {
        return threshold;
    }
}
