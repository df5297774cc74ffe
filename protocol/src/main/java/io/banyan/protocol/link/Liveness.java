package io.banyan.protocol.link;

import java.util.concurrent.TimeUnit;

/** Whether the peer is still there: by silence, the observer's own stalls discounted. */
final class Liveness {
    /** Six heartbeats: losing that many in a row is no accident at any loss that a call survives. */
    static final long SUSPECT_MILLIS = 300;

    /** As a node's lease in its room. */
    static final long DEAD_MILLIS = 3_000;

    /** A loop ticks every 20 ms at most; whoever looks again after longer was not there to hear. */
    private static final long STALL_NANOS = TimeUnit.MILLISECONDS.toNanos(60);

    private long heardNanos;
    private long tickNanos;

    Liveness(long nowNanos) {
        heardNanos = nowNanos;
        tickNanos = nowNanos;
    }

    void onHeard(long nowNanos) {
        heardNanos = nowNanos;
    }

    void onTick(long nowNanos) {
        long sinceTick = nowNanos - tickNanos;
        if (sinceTick > STALL_NANOS) {
            heardNanos = Math.min(nowNanos, heardNanos + sinceTick);
        }
        tickNanos = nowNanos;
    }

    boolean isSuspect(long nowNanos) {
        return silenceNanos(nowNanos) >= TimeUnit.MILLISECONDS.toNanos(SUSPECT_MILLIS);
    }

    boolean isDead(long nowNanos) {
        return silenceNanos(nowNanos) >= TimeUnit.MILLISECONDS.toNanos(DEAD_MILLIS);
    }

    /** The stall that goes on right now is discounted too. */
    private long silenceNanos(long nowNanos) {
        long stalled = nowNanos - tickNanos > STALL_NANOS ? nowNanos - tickNanos : 0;
        return nowNanos - heardNanos - stalled;
    }
}
