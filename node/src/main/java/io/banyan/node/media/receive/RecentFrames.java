package io.banyan.node.media.receive;

import java.util.Arrays;

/**
 * Of the last frames of a stream, by the dependency descriptor's frame numbers: which temporal layer each was of, and
 * whether it refers to lower ones only. Owned by a media loop.
 */
final class RecentFrames {
    static final int UNKNOWN = -1;

    /** Encoders refer a few frames back; what is longer ago counts as unknown. */
    private static final int FRAMES = 64;

    private final int[] numbers = new int[FRAMES];
    private final byte[] temporalIds = new byte[FRAMES];
    private final boolean[] refersBelow = new boolean[FRAMES];

    RecentFrames() {
        clear();
    }

    /** What comes next refers to nothing that came. */
    void clear() {
        Arrays.fill(numbers, UNKNOWN);
    }

    /** @param number 0 to 65535 */
    void add(int number, int temporalId, boolean doesReferBelow) {
        numbers[number % FRAMES] = number;
        temporalIds[number % FRAMES] = (byte) temporalId;
        refersBelow[number % FRAMES] = doesReferBelow;
    }

    /** @return 0 to 7, or {@link #UNKNOWN} */
    int temporalId(int number) {
        return numbers[number % FRAMES] == number ? temporalIds[number % FRAMES] : UNKNOWN;
    }

    /** Only of a frame that is known. */
    boolean refersBelow(int number) {
        return refersBelow[number % FRAMES];
    }
}
