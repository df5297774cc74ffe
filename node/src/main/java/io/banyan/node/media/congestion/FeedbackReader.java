package io.banyan.node.media.congestion;

import io.banyan.protocol.rtcp.ReferenceTimeUnwrapper;
import io.banyan.protocol.rtcp.TransportFeedback;

/**
 * Numbers the packets that we send on one transport and reads what its client reports about them
 * (draft-holmer-rmcat-transport-wide-cc-extensions-01). What it says of packets that were never sent, or long ago, or
 * twice, counts for nothing. Owned by a media loop.
 */
final class FeedbackReader {
    /** Round trips are smoothed as in RFC 6298 §2. */
    private static final int SMOOTHING = 8;

    private static final long NONE = -1;

    private final SentPackets sent = new SentPackets();
    private final ReferenceTimeUnwrapper referenceTimes = new ReferenceTimeUnwrapper();
    private final FeedbackListener listener;
    private long received;
    private long lost;
    private long unknown;
    private long rttNanos = NONE;

    FeedbackReader(FeedbackListener listener) {
        this.listener = listener;
    }

    /**
     * The number of the packet that is sent now.
     *
     * @return 0 to 65535, wraps
     */
    int number(int bytes, int probe, long nowNanos) {
        return (int) sent.add(bytes, probe, nowNanos) & 0xffff;
    }

    /** Reads a message. */
    void onFeedback(TransportFeedback feedback, long nowNanos) {
        long receivedBefore = received;
        long lostBefore = lost;
        long newestSent = NONE;
        long base = sent.unwrap(feedback.baseWireSeq());
        long end = base + feedback.packetCount();
        long arrivalNanos = referenceTimes.unwrapNanos(feedback.referenceTime());
        long seq = base;
        for (int index = 0; index < feedback.receivedCount(); index++) {
            long arrived = base + feedback.positionAt(index);
            arrivalNanos += feedback.deltaTicksAt(index) * TransportFeedback.TICK_NANOS;
            onMissing(seq, arrived);
            if (!isKnown(arrived)) {
                unknown++;
            } else if (sent.isMissing(arrived)) {
                onReceived(arrived, arrivalNanos, nowNanos);
                newestSent = Math.max(newestSent, sent.sentNanos(arrived));
            }
            seq = arrived + 1;
        }
        onMissing(seq, end);
        long measuredRtt = newestSent == NONE ? NONE : nowNanos - newestSent;
        if (measuredRtt != NONE) {
            rttNanos = rttNanos == NONE ? measuredRtt : rttNanos + (measuredRtt - rttNanos) / SMOOTHING;
        }
        listener.onFeedbackEnd((int) (received - receivedBefore), (int) (lost - lostBefore), measuredRtt, nowNanos);
    }

    private boolean isKnown(long seq) {
        return seq >= sent.oldest() && seq < sent.next();
    }

    private void onReceived(long seq, long arrivalNanos, long nowNanos) {
        if (sent.isReportedLost(seq)) {
            lost--;
        }
        sent.setReceived(seq);
        received++;
        listener.onArrival(sent.sentNanos(seq), arrivalNanos, sent.bytes(seq), sent.probe(seq), nowNanos);
    }

    /** However many a hostile message names, only those that were sent are looked at. */
    private void onMissing(long from, long to) {
        long first = Math.clamp(from, sent.oldest(), sent.next());
        long last = Math.clamp(to, first, sent.next());
        unknown += Math.max(0, to - from) - (last - first);
        for (long seq = first; seq < last; seq++) {
            if (sent.isMissing(seq) && !sent.isReportedLost(seq)) {
                sent.setLost(seq);
                lost++;
            }
        }
    }

    /** Packets that the client reported as received. */
    long received() {
        return received;
    }

    /** Packets that it reported as lost and not as received later. */
    long lost() {
        return lost;
    }

    /** Numbers that it reported and that were not sent, or too long ago. */
    long unknown() {
        return unknown;
    }

    /** Smoothed, with what the client waited before it reported (up to 250 ms); -1 if not known. */
    long rttNanos() {
        return rttNanos;
    }
}
