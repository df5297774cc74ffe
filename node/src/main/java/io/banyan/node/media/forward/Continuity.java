package io.banyan.node.media.forward;

/**
 * A counter in the payload or header that must go on by one when another source, with a counter of its own, follows on
 * the slot. Owned by a media loop.
 */
final class Continuity {
    private final int mask;
    private final int half;
    private boolean begun;
    private boolean known;
    private int offset;
    private int newest;

    /** A counter that wraps after so many bits. */
    Continuity(int bits) {
        mask = (1 << bits) - 1;
        half = 1 << (bits - 1);
    }

    /** The next value is another source's. */
    void begin() {
        begun = false;
    }

    /** The slot's value for one of the present source. */
    int map(int value) {
        if (!begun) {
            begun = true;
            offset = known ? newest + 1 - value : 0;
        }
        int out = (value + offset) & mask;
        if (!known || ((out - newest) & mask) < half) {
            newest = out;
            known = true;
        }
        return out;
    }
}
