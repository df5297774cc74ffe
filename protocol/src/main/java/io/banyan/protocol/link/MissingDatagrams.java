package io.banyan.protocol.link;

import java.util.concurrent.TimeUnit;

/**
 * The peer's datagrams that are missing, oldest first: when to ask for each, and when to give it up.
 */
final class MissingDatagrams {
    /** What a cut of a few hundred milliseconds leaves; of a longer one, the newest. */
    static final int CAPACITY = 512;

    /** Of one batch, datagrams overtake each other by less; most paths never reorder at all. */
    static final long MIN_REORDER_NANOS = TimeUnit.MILLISECONDS.toNanos(3);

    /** What comes later than this may as well be asked for. */
    static final long MAX_REORDER_NANOS = TimeUnit.MILLISECONDS.toNanos(25);

    /** Beside a round trip and a quarter: the peer's tick and its batch. */
    private static final long ANSWER_NANOS = TimeUnit.MILLISECONDS.toNanos(15);

    private static final long MIN_PATIENCE_NANOS = TimeUnit.MILLISECONDS.toNanos(500);

    /** Nobody's jitter buffer waits longer. */
    private static final long MAX_PATIENCE_NANOS = TimeUnit.MILLISECONDS.toNanos(1_500);

    /** While no round trip was measured. */
    private static final long ASSUMED_RTT_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

    private final long[] seqs = new long[CAPACITY];
    private final long[] missedNanos = new long[CAPACITY];
    private final long[] askedNanos = new long[CAPACITY];
    private final boolean[] asked = new boolean[CAPACITY];
    private int count;
    private long reorderNanos = MIN_REORDER_NANOS;

    boolean isEmpty() {
        return count == 0;
    }

    int count() {
        return count;
    }

    /**
     * Notes the numbers between the highest before and a new highest.
     *
     * @return how many are not noted, because they are more than are asked for
     */
    long onGap(long first, long endExclusive, long nowNanos) {
        long from = Math.max(first, endExclusive - CAPACITY);
        int excess = (int) Math.max(0, count + (endExclusive - from) - CAPACITY);
        forgetOldest(excess);
        for (long seq = from; seq < endExclusive; seq++) {
            seqs[count] = seq;
            missedNanos[count] = nowNanos;
            asked[count] = false;
            count++;
        }
        return from - first + excess;
    }

    /**
     * It came after all: was overtaken. From now on the path is given that much time, and forgets it slowly.
     *
     * @return false if it was not missed
     */
    boolean onOvertaken(long seq, long nowNanos) {
        for (int i = count - 1; i >= 0; i--) {
            if (seqs[i] == seq) {
                long late = nowNanos - missedNanos[i];
                reorderNanos = Math.clamp(
                        Math.max(late + late / 4, reorderNanos - reorderNanos / 128),
                        MIN_REORDER_NANOS,
                        MAX_REORDER_NANOS);
                removeAt(i);
                return true;
            }
        }
        return false;
    }

    /** It was repaired, or is gone. */
    boolean remove(long seq) {
        for (int i = count - 1; i >= 0; i--) {
            if (seqs[i] == seq) {
                removeAt(i);
                return true;
            }
        }
        return false;
    }

    long seq(int index) {
        return seqs[index];
    }

    /** Whether it is time to ask for one. */
    boolean isDue(int index, long rttNanos, long nowNanos) {
        if (!asked[index]) {
            return nowNanos - missedNanos[index] >= reorderNanos;
        }
        long rtt = rttNanos > 0 ? rttNanos : ASSUMED_RTT_NANOS;
        return nowNanos - askedNanos[index] >= rtt + rtt / 4 + ANSWER_NANOS;
    }

    boolean isAnyDue(long rttNanos, long nowNanos) {
        for (int i = 0; i < count; i++) {
            if (isDue(i, rttNanos, nowNanos)) {
                return true;
            }
        }
        return false;
    }

    void markAsked(int index, long nowNanos) {
        asked[index] = true;
        askedNanos[index] = nowNanos;
    }

    /** Takes out the oldest if nobody waits for it any more; 0 if there is none such. */
    long pollHopeless(long rttNanos, long nowNanos) {
        long patience = Math.clamp(5 * rttNanos, MIN_PATIENCE_NANOS, MAX_PATIENCE_NANOS);
        if (count == 0 || nowNanos - missedNanos[0] < patience) {
            return 0;
        }
        long seq = seqs[0];
        removeAt(0);
        return seq;
    }

    private void forgetOldest(int excess) {
        if (excess > 0) {
            shift(excess, 0);
        }
    }

    private void removeAt(int index) {
        shift(index + 1, index);
    }

    private void shift(int from, int to) {
        int moved = count - from;
        System.arraycopy(seqs, from, seqs, to, moved);
        System.arraycopy(missedNanos, from, missedNanos, to, moved);
        System.arraycopy(askedNanos, from, askedNanos, to, moved);
        System.arraycopy(asked, from, asked, to, moved);
        count = to + moved;
    }
}
