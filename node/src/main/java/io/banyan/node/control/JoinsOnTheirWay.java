package io.banyan.node.control;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.TimeUnit;

/**
 * What the joins of the last moments will cost a node, which its load does not tell yet: a handshake at once, packets a little
 * later. Owned by one actor.
 */
final class JoinsOnTheirWay {
    /** Until what somebody takes is in the readings: a handshake, first pictures, and some seconds of smoothing. */
    static final long COUNTED_NANOS = TimeUnit.SECONDS.toNanos(3);

    /** Of a loop: some fifty packets of sound and two hundred of pictures a second, at 3 to 10 µs. */
    static final int LEAST_PERMILLE = 2;

    /** About what somebody gets who sees a handful of others. */
    static final long BITS_A_SECOND = 2_000_000;

    private final Deque<Long> joins = new ArrayDeque<>();

    /** Somebody was let in. */
    void add(long nowNanos) {
        joins.add(nowNanos);
    }

    /**
     * What they will take, in thousandths of what the node can do.
     *
     * @param bandwidthBps of the node; 0: not known
     */
    int permille(long bandwidthBps, long nowNanos) {
        while (!joins.isEmpty() && nowNanos - joins.peek() >= COUNTED_NANOS) {
            joins.remove();
        }
        double each = bandwidthBps == 0 ? 0 : 1000.0 * BITS_A_SECOND / bandwidthBps;
        return (int) Math.min(1000, Math.round(joins.size() * Math.max(LEAST_PERMILLE, each)));
    }
}
