package io.banyan.loadtest.peer;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The numbers of one stream that have not arrived, when to ask for each and when to give it up. Owned by the peer's
 * loop.
 */
final class MissingPackets {
    /** So long a packet may merely be late. */
    private static final long FIRST_REQUEST_NANOS = 10_000_000;
    /** Between two requests for a number, at least; a slow round trip makes it longer. */
    private static final long MIN_REPEAT_NANOS = 60_000_000;
    /** Later than this no picture waits for it. */
    private static final long GIVE_UP_NANOS = 1_500_000_000;
    /** More at once is an outage, which a key frame repairs. */
    private static final int MAX_MISSING = 1_000;

    private static final class Missing {
        final long sinceNanos;
        long nextRequestNanos;

        Missing(long nowNanos) {
            sinceNanos = nowNanos;
            nextRequestNanos = nowNanos + FIRST_REQUEST_NANOS;
        }
    }

    private final TreeMap<Long, Missing> missing = new TreeMap<>();
    private final boolean asks;
    private long highest = -1;
    private long givenUp;
    private long recovered;
    private long duplicates;
    private long requests;

    /** @param asks whether {@link #collectRequests} ever has any */
    MissingPackets(boolean asks) {
        this.asks = asks;
    }

    /** @return whether the packet is new */
    boolean onPacket(long seq, long nowNanos) {
        if (highest < 0) {
            highest = seq;
            return true;
        }
        if (seq > highest) {
            for (long each = Math.max(highest + 1, seq - MAX_MISSING); each < seq; each++) {
                missing.put(each, new Missing(nowNanos));
            }
            givenUp += Math.max(0, seq - highest - 1 - MAX_MISSING);
            highest = seq;
            return true;
        }
        if (missing.remove(seq) != null) {
            recovered++;
            return true;
        }
        duplicates++;
        return false;
    }

    /**
     * The numbers to ask for now, in order.
     *
     * @param rttNanos to whoever answers; negative: not known
     */
    List<Integer> collectRequests(long nowNanos, long rttNanos) {
        List<Integer> due = new ArrayList<>();
        long repeatNanos = Math.max(MIN_REPEAT_NANOS, rttNanos + rttNanos / 2);
        for (Iterator<Map.Entry<Long, Missing>> each = missing.entrySet().iterator(); each.hasNext(); ) {
            var entry = each.next();
            Missing one = entry.getValue();
            if (nowNanos - one.sinceNanos > GIVE_UP_NANOS) {
                givenUp++;
                each.remove();
            } else if (asks && nowNanos >= one.nextRequestNanos) {
                one.nextRequestNanos = nowNanos + repeatNanos;
                due.add((int) (entry.getKey() & 0xffff));
            }
        }
        requests += due.size();
        return due;
    }

    /** What comes up to there is of no use any more: a later picture was shown. */
    void clearTo(long seq) {
        if (!missing.isEmpty() && missing.firstKey() <= seq) {
            var useless = missing.headMap(seq, true);
            givenUp += useless.size();
            useless.clear();
        }
    }

    long highest() {
        return highest;
    }

    /** Given up, without those that may still come. */
    long givenUp() {
        return givenUp;
    }

    int waiting() {
        return missing.size();
    }

    long recovered() {
        return recovered;
    }

    long duplicates() {
        return duplicates;
    }

    long requests() {
        return requests;
    }
}
