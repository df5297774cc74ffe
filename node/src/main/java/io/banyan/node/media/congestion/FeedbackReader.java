package io.banyan.node.media.congestion;

import io.banyan.protocol.rtcp.TransportFeedback;

/**
 * Numbers the packets that we send on one transport and reads what its client reports about them: loss and round trip
 * (draft-holmer-rmcat-transport-wide-cc-extensions-01). Owned by a media loop.
 */
public final class FeedbackReader {
    /** Packets remembered at most: two seconds at 4000 packets a second. A power of two. */
    static final int HISTORY = 8192;

    /** Packets remembered at first. What is not answered yet and younger than two seconds makes room for more. */
    private static final int FIRST_HISTORY = 128;

    private static final long HISTORY_NANOS = 2_000_000_000;

    /** Round trips are smoothed as in RFC 6298 §2. */
    private static final int SMOOTHING = 8;

    private static final long ANSWERED = Long.MIN_VALUE;
    private static final long NONE = -1;

    private long[] sentNanos = new long[FIRST_HISTORY];
    private boolean[] reportedLost = new boolean[FIRST_HISTORY];
    private long next = 0x10000;
    private long oldest = next;
    private long received;
    private long lost;
    private long unknown;
    private long rttNanos = NONE;

    /**
     * The number of the packet that is sent now.
     *
     * @return 0 to 65535, wraps
     */
    public int number(long nowNanos) {
        if (next - oldest == sentNanos.length && sentNanos.length < HISTORY && isOfUse(oldest, nowNanos)) {
            grow();
        }
        int at = at(next);
        sentNanos[at] = nowNanos;
        reportedLost[at] = false;
        next++;
        oldest = Math.max(oldest, next - sentNanos.length);
        return (int) (next - 1) & 0xffff;
    }

    /** The client's feedback. What it says of packets that were never sent, or long ago, counts for nothing. */
    public void onFeedback(TransportFeedback feedback, long nowNanos) {
        long base = next - 1 - ((next - 1 - feedback.baseWireSeq()) & 0xffff);
        int index = 0;
        long newestSent = Long.MIN_VALUE;
        for (int position = 0; position < feedback.packetCount(); position++) {
            boolean isReceived = index < feedback.receivedCount() && feedback.positionAt(index) == position;
            if (isReceived) {
                index++;
            }
            long seq = base + position;
            if (seq < oldest || seq >= next) {
                unknown++;
            } else if (isReceived) {
                newestSent = Math.max(newestSent, onReceived(seq));
            } else {
                onLost(seq);
            }
        }
        if (newestSent != Long.MIN_VALUE) {
            long measured = nowNanos - newestSent;
            rttNanos = rttNanos == NONE ? measured : rttNanos + (measured - rttNanos) / SMOOTHING;
        }
    }

    /** When it was sent, or {@link #ANSWERED} if that was told before. */
    private long onReceived(long seq) {
        int at = at(seq);
        long sent = sentNanos[at];
        if (sent == ANSWERED) {
            return ANSWERED;
        }
        sentNanos[at] = ANSWERED;
        received++;
        if (reportedLost[at]) {
            reportedLost[at] = false;
            lost--;
        }
        return sent;
    }

    private void onLost(long seq) {
        int at = at(seq);
        if (sentNanos[at] != ANSWERED && !reportedLost[at]) {
            reportedLost[at] = true;
            lost++;
        }
    }

    private boolean isOfUse(long seq, long nowNanos) {
        long sent = sentNanos[at(seq)];
        return sent != ANSWERED && nowNanos - sent < HISTORY_NANOS;
    }

    private void grow() {
        long[] sentBefore = sentNanos;
        boolean[] lostBefore = reportedLost;
        sentNanos = new long[2 * sentBefore.length];
        reportedLost = new boolean[sentNanos.length];
        for (long seq = oldest; seq < next; seq++) {
            int before = (int) seq & (sentBefore.length - 1);
            sentNanos[at(seq)] = sentBefore[before];
            reportedLost[at(seq)] = lostBefore[before];
        }
    }

    private int at(long seq) {
        return (int) seq & (sentNanos.length - 1);
    }

    /** Packets that the client reported as received. */
    public long received() {
        return received;
    }

    /** Packets that it reported as lost and not as received later. */
    public long lost() {
        return lost;
    }

    /** Numbers that it reported and that were not sent, or too long ago. */
    public long unknown() {
        return unknown;
    }

    /** Smoothed, with what the client waited before it reported (up to 250 ms); -1 if not known. */
    public long rttNanos() {
        return rttNanos;
    }
}
