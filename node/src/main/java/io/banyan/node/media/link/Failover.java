package io.banyan.node.media.link;

import java.util.concurrent.TimeUnit;

/**
 * Whether a track is taken from its parent or from the backup: from the backup as soon as the parent is silent, from the
 * parent again once it has been heard without a break for a while. Each time that was in vain the while is twice as long.
 */
final class Failover {
    /** A parent that is not there from the beginning is given so long for the handshake. */
    static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(1);

    static final long FIRST_HOLD_NANOS = TimeUnit.SECONDS.toNanos(2);
    static final long LAST_HOLD_NANOS = TimeUnit.SECONDS.toNanos(60);

    private boolean isOnBackup;
    private boolean wasHeard;
    private long sinceNanos;
    private long holdNanos = FIRST_HOLD_NANOS;

    /** Another parent: nothing is known against it. */
    void reset(long nowNanos) {
        isOnBackup = false;
        wasHeard = false;
        sinceNanos = nowNanos;
        holdNanos = FIRST_HOLD_NANOS;
    }

    /**
     * What is to be done now.
     *
     * @param isHeard whether the link to the parent is up and not silent
     * @return whether to take from the backup
     */
    boolean onBackup(boolean isHeard, long nowNanos) {
        if (isHeard != wasHeard) {
            wasHeard = isHeard;
            if (!isHeard && !isOnBackup) {
                boolean isSoon = nowNanos - sinceNanos < LAST_HOLD_NANOS;
                isOnBackup = true;
                holdNanos = isSoon ? holdNanos : FIRST_HOLD_NANOS;
            }
            sinceNanos = nowNanos;
        } else if (!isHeard && nowNanos - sinceNanos > PATIENCE_NANOS) {
            isOnBackup = true;
        } else if (isHeard && isOnBackup && nowNanos - sinceNanos >= holdNanos) {
            isOnBackup = false;
            holdNanos = Math.min(2 * holdNanos, LAST_HOLD_NANOS);
            sinceNanos = nowNanos;
        }
        return isOnBackup;
    }
}
