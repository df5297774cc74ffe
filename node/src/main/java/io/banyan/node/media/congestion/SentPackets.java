package io.banyan.node.media.congestion;

/**
 * What was sent on one transport under which transport-wide number, until it is known to have arrived or feedback about it
 * can come no more. As large as that needs, within bounds: then the newest pushes out the oldest. Owned by a media loop.
 */
final class SentPackets {
    /** Feedback that is later tells of a network that is another one by now. */
    static final long KEEP_NANOS = 2_000_000_000;

    /** So long at 4000 packets a second of which nothing is heard. A power of two. */
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

    /** The highest number of a probe cluster. */
    static final int MAX_PROBE = (1 << (Integer.SIZE - PROBE_SHIFT)) - 1;

    private static final long NANOS_PER_MICRO = 1_000;
    private static final long INT_MASK = 0xffff_ffffL;

    /**
     * Of each packet, in one word: when it was sent, the low 32 bits of microseconds, and all else. What is reported of its
     * arrival is in units of 250 µs (draft-holmer-rmcat-transport-wide-cc-extensions-01).
     */
    private long[] packets = new long[FIRST];

    private int mask = FIRST - 1;
    private long next = FIRST_NUMBER;
    /** When the newest was sent: all others are told from it. */
    private long newestMicros;

    /**
     * Remembers a packet that is sent now; its number, unwrapped.
     *
     * @param packetBytes 0 to 65535
     * @param probe {@link #NO_PROBE} to {@link #MAX_PROBE}
     */
    long add(int packetBytes, int probe, long nowNanos) {
        newestMicros = nowNanos / NANOS_PER_MICRO;
        if (mask + 1 < HISTORY && next - FIRST_NUMBER > mask && isStillAwaited(nowNanos)) {
            grow();
        }
        int rest = (probe << PROBE_SHIFT) | ((packetBytes & BYTES_MASK) << BYTES_SHIFT) | WAITING;
        packets[at(next)] = newestMicros << Integer.SIZE | (rest & INT_MASK);
        return next++;
    }

    /** Whether something is still to be told of the packet in whose place the next one comes. */
    private boolean isStillAwaited(long nowNanos) {
        return isMissing(next) && nowNanos - sentNanos(next) < KEEP_NANOS;
    }

    private void grow() {
        long[] before = packets;
        int maskBefore = mask;
        packets = new long[2 * before.length];
        mask = 2 * mask + 1;
        for (long seq = next - maskBefore - 1; seq < next; seq++) {
            packets[at(seq)] = before[(int) seq & maskBefore];
        }
    }

    private int at(long seq) {
        return (int) seq & mask;
    }

    private int state(long seq) {
        return (int) packets[at(seq)] & STATE_MASK;
    }

    private void setState(long seq, int state) {
        int at = at(seq);
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

    /** When it was sent, on the clock that was given, rounded down to microseconds. */
    long sentNanos(long seq) {
        int before = (int) newestMicros - (int) (packets[at(seq)] >>> Integer.SIZE);
        return (newestMicros - before) * NANOS_PER_MICRO;
    }

    /** RTP bytes. */
    int bytes(long seq) {
        return ((int) packets[at(seq)] >>> BYTES_SHIFT) & BYTES_MASK;
    }

    /** The probe cluster that it was part of, or {@link #NO_PROBE}. */
    int probe(long seq) {
        return (int) packets[at(seq)] >>> PROBE_SHIFT;
    }
}
