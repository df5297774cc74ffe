package io.banyan.node.media.loop;

import java.nio.ByteBuffer;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Datagrams from one loop to another of the same node: bounded, without locks, bytes stored in place. One thread puts in,
 * one takes out.
 */
final class LoopPipe {
    /** Some batches of a large room; beyond it the other loop is too slow and the link finds out like from any loss. */
    private static final int DATAGRAMS = 1_024;

    private static final int SLOT_BYTES = 1_500;

    private final ByteBuffer bytes = ByteBuffer.allocate(DATAGRAMS * SLOT_BYTES);
    private final int[] lengths = new int[DATAGRAMS];
    private final AtomicLong put = new AtomicLong();
    private final AtomicLong taken = new AtomicLong();

    /** Takes what comes out of a pipe. */
    @FunctionalInterface
    interface Taker {
        void onDatagram(ByteBuffer buffer, int offset, int length);
    }

    /** Copies a datagram in; false: full, or longer than any. Only the one thread that puts in. */
    boolean offer(ByteBuffer buffer, int offset, int length) {
        long at = put.get();
        if (length > SLOT_BYTES || at - taken.getAcquire() == DATAGRAMS) {
            return false;
        }
        int slot = (int) at & (DATAGRAMS - 1);
        bytes.put(slot * SLOT_BYTES, buffer, offset, length);
        lengths[slot] = length;
        put.setRelease(at + 1);
        return true;
    }

    /**
     * Takes out what is there. Only the one thread that takes out.
     *
     * @return whether there is more than the budget allowed
     */
    boolean drain(Taker taker, int budget) {
        long at = taken.get();
        long end = Math.min(put.getAcquire(), at + budget);
        while (at < end) {
            int slot = (int) at & (DATAGRAMS - 1);
            try {
                taker.onDatagram(bytes, slot * SLOT_BYTES, lengths[slot]);
            } finally {
                at++;
                taken.setRelease(at);
            }
        }
        return put.getAcquire() > at;
    }
}
