package io.banyan.protocol.link;

import java.util.Arrays;

/**
 * Which of the peer's latest datagrams came: the replay window, asked before a datagram is opened and told after it
 * proved authentic, and what of it was repaired or is gone.
 */
final class ArrivalLog {
    /** A second and a half of a 25 Mbit/s link: no repair is waited for longer. */
    static final int WINDOW = 4096;

    private static final byte MISSING = 0;
    private static final byte RECEIVED = 1;
    private static final byte REPAIRED = 2;
    private static final byte GONE = 3;

    private final byte[] states = new byte[WINDOW];
    private long highest;

    /** Numbers begin at 1. */
    long highest() {
        return highest;
    }

    /** The 64-bit number nearest to what is expected, of those with this low half. */
    long unwrap(int low) {
        return highest + (low - (int) highest);
    }

    /** Whether a datagram is neither known nor too old to tell. */
    boolean isFresh(long seq) {
        return seq > highest || (isWithin(seq) && states[at(seq)] != RECEIVED);
    }

    /** Whether a number is still missing: not received, repaired or gone. */
    boolean isMissing(long seq) {
        return isWithin(seq) && states[at(seq)] == MISSING;
    }

    /**
     * Takes a fresh datagram as received.
     *
     * @return false if a repair brought its frames already
     */
    boolean receive(long seq) {
        if (seq > highest) {
            if (seq - highest >= WINDOW) {
                Arrays.fill(states, MISSING);
            } else {
                for (long between = highest + 1; between < seq; between++) {
                    states[at(between)] = MISSING;
                }
            }
            highest = seq;
            states[at(seq)] = RECEIVED;
            return true;
        }
        boolean news = states[at(seq)] != REPAIRED;
        states[at(seq)] = RECEIVED;
        return news;
    }

    /** Takes a missing datagram's frames as there. */
    void repair(long seq) {
        states[at(seq)] = REPAIRED;
    }

    /** Takes a missing datagram as one that nobody waits for. It may still come. */
    void giveUp(long seq) {
        if (isMissing(seq)) {
            states[at(seq)] = GONE;
        }
    }

    private boolean isWithin(long seq) {
        return seq >= 1 && seq <= highest && seq > highest - WINDOW;
    }

    private static int at(long seq) {
        return (int) (seq & (WINDOW - 1));
    }
}
