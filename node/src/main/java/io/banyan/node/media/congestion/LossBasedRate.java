package io.banyan.node.media.congestion;

/**
 * The bitrate that loss allows (draft-ietf-rmcat-gcc-02 §6). Owned by a media loop.
 *
 * <p>Deviation: loss that does not come from our own sending does not lower it. What stays when the rate was lowered by
 * a third, or while no queue stands on the path, is taken for the path's own (a radio's, say), up to a bound,
 * and only what exceeds it counts. The draft would send next to nothing over a path that loses a fifth of everything.
 */
final class LossBasedRate {
    /** draft §6: below it the rate rises, by 5 % a second. */
    static final double LOW = 0.02;

    /** draft §6: above it the rate falls, by half of what is lost. */
    static final double HIGH = 0.10;

    /** The same while a queue stands on the path: the loss is ours. */
    static final double HIGH_IF_QUEUED = 0.04;

    static final double INCREASE = 1.05;

    /** Of the path's own: more than this is too much for video anyway. */
    static final double MAX_INHERENT = 0.25;

    /** Of the path's own that is believed because delay shows no queue. A tiny queue shows none. */
    static final double MAX_INHERENT_BY_DELAY = 0.08;

    private static final double LEARNING = 0.15;
    private static final double LOWERED = 0.7;
    private static final int MIN_PACKETS = 40;

    /** Of what arrives in spite of the loss, while it leaves a queue behind. */
    private static final double MIN_OF_ARRIVED_IF_QUEUED = 0.85;

    private static final long INTERVAL_NANOS = 300_000_000;
    private static final double SECOND = 1e9;

    private long bps;
    private int received;
    private int lost;
    private long nextNanos;
    private long lastNanos;
    private double inherent;
    private double loss;
    private double lossAtStart;
    private long bpsAtStart;
    private boolean lowering;

    LossBasedRate(long startBps, long nowNanos) {
        bps = startBps;
        lastNanos = nowNanos;
        nextNanos = nowNanos + INTERVAL_NANOS;
    }

    /**
     * @param isQueued whether a queue stands on the path
     * @param arrivedBps what the client receives: so much the way does carry
     * @param delayBps what delay allows: this may be no more than half over it
     */
    void update(
            int newlyReceived,
            int newlyLost,
            boolean isQueued,
            long arrivedBps,
            long delayBps,
            long rttNanos,
            long nowNanos) {
        received += newlyReceived;
        lost += newlyLost;
        int packets = received + lost;
        if (nowNanos < nextNanos || packets < MIN_PACKETS) {
            return;
        }
        loss = Math.clamp((double) lost / packets, 0, 1);
        received = 0;
        lost = 0;
        learn(isQueued);
        double counted = loss - inherent;
        double seconds = Math.min((nowNanos - lastNanos) / SECOND, 1);
        // Of few packets a few more may be lost by chance.
        double doubt = Math.sqrt(loss * (1 - loss) / packets);
        if (counted - doubt > (isQueued ? HIGH_IF_QUEUED : HIGH)) {
            if (!lowering) {
                lowering = true;
                lossAtStart = loss;
                bpsAtStart = Math.min(bps, delayBps);
            }
            long lower = Math.round(Math.min(bps, delayBps) * (1 - 0.5 * counted));
            long least = Math.round(arrivedBps * (isQueued ? MIN_OF_ARRIVED_IF_QUEUED : 1));
            set(Math.min(bps, Math.max(lower, least)));
        } else if (counted < LOW) {
            lowering = false;
            set(Math.round(bps * Math.pow(INCREASE, seconds)));
        }
        bps = Math.min(bps, Math.max(BandwidthEstimator.MIN_BPS, delayBps * 3 / 2));
        lastNanos = nowNanos;
        nextNanos = nowNanos + INTERVAL_NANOS + Math.clamp(rttNanos, 0, INTERVAL_NANOS);
    }

    private void learn(boolean isQueued) {
        if (loss < inherent || isQueued) {
            inherent += ((isQueued ? 0 : loss) - inherent) * LEARNING;
        } else if (lowering && bps < bpsAtStart * LOWERED && loss > lossAtStart * LOWERED) {
            inherent = Math.min(loss, MAX_INHERENT);
            lowering = false;
        } else if (!lowering && inherent < MAX_INHERENT_BY_DELAY) {
            inherent += (Math.min(loss, MAX_INHERENT_BY_DELAY) - inherent) * LEARNING;
        }
    }

    /** A probe found that the link carries so much, or the path went silent. */
    void set(long newBps) {
        bps = Math.clamp(newBps, BandwidthEstimator.MIN_BPS, BandwidthEstimator.MAX_BPS);
    }

    long bps() {
        return bps;
    }

    /** Of the last interval, 0 to 1. */
    double loss() {
        return loss;
    }

    /** What of it is the path's own, 0 to {@link #MAX_INHERENT}. */
    double inherent() {
        return inherent;
    }
}
