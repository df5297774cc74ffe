package io.banyan.node.media.link;

import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;

/**
 * Until when a link's handshake is believed: for 12 hours, or until either end has other certificates. Then the child makes
 * another link beside it, and what it carries goes over without a break. Owned by a media loop.
 */
final class LinkRenewal {
    /** None is believed for ever. */
    static final long BELIEVED_NANOS = TimeUnit.HOURS.toNanos(12);

    /** All links of a node are renewed when it has another certificate: not all at once. */
    static final long SPREAD_NANOS = TimeUnit.SECONDS.toNanos(10);

    /** A peer that asks and asks costs a handshake as often. */
    static final long YOUNG_NANOS = TimeUnit.SECONDS.toNanos(60);

    /** Then another one should be there; a peer that makes none may not be able to any more. */
    static final long KEPT_NANOS = TimeUnit.MINUTES.toNanos(10);

    private final long generation;
    private final long madeNanos;
    private final long spreadNanos;
    private long dueNanos;
    private boolean isExchanged;

    /**
     * @param generation of the certificates that its handshake shows, {@link LinkHandshakes#generation}
     */
    LinkRenewal(long generation, RandomGenerator random, long nowNanos) {
        this.generation = generation;
        madeNanos = nowNanos;
        spreadNanos = random.nextLong(SPREAD_NANOS);
        dueNanos = nowNanos + BELIEVED_NANOS;
    }

    /** Looks at which certificates there are now. */
    void onGeneration(long newest, long nowNanos) {
        if (newest != generation && !isExchanged) {
            isExchanged = true;
            dueNanos = Math.min(dueNanos, nowNanos + spreadNanos);
        }
    }

    /** The peer asks for another handshake. */
    void onAsked(long nowNanos) {
        if (nowNanos - madeNanos >= YOUNG_NANOS) {
            dueNanos = Math.min(dueNanos, nowNanos);
        }
    }

    /** Whether another link is to be made beside it. */
    boolean isDue(long nowNanos) {
        return nowNanos - dueNanos >= 0;
    }

    /** Whether it has to end, whatever it carries. */
    boolean isOver(long nowNanos) {
        return nowNanos - dueNanos >= KEPT_NANOS;
    }
}
