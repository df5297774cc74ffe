package io.banyan.node.media.congestion;

/**
 * The bitrate that delay allows: additive increase near where the link was full last, multiplicative far from it, and
 * multiplicative decrease (draft-ietf-rmcat-gcc-02 §5.5; after libwebrtc's aimd_rate_control.cc, not compared with a
 * revision). Owned by a media loop.
 */
final class DelayBasedRate {
    /** Of what a full link carries (draft §5.5, β: 0.85); what waits in its queue comes off besides. */
    static final double DECREASE = 0.9;

    /** What waits beyond it shall be gone in a second; but audio and a small picture have to go on. */
    static final long SHORT_QUEUE_NANOS = 40_000_000;

    static final double MAX_DRAIN = 0.5;

    /** No key frame leaves such a queue. */
    static final long LONG_QUEUE_NANOS = 100_000_000;

    /** At once, when nothing but a trend says that there is too much: it may have been the link's jitter. */
    static final double MAX_DECREASE = 0.5;

    /** Of what the link was seen to carry at last: more is found by probes only. */
    static final double MAX_USE = 0.92;

    /** draft §5.5, η: per second. */
    static final double INCREASE = 1.08;

    /** What arrives bounds what is estimated (draft §5.5: 1.5 × R_hat; libwebrtc adds 10 kbit/s): beyond it we probe. */
    static final double MAX_OVER_ARRIVED = 1.2;

    static final long OVER_ARRIVED_BPS = 10_000;

    private static final double PACKET_BITS = 8 * 1200;
    private static final double MIN_INCREASE_BPS = 4_000;
    private static final long RECOVERY_NANOS = 3_000_000_000L;
    private static final long RESPONSE_NANOS = 100_000_000;
    private static final long MIN_AGAIN_NANOS = 10_000_000;
    private static final long MAX_AGAIN_NANOS = 200_000_000;
    private static final double FRAMES_PER_SECOND = 30;
    private static final long SECOND = 1_000_000_000L;

    private final LinkCapacity capacity = new LinkCapacity();
    private boolean holds = true;
    private long bps;
    private long changedNanos;
    private long decreasedNanos;
    private boolean everDecreased;
    private long recoveredBps;

    DelayBasedRate(long startBps, long nowNanos) {
        bps = startBps;
        changedNanos = nowNanos;
    }

    /**
     * @param arrivedBps what the client receives, -1: not known
     * @param rttNanos positive
     */
    void update(NetworkState state, long arrivedBps, FullLink link, long rttNanos, long nowNanos) {
        switch (state) {
            case OVERUSE -> {
                // Without a queue it is the jitter of a few packets.
                if (link.bps() != FullLink.NONE && mayDecrease(arrivedBps, rttNanos, nowNanos)) {
                    decrease(carriedBps(arrivedBps, link), link, nowNanos);
                }
            }
            case UNDERUSE -> holds = true; // The queue drains: wait until it has.
            case NORMAL -> {
                if (holds) {
                    holds = false;
                    changedNanos = nowNanos;
                } else if (isDrained(link, nowNanos)) {
                    set(recoveredBps, nowNanos);
                } else {
                    increase(arrivedBps, rttNanos, nowNanos);
                }
            }
        }
    }

    /** What came before the link became narrow says nothing of it any more. */
    private long carriedBps(long arrivedBps, FullLink link) {
        boolean isLong = link.isSaturated() && link.queueNanos() > LONG_QUEUE_NANOS;
        return isLong ? link.bps() : Math.max(arrivedBps < 0 ? bps : arrivedBps, link.bps());
    }

    private boolean mayDecrease(long arrivedBps, long rttNanos, long nowNanos) {
        long again = Math.clamp(rttNanos, MIN_AGAIN_NANOS, MAX_AGAIN_NANOS);
        return !everDecreased || nowNanos - decreasedNanos >= again || (arrivedBps >= 0 && arrivedBps < bps / 2);
    }

