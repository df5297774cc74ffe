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
    private static final int WAITING = 0;
    private static final int LOST = 1;
    private static final int RECEIVED = 2;
    private static final int STATE_MASK = 3;
    private static final int BYTES_SHIFT = 2;
    private static final int BYTES_MASK = 0xffff;
    private static final int PROBE_SHIFT = 18;

    /** Two of a packet next to each other, in one cache line: when it was sent, and all else. */
    private long[] packets = new long[2 * FIRST];

    private int mask = FIRST - 1;
    private long next = FIRST_NUMBER;

    /**
     * Remembers a packet that is sent now; its number, unwrapped.
     *
     * @param packetBytes 0 to 65535
     */
    long add(int packetBytes, int probe, long nowNanos) {
        if (mask + 1 < HISTORY && next - FIRST_NUMBER > mask && nowNanos - sentNanos(next) < KEEP_NANOS) {
            grow();
        }
        int at = at(next);
        packets[at] = nowNanos;
        packets[at + 1] = ((long) probe << PROBE_SHIFT) | ((packetBytes & BYTES_MASK) << BYTES_SHIFT) | WAITING;
        return next++;
    }

    private void grow() {
        long[] before = packets;
        int maskBefore = mask;
        packets = new long[2 * before.length];
        mask = 2 * mask + 1;
        for (long seq = next - maskBefore - 1; seq < next; seq++) {
            System.arraycopy(before, 2 * ((int) seq & maskBefore), packets, at(seq), 2);
        }
    }

    private int at(long seq) {
        return 2 * ((int) seq & mask);
    }

    private int state(long seq) {
        return (int) packets[at(seq) + 1] & STATE_MASK;
    }

    private void setState(long seq, int state) {
        int at = at(seq) + 1;
        packets[at] = (packets[at] & ~STATE_MASK) | state;
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
        return state(seq) != RECEIVED;
    }

    boolean isReportedLost(long seq) {
        return state(seq) == LOST;
    }

    void setReceived(long seq) {
        setState(seq, RECEIVED);
    }

    void setLost(long seq) {
        setState(seq, LOST);
    }

    long sentNanos(long seq) {
        return packets[at(seq)];
    }

    /** RTP bytes. */
    int bytes(long seq) {
        return (int) (packets[at(seq) + 1] >>> BYTES_SHIFT) & BYTES_MASK;
    }

    /** The probe cluster that it was part of, or {@link #NO_PROBE}. */
    int probe(long seq) {
        return (int) (packets[at(seq) + 1] >>> PROBE_SHIFT);
    }
}
