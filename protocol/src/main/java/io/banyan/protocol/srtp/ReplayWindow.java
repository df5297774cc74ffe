package io.banyan.protocol.srtp;

import java.util.Arrays;

/** Which of the latest indexes were seen (RFC 3711 §3.3.2). Asked before a packet is opened, told after it authenticated. */
final class ReplayWindow {
    private final long[] seen;
    private final int width;
    private long highest = -1;

    /**
     * @param width how many indexes are remembered, a power of two from 64
     */
    ReplayWindow(int width) {
        if (width < Long.SIZE || Integer.bitCount(width) != 1) {
            throw new IllegalArgumentException("a power of two from 64");
        }
        this.width = width;
        this.seen = new long[width / Long.SIZE];
    }

    /** The highest index accepted; -1 before the first. */
    long highest() {
        return highest;
    }

    /** Whether an index is neither seen nor older than the window. */
    boolean isFresh(long index) {
        return index > highest || (index >= 0 && index > highest - width && (seen[wordOf(index)] & bitOf(index)) == 0);
    }

    /** Takes an index as seen; it must be fresh. */
    void accept(long index) {
        if (index > highest) {
            forget(index);
            highest = index;
        }
        seen[wordOf(index)] |= bitOf(index);
    }

    /** Clears the places of what comes between the highest and the new highest. */
    private void forget(long next) {
        if (next - highest >= width) {
            Arrays.fill(seen, 0);
            return;
        }
        for (long index = highest + 1; index <= next; index++) {
            seen[wordOf(index)] &= ~bitOf(index);
        }
    }

    private int wordOf(long index) {
        return (int) (index & (width - 1)) >>> 6;
    }

    private static long bitOf(long index) {
        return 1L << index;
    }
}
