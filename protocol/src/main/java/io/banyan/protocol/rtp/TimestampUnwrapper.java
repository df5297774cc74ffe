package io.banyan.protocol.rtp;

/**
 * Extends 32-bit RTP timestamps to 64 bits by taking each as the one nearest to the highest seen. Not thread-safe.
 *
 * <p>The first stays what it is (unsigned) plus 2<sup>32</sup>, so that one before it is positive still; the low 32
 * bits of a result are always the wire's.
 */
public final class TimestampUnwrapper {
    private static final long UNSET = -1;

    private long highest = UNSET;

    /**
     * The 64-bit timestamp; moves the highest seen.
     *
     * @param rtpTimestamp all 32 bits used
     * @return RTP ticks, always positive
     */
    public long unwrap(int rtpTimestamp) {
        long ticks = peek(rtpTimestamp);
        highest = Math.max(highest, ticks);
        return ticks;
    }

    /** What {@link #unwrap} would say, without moving anything: for a sender report that runs ahead of the media. */
    public long peek(int rtpTimestamp) {
        if (highest == UNSET) {
            return 0x1_0000_0000L + (rtpTimestamp & 0xffff_ffffL);
        }
        return highest + (rtpTimestamp - (int) highest);
    }

    /** The highest timestamp seen, or -1 before the first. */
    public long highest() {
        return highest;
    }
}
