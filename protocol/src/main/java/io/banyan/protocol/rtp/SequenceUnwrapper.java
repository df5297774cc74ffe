package io.banyan.protocol.rtp;

/**
 * Extends 16-bit sequence numbers to 64 bits by taking each as the one nearest to the highest seen (RFC 3711 §3.3.1
 * does the same with the rollover counter). The only place where their wrap is reckoned. Not thread-safe.
 *
 * <p>The first number stays what it is plus 65536, so that one before it is positive still; the low 16 bits of a
 * result are always the wire's.
 */
public final class SequenceUnwrapper {
    private static final long UNSET = -1;

    private long highest = UNSET;

    /**
     * The 64-bit number; moves the highest seen.
     *
     * @param wireSeq 0 to 65535
     * @return always positive
     */
    public long unwrap(int wireSeq) {
        long seq = peek(wireSeq);
        highest = Math.max(highest, seq);
        return seq;
    }

    /** What {@link #unwrap} would say, without moving anything: for packets that are not authenticated yet. */
    public long peek(int wireSeq) {
        if (highest == UNSET) {
            return 0x10000L + (wireSeq & 0xffff);
        }
        return highest + (short) (wireSeq - (int) highest);
    }

    /** The highest number seen, or -1 before the first. */
    public long highest() {
        return highest;
    }
}
