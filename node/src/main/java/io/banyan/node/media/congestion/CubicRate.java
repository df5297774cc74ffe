package io.banyan.node.media.congestion;

/**
 * The bitrate of a flow that goes by loss alone, as a download by TCP with CUBIC does (RFC 9438): for as long as such a
 * download keeps the queue full, and would get everything from whoever goes by delay. Owned by a media loop.
 *
 * <p>Deviation: it falls by less at a loss (0.85, not 0.7) and rises more slowly by as much as that asks for, so that it
 * gets about as much with fewer changes of layers. Until the first loss it rises by a quarter each second; a sender of layers
 * cannot double in each round trip.
 */
final class CubicRate {
    static final double DECREASE = 0.85;

    /**
     * RFC 9438 §4.1 has 0.4; with our decrease 0.2 would give as much, since who loses at the same moments shares by
     * C / (1 − β). But layers leave a fifth and more of it unused.
     */
    static final double C = 0.28;

    /** RFC 9438 §4.3, for the same reason: 3 (1 − β) / (1 + β). */
    static final double RENO_ALPHA = 3 * (1 - DECREASE) / (1 + DECREASE);

    static final double FIRST_INCREASE = 1.25;

    /**
     * What is not used tells nothing (RFC 9438 §5.8); but the next layer may take as much as all before it, and there must
     * be room for that.
     */
    static final double MAX_OVER_ARRIVED = 2;

    static final long OVER_ARRIVED_BPS = 100_000;

    /** Layers go by the mean over the ups and downs of a loss; they have none so small. */
    private static final double MEAN_SECONDS = 2;

    private static final double SEGMENT_BITS = 8 * 1_500;
    private static final double SECOND = 1e9;

    private long bps;
    private double meanBps;
    private boolean isFirst;
    private double mostWindow;
    private double renoWindow;
    private long epochNanos;
    private long changedNanos;
    private long lossNanos;

    /** Goes on from there. */
    void begin(long fromBps, long nowNanos) {
        bps = fromBps;
        meanBps = fromBps;
        isFirst = true;
        changedNanos = nowNanos;
        lossNanos = nowNanos;
    }

    /**
     * Feedback came.
     *
     * @param arrivedBps what the client receives, -1: not known
     * @param isLoss whether packets were lost that the path does not lose by itself
     * @param rttNanos positive, with the queue
     */
    void update(long arrivedBps, boolean isLoss, long rttNanos, long nowNanos) {
        double seconds = Math.clamp(nowNanos - changedNanos, 0, (long) SECOND) / SECOND;
        changedNanos = nowNanos;
        change(arrivedBps, isLoss, seconds, rttNanos, nowNanos);
        meanBps += (bps - meanBps) * Math.min(1, seconds / MEAN_SECONDS);
    }

    private void change(long arrivedBps, boolean isLoss, double seconds, long rttNanos, long nowNanos) {
        double rttSeconds = rttNanos / SECOND;
        long most = arrivedBps < 0 ? bps : Math.round(arrivedBps * MAX_OVER_ARRIVED) + OVER_ARRIVED_BPS;
        if (isLoss && nowNanos - lossNanos >= rttNanos) {
            onLoss(Math.min(bps, most), rttSeconds, nowNanos);
            return;
        }
        if (isFirst) {
            bps = Math.max(bps, Math.min(most, Math.round(bps * Math.pow(FIRST_INCREASE, seconds))));
            return;
        }
        double k = Math.cbrt(mostWindow * (1 - DECREASE) / C);
        double t = (nowNanos - epochNanos) / SECOND - k;
        renoWindow += RENO_ALPHA * seconds / rttSeconds;
        double window = Math.max(renoWindow, C * t * t * t + mostWindow);
        bps = Math.max(bps, Math.min(most, Math.round(window * SEGMENT_BITS / rttSeconds)));
    }

    private void onLoss(long fromBps, double rttSeconds, long nowNanos) {
        bps = Math.max(BandwidthEstimator.MIN_BPS, Math.round(fromBps * DECREASE));
        mostWindow = fromBps * rttSeconds / SEGMENT_BITS;
        renoWindow = mostWindow * DECREASE;
        isFirst = false;
        epochNanos = nowNanos;
        lossNanos = nowNanos;
    }

    long bps() {
        return bps;
    }

    /** What to send, over the ups and downs. */
    long meanBps() {
        return Math.round(meanBps);
    }
}
