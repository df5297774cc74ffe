package io.banyan.node.media.congestion;

/**
 * What was sent on one transport under which transport-wide number, for as long as feedback about it can come. As large as
 * the rate needs, within bounds: then the newest pushes out the oldest. Owned by a media loop.
 */
final class SentPackets {
    /** Feedback that is later tells of a network that is another one by now. */
    static final long KEEP_NANOS = 2_000_000_000;

    /** So long at 4000 packets a second. A power of two. */
    static final int HISTORY = 8192;

    /** A call of two people. A power of two. */
    static final int FIRST = 256;

    /** No probe cluster. */
    static final int NO_PROBE = 0;

    private static final long FIRST_NUMBER = 0x10000;
    private static final byte WAITING = 0;
    private static final byte LOST = 1;
    private static final byte RECEIVED = 2;

    private long[] sentNanos = new long[FIRST];
    private int[] bytes = new int[FIRST];
    private int[] probes = new int[FIRST];
    private byte[] states = new byte[FIRST];
    private int mask = FIRST - 1;
    private long next = FIRST_NUMBER;

    /** Remembers a packet that is sent now; its number, unwrapped. */
    long add(int packetBytes, int probe, long nowNanos) {
        if (mask + 1 < HISTORY && next - FIRST_NUMBER > mask && nowNanos - sentNanos[(int) next & mask] < KEEP_NANOS) {
            grow();
        }
        int at = (int) next & mask;
        sentNanos[at] = nowNanos;
        bytes[at] = packetBytes;
        probes[at] = probe;
        states[at] = WAITING;
        return next++;
    }

    private void grow() {
        int before = mask;
        int size = 2 * (before + 1);
        mask = size - 1;
        long[] newSentNanos = new long[size];
        int[] newBytes = new int[size];
        int[] newProbes = new int[size];
        byte[] newStates = new byte[size];
        for (long seq = next - before - 1; seq < next; seq++) {
            int from = (int) seq & before;
            int to = (int) seq & mask;
            newSentNanos[to] = sentNanos[from];
            newBytes[to] = bytes[from];
            newProbes[to] = probes[from];
            newStates[to] = states[from];
        }
        sentNanos = newSentNanos;
        bytes = newBytes;
        probes = newProbes;
        states = newStates;
    }

    /** The newest number that has these 16 bits and was given out. */
    long unwrap(int wireSeq) {
        return next - 1 - ((next - 1 - wireSeq) & 0xffff);
    }

    /** The number that the next packet gets. */
    long next() {
        return next;
    }

    /** The lowest number that is remembered. */
    long oldest() {
        return Math.max(FIRST_NUMBER, next - mask - 1);
    }

    /** Whether nothing was told of it, or that it was lost. */
    boolean isMissing(long seq) {
        return states[(int) seq & mask] != RECEIVED;
    }

    boolean isReportedLost(long seq) {
        return states[(int) seq & mask] == LOST;
    }

    void setReceived(long seq) {
        states[(int) seq & mask] = RECEIVED;
    }

    void setLost(long seq) {
        states[(int) seq & mask] = LOST;
    }

    long sentNanos(long seq) {
        return sentNanos[(int) seq & mask];
    }

    /** RTP bytes. */
    int bytes(long seq) {
        return bytes[(int) seq & mask];
    }

    /** The probe cluster that it was part of, or {@link #NO_PROBE}. */
    int probe(long seq) {
        return probes[(int) seq & mask];
    }
}
