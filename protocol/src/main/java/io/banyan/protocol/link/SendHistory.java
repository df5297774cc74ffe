package io.banyan.protocol.link;

import java.nio.ByteBuffer;
import java.util.concurrent.TimeUnit;

/**
 * The frames of the latest datagrams, for repair: a ring of bytes that grows while it holds less than what may still be
 * asked for, and a ring of where each datagram's frames are in it.
 */
final class SendHistory {
    /** As many as a receiver keeps numbers of are more than anybody asks for in time. */
    static final int DATAGRAMS = 2048;

    /** An audio link never needs more. */
    private static final int INITIAL_BYTES = 1 << 16;

    /** A second of 32 Mbit/s. */
    private static final int MAX_BYTES = 1 << 22;

    /** A receiver's patience, mostly. */
    private static final long WANTED_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final long[] seqs = new long[DATAGRAMS];
    private final long[] positions = new long[DATAGRAMS];
    private final int[] lengths = new int[DATAGRAMS];
    private final long[] sentNanos = new long[DATAGRAMS];
    private final long[] repairedNanos = new long[DATAGRAMS];
    private byte[] ring = new byte[INITIAL_BYTES];
    /** All bytes ever written; a frame's bytes are there while they are within a ring's length of it. */
    private long written;

    private long oldestSeq = 1;
    private long newest;

    /** Remembers a datagram's frames. */
    void put(long seq, byte[] frames, int offset, int length, long nowNanos) {
        makeRoom(length, nowNanos);
        int index = at(seq);
        int position = (int) (written & (ring.length - 1));
        int first = Math.min(length, ring.length - position);
        System.arraycopy(frames, offset, ring, position, first);
        System.arraycopy(frames, offset + first, ring, 0, length - first);
        seqs[index] = seq;
        positions[index] = written;
        lengths[index] = length;
        sentNanos[index] = nowNanos;
        repairedNanos[index] = nowNanos;
        written += length;
        newest = seq;
    }

    /** Bytes of a datagram's frames; -1 if it is not remembered. */
    int length(long seq) {
        int index = at(seq);
        return seqs[index] == seq && written - positions[index] <= ring.length ? lengths[index] : -1;
    }

    /** When it was sent last, in whatever form. Only of what is remembered. */
    long lastSentNanos(long seq) {
        return repairedNanos[at(seq)];
    }

    /** Copies a remembered datagram's frames. */
    void copy(long seq, ByteBuffer out, int offset, long nowNanos) {
        int index = at(seq);
        int position = (int) (positions[index] & (ring.length - 1));
        int first = Math.min(lengths[index], ring.length - position);
        out.put(offset, ring, position, first);
        out.put(offset + first, ring, 0, lengths[index] - first);
        repairedNanos[index] = nowNanos;
    }

    private void makeRoom(int length, long nowNanos) {
        while (ring.length < MAX_BYTES && written + length > ring.length && isOverwrittenTooSoon(length, nowNanos)) {
            grow();
        }
    }

    /** Whether what would be written over is still young. */
    private boolean isOverwrittenTooSoon(int length, long nowNanos) {
        long lost = written + length - ring.length;
        while (oldestSeq <= newest && !isAt(oldestSeq, lost)) {
            oldestSeq++;
        }
        return oldestSeq <= newest && nowNanos - sentNanos[at(oldestSeq)] < WANTED_NANOS;
    }

    private boolean isAt(long seq, long position) {
        int index = at(seq);
        return seqs[index] == seq && positions[index] + lengths[index] > position;
    }

    private void grow() {
        byte[] larger = new byte[2 * ring.length];
        for (long position = Math.max(0, written - ring.length); position < written; position++) {
            larger[(int) (position & (larger.length - 1))] = ring[(int) (position & (ring.length - 1))];
        }
        ring = larger;
    }

    private static int at(long seq) {
        return (int) (seq & (DATAGRAMS - 1));
    }
}
