package io.banyan.node.media.congestion;

/**
 * Where the link was full, as mean and deviation of what arrived then (draft-ietf-rmcat-gcc-02 §5.5). Constants after
 * libwebrtc's link_capacity_estimator.cc, not compared with a revision. Owned by a media loop.
 */
final class LinkCapacity {
    private static final double WEIGHT = 0.05;
    private static final double MIN_DEVIATION = 0.4;
    private static final double MAX_DEVIATION = 2.5;
    private static final double DEVIATIONS = 3;

    private double kbps = -1;
    private double deviation = MIN_DEVIATION;

    /** The link was full, and so much arrived. */
    void onOveruse(long arrivedBps) {
        double sample = arrivedBps / 1000.0;
        kbps = kbps < 0 ? sample : (1 - WEIGHT) * kbps + WEIGHT * sample;
        double error = kbps - sample;
        deviation = (1 - WEIGHT) * deviation + WEIGHT * error * error / Math.max(kbps, 1);
        deviation = Math.clamp(deviation, MIN_DEVIATION, MAX_DEVIATION);
    }

    boolean isKnown() {
        return kbps >= 0;
    }

    void reset() {
        kbps = -1;
    }

    long bps() {
        return Math.round(kbps * 1000);
    }

    boolean isAbove(long bps) {
        return isKnown() && bps / 1000.0 > kbps + DEVIATIONS * Math.sqrt(deviation * kbps);
    }

    boolean isBelow(long bps) {
        return isKnown() && bps / 1000.0 < kbps - DEVIATIONS * Math.sqrt(deviation * kbps);
    }
}
