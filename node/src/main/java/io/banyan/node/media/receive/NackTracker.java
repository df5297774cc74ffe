package io.banyan.node.media.receive;

import java.util.Arrays;

/**
 * Which packets of one encoding are missing, and when to ask for them again (RFC 4585 §6.2.1). Owned by a media loop.
 *
 * <p>A gap is first asked for after a small tolerance for reordering, then again each round trip. What was asked for
 * in vain is given up, and if no key frame came since, one is wanted.
 */
public final class NackTracker {
    /** Packets of one burst that overtook each other arrive within this. */
    static final long REORDERING_NANOS = 5_000_000;

    /** Below this a repetition would only double what is on its way already. */
    static final long MIN_REPEAT_NANOS = 20_000_000;

    /** Ten tries lose a packet once in 10^10 at 10 % loss; more would only burden a path that is down. */
    static final int MAX_TRIES = 10;

    /** A receiver's jitter buffer does not wait longer. */
    static final long MAX_AGE_NANOS = 1_000_000_000;

    /** Four seconds of a 2.5 Mbit/s encoding; a longer gap is mended by a key frame. */
    static final int MAX_MISSING = 1000;

    private static final long NONE = -1;

    private long[] missing = new long[64];
    private long[] noticedNanos = new long[64];
    private long[] askedNanos = new long[64];
    private int[] tries = new int[64];
    private int count;
    private long highest = NONE;
    private long keyframeSeq = NONE;
    private boolean keyframeWanted;
    private long asked;
    private long repaired;
    private long abandoned;

    /**
     * Notes an arrival.
     *
     * @param seq unwrapped
     * @param startsKeyframe whether a key frame begins with it
     */
    public void onPacket(long seq, boolean startsKeyframe, long nowNanos) {
        if (startsKeyframe && seq > keyframeSeq) {
            keyframeSeq = seq;
            keyframeWanted = false;
        }
        if (highest == NONE) {
            highest = seq;
        } else if (seq > highest) {
            addGap(highest + 1, seq, nowNanos);
            highest = seq;
        } else {
            int at = Arrays.binarySearch(missing, 0, count, seq);
            if (at >= 0) {
                repaired += tries[at] > 0 ? 1 : 0;
                remove(at, at + 1);
            }
        }
    }

    /**
     * Collects the packets that are to be asked for now.
     *
     * @param rttNanos to the publisher, 0 if not known
     * @param out gets 16-bit sequence numbers, ascending
     * @return how many
     */
    public int collect(long nowNanos, long rttNanos, int[] out) {
        long repeatNanos = Math.max(rttNanos, MIN_REPEAT_NANOS);
        giveUp(nowNanos, repeatNanos);
        int due = 0;
        for (int i = 0; i < count && due < out.length; i++) {
            long waited = tries[i] == 0 ? nowNanos - noticedNanos[i] : nowNanos - askedNanos[i];
            if (waited >= (tries[i] == 0 ? REORDERING_NANOS : repeatNanos)) {
                out[due++] = (int) missing[i] & 0xffff;
                askedNanos[i] = nowNanos;
                tries[i]++;
            }
        }
        asked += due;
        return due;
    }

    /** Whether packets were given up that only a key frame mends; asked once per loss. */
    public boolean pollKeyframeWanted() {
        boolean wanted = keyframeWanted;
        keyframeWanted = false;
        return wanted;
    }

    /** Packets missing now. */
    public int missingCount() {
        return count;
    }

    /** Sequence numbers asked for, repetitions included. */
    public long asked() {
        return asked;
    }

    /** Packets that came after they were asked for. */
    public long repaired() {
        return repaired;
    }

    /** Packets that never came. */
    public long abandoned() {
        return abandoned;
    }

    /** The encoding's numbers begin anew. */
    void reset() {
        count = 0;
        highest = NONE;
        keyframeSeq = NONE;
        keyframeWanted = false;
    }

    private void addGap(long from, long to, long nowNanos) {
        if (to - from > MAX_MISSING) {
            abandon(count);
            abandoned += to - from;
            keyframeWanted |= keyframeSeq < to;
            return;
        }
        int over = (int) (count + to - from - MAX_MISSING);
        if (over > 0) {
            abandon(over);
        }
        for (long seq = from; seq < to; seq++) {
            append(seq, nowNanos);
        }
    }

    private void append(long seq, long nowNanos) {
        if (count == missing.length) {
            missing = Arrays.copyOf(missing, count * 2);
            noticedNanos = Arrays.copyOf(noticedNanos, count * 2);
            askedNanos = Arrays.copyOf(askedNanos, count * 2);
            tries = Arrays.copyOf(tries, count * 2);
        }
        missing[count] = seq;
        noticedNanos[count] = nowNanos;
        tries[count] = 0;
        count++;
    }

    /** Gives up the oldest while they are too old; once one is lost, nothing below the last key frame is of use. */
    private void giveUp(long nowNanos, long repeatNanos) {
        int dead = 0;
        for (int i = 0; i < count; i++) {
            boolean exhausted = tries[i] >= MAX_TRIES && nowNanos - askedNanos[i] >= repeatNanos;
            if (exhausted || nowNanos - noticedNanos[i] >= MAX_AGE_NANOS) {
                dead = i + 1;
            }
        }
        if (dead > 0) {
            abandon(dead);
        }
    }

    private void abandon(int oldest) {
        if (oldest == 0) {
            return;
        }
        int until = oldest;
        keyframeWanted |= missing[oldest - 1] > keyframeSeq;
        while (until < count && missing[until] < keyframeSeq) {
            until++;
        }
        abandoned += until;
        remove(0, until);
    }

    private void remove(int from, int to) {
        int rest = count - to;
        System.arraycopy(missing, to, missing, from, rest);
        System.arraycopy(noticedNanos, to, noticedNanos, from, rest);
        System.arraycopy(askedNanos, to, askedNanos, from, rest);
        System.arraycopy(tries, to, tries, from, rest);
        count = from + rest;
    }
}
