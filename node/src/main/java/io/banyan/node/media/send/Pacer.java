package io.banyan.node.media.send;

/**
 * Whether a packet may leave now, so that frames do not fill the queue of a narrow link: a budget that refills at a
 * multiple of the estimate. Pure; who waits is another's affair. Owned by a media loop.
 */
public final class Pacer {
    /**
     * A frame is out before the next, but not at once. libwebrtc has 2.5 (PacingController::kDefaultPaceMultiplier): then
     * most of a key frame waits on the way, where audio waits behind it, and not here.
     */
    public static final double FACTOR = 1.5;

    /** What waits is looked at this often. */
    public static final long TICK_NANOS = 5_000_000;

    /** No budget is kept. */
    public static final long UNLIMITED = Long.MAX_VALUE;

    /** So much of the rate may leave at once: two ticks' worth, or nothing would be gained by a late tick. */
    private static final double BURST_SECONDS = 0.010;

    /** Two packets, however narrow the link. */
    private static final double MIN_BURST_BYTES = 2_400;

    /** Audio and repair, which do not wait for budget, hold up video for no longer than this. */
    private static final double MAX_DEBT_SECONDS = 0.1;

    private long rateBps = UNLIMITED;
    private double debtBytes;
    private long lastNanos;

    /**
     * What the way is taken to carry, bits per second, or {@link #UNLIMITED}.
     *
     * @param leastBps that must be sent whatever is carried: a probe
     */
    public void setTarget(long targetBps, long leastBps) {
        rateBps = targetBps == UNLIMITED ? UNLIMITED : Math.max(Math.round(targetBps * FACTOR), leastBps);
    }

    /** Exactly so much leaves, bits per second. */
    public void hold(long bps) {
        rateBps = bps;
    }

    /** Whether the budget allows a packet now. */
    public boolean allows(long nowNanos) {
        if (rateBps == UNLIMITED) {
            return true;
        }
        double bytesPerSecond = rateBps / 8.0;
        debtBytes = Math.max(0, debtBytes - bytesPerSecond * Math.max(0, nowNanos - lastNanos) / 1e9);
        lastNanos = nowNanos;
        return debtBytes < Math.max(MIN_BURST_BYTES, bytesPerSecond * BURST_SECONDS);
    }

    /** A packet left. */
    public void onSent(int bytes) {
        if (rateBps != UNLIMITED) {
            debtBytes = Math.min(debtBytes + bytes, MIN_BURST_BYTES + rateBps / 8.0 * MAX_DEBT_SECONDS);
        }
    }
}
