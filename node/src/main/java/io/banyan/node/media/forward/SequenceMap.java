package io.banyan.node.media.forward;

/**
 * Which number on the slot a packet of the present source has. Numbers are given out when a source's highest number
 * rises, also to packets that have not come yet, so that a late one finds its own; what is left out on purpose gets
 * none. They go on without a hole when the source changes. Owned by a media loop.
 */
final class SequenceMap {
    /** This packet has no number on the slot. */
    static final long NONE = -1;

    /** So far behind the next number is what is left out; what was given a number is a window behind at most. */
    private static final int LEFT_OUT = 1 << 30;

    private final int window;
    /** The low 32 bits of numbers. Made with the first source: most slots of most subscribers carry nothing. */
    private int[] outBySeq = {};

    private final int mask;
    private long nextOut;
    /** Above every number that was used; below {@link #nextOut} if the last ones wait for packets that are missing. */
    private long nextUnused;

    private long first = Long.MAX_VALUE;
    private long highest = NONE;

    /**
     * Begins without a source.
     *
     * @param window how many of the source's last numbers are known, a power of two
     * @param firstOut positive
     */
    SequenceMap(int window, long firstOut) {
        this.window = window;
        mask = window - 1;
        nextOut = firstOut;
        nextUnused = firstOut;
    }

    /** From now on packets are of another source, whose first is this. What is missing at the end stays unasked for. */
    void begin(long seq) {
        nextOut = nextUnused;
        first = seq;
        highest = seq - 1;
        if (outBySeq.length == 0) {
            outBySeq = new int[window];
        }
    }

    /** Whether so many packets are missing before this one that they are no loss to be repaired. */
    boolean isBeyond(long seq) {
        return seq - highest > window;
    }

    /** The number to send this packet with; {@link #NONE}: before the first, too old, or left out before. */
    long forward(long seq) {
        if (seq > highest) {
            reserveUpTo(seq);
            reserve(seq);
            highest = seq;
        }
        return use(seq);
    }

    /**
     * Leaves this packet out.
     *
     * @return {@link #NONE}, or the number that it was given when others overtook it and that something must fill
     */
    long skip(long seq) {
        if (seq > highest) {
            reserveUpTo(seq);
            outBySeq[(int) seq & mask] = (int) nextOut - LEFT_OUT;
            highest = seq;
        }
        return use(seq);
    }

    /** The number that the next new packet will get. */
    long nextOut() {
        return nextOut;
    }

    private long use(long seq) {
        if (seq < first || seq <= highest - window) {
            return NONE;
        }
        int behind = (int) nextOut - outBySeq[(int) seq & mask];
        if (behind >= LEFT_OUT) {
            return NONE;
        }
        long out = nextOut - behind;
        nextUnused = Math.max(nextUnused, out + 1);
        return out;
    }

    private void reserveUpTo(long seq) {
        if (isBeyond(seq)) {
            throw new IllegalStateException("a source that jumped is begun anew");
        }
        for (long missing = highest + 1; missing < seq; missing++) {
            reserve(missing);
        }
    }

    private void reserve(long seq) {
        outBySeq[(int) seq & mask] = (int) nextOut++;
    }
}
