package io.banyan.node.mesh.part;

import java.util.concurrent.atomic.AtomicLong;

/**
 * A node's hybrid logical clock: milliseconds since 1970 that never stand still and never fall behind what was heard of
 * other nodes, so that "joined later" has one answer everywhere. Any thread may call.
 */
public final class Hlc {
    /**
     * How far another node's clock is followed into the future. A node whose clock is wrong by more is not obeyed: it
     * would drag every node's joins along with it.
     */
    static final long MAX_AHEAD_MILLIS = 60_000;

    private final AtomicLong lastMillis = new AtomicLong();

    /**
     * A time later than every one given or observed before.
     *
     * @param wallMillis the node's wall clock, since 1970
     */
    public long next(long wallMillis) {
        return lastMillis.updateAndGet(last -> Math.max(last + 1, wallMillis));
    }

    /** Takes note of another node's time, so that the next one here is later. */
    public void observe(long remoteMillis, long wallMillis) {
        if (remoteMillis <= wallMillis + MAX_AHEAD_MILLIS) {
            lastMillis.accumulateAndGet(remoteMillis, Math::max);
        }
    }
}