    /** The queue is gone for which more was taken off than the link asked for. */
    private boolean isDrained(FullLink link, long nowNanos) {
        return recoveredBps > bps && link.queueNanos() == 0 && nowNanos - decreasedNanos < RECOVERY_NANOS;
    }

    private void decrease(long carriedBps, FullLink link, long nowNanos) {
        long left = Math.round(carriedBps * DECREASE);
        if (left > bps && capacity.isKnown()) {
            left = Math.round(capacity.bps() * DECREASE);
        }
        if (capacity.isBelow(carriedBps) || capacity.isAbove(carriedBps)) {
            capacity.reset();
        }
        capacity.onOveruse(carriedBps);
        boolean isDraining = recoveredBps > bps && nowNanos - decreasedNanos < RECOVERY_NANOS;
        recoveredBps = Math.min(isDraining ? recoveredBps : bps, left);
        double drain = Math.clamp((link.queueNanos() - SHORT_QUEUE_NANOS) / (double) SECOND, 0, MAX_DRAIN);
        long lower = Math.round(carriedBps * (DECREASE - drain));
        if (!link.isSaturated()) {
            lower = Math.max(lower, Math.round(bps * MAX_DECREASE));
        }
        set(Math.min(bps, lower), nowNanos);
        holds = true;
        everDecreased = true;
        decreasedNanos = nowNanos;
    }

    private void increase(long arrivedBps, long rttNanos, long nowNanos) {
        double seconds = Math.clamp(nowNanos - changedNanos, 0, SECOND) / (double) SECOND;
        if (capacity.isAbove(arrivedBps)) {
            capacity.reset();
        }
        double more = capacity.isKnown()
                ? additivePerSecond(rttNanos) * seconds
                : Math.max(bps * (Math.pow(INCREASE, seconds) - 1), 1_000 * seconds);
        long bound = arrivedBps < 0 ? bps : Math.round(arrivedBps * MAX_OVER_ARRIVED) + OVER_ARRIVED_BPS;
        if (capacity.isKnown()) {
            bound = Math.min(bound, Math.round(capacity.bps() * MAX_USE));
        }
        set(Math.max(bps, Math.min(Math.round(bps + more), bound)), nowNanos);
    }

    /** One packet for each response time (draft §5.5). */
    private double additivePerSecond(long rttNanos) {
        double frameBits = bps / FRAMES_PER_SECOND;
        double packetBits = frameBits / Math.ceil(frameBits / PACKET_BITS);
        double responseSeconds = 2.0 * (rttNanos + RESPONSE_NANOS) / SECOND;
        return Math.max(MIN_INCREASE_BPS, packetBits / responseSeconds);
    }

    /**
     * A probe found that the link carries so much.
     *
     * @param isAll whether it carries no more
     */
    void onProbe(long probedBps, boolean isAll, long nowNanos) {
        capacity.reset();
        if (isAll) {
            capacity.onOveruse(Math.round(probedBps / ProbeResult.USE_OF_SATURATED));
        }
        set(probedBps, nowNanos);
    }

    /** It is so much now, whatever it was. */
    void set(long newBps, long nowNanos) {
        bps = Math.clamp(newBps, BandwidthEstimator.MIN_BPS, BandwidthEstimator.MAX_BPS);
        changedNanos = nowNanos;
    }

    /** Goes by what something else found; what the link carries is not known any more. */
    void follow(long otherBps, long nowNanos) {
        capacity.reset();
        recoveredBps = 0;
        set(otherBps, nowNanos);
    }

    /** Whether it was ever lowered. */
    boolean hasEverDecreased() {
        return everDecreased;
    }

    /** Whether it was lowered within the time. */
    boolean hasDecreased(long withinNanos, long nowNanos) {
        return everDecreased && nowNanos - decreasedNanos < withinNanos;
    }

    long bps() {
        return bps;
    }
}
