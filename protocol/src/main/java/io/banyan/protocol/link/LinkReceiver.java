package io.banyan.protocol.link;

import java.nio.ByteBuffer;
import java.util.concurrent.TimeUnit;

/**
 * The receiving half of a link: opens datagrams, knows which are missing, and says so to the peer.
 */
final class LinkReceiver {
    /** While anything comes: often enough for the peer's congestion control, seldom enough to cost nothing. */
    static final long FEEDBACK_NANOS = TimeUnit.MILLISECONDS.toNanos(50);

    /** So many ranges at a time; the rest next time. */
    private static final int MAX_RANGES = 64;

    private final DatagramProtection protection;
    private final LinkStatistics statistics;
    private final ArrivalLog arrivals = new ArrivalLog();
    private final MissingDatagrams missing = new MissingDatagrams();
    private final QueueDelay queueDelay = new QueueDelay();
    private final LossMeter loss = new LossMeter();
    private final byte[] datagram = new byte[OutboundDatagram.MAX_BYTES];
    private final byte[] opened = new byte[OutboundDatagram.MAX_BYTES];
    private final ByteBuffer openedView = ByteBuffer.wrap(opened);
    private long newestNanos;
    private int newestSendMicros;
    private long feedbackNanos;
    private boolean newsToSay;
    private boolean orderedToSay;
    private boolean lastWasNewest;
    private boolean lastWasRepaired;

    LinkReceiver(DatagramProtection protection, LinkStatistics statistics) {
        this.protection = protection;
        this.statistics = statistics;
    }

    /**
     * Opens a datagram, whose frames are then in {@link #frames} from {@link OutboundDatagram#FRAMES_AT} on.
     *
     * @return where the frames end, -1 if it was refused
     */
    int open(ByteBuffer in, int offset, int length, long nowNanos) {
        if (length < protection.overheadBytes() || length > datagram.length) {
            statistics.count(LinkDrop.TRUNCATED);
            return -1;
        }
        int first = in.get(offset) & 0xFF;
        if (!protection.takes(first)) {
            statistics.count(LinkDrop.NO_LINK_DATAGRAM);
            return -1;
        }
        long seq = arrivals.unwrap(in.getInt(offset + LinkDatagram.SEQ_AT));
        if (seq < 1 || !arrivals.isFresh(seq)) {
            statistics.count(LinkDrop.REPLAYED);
            return -1;
        }
        in.get(offset, datagram, 0, length);
        int end = protection.open(LinkDatagram.linkId(in, offset), first, seq, datagram, length, opened, nowNanos);
        if (end < 0) {
            statistics.count(LinkDrop.NOT_AUTHENTIC);
            return -1;
        }
        onAuthentic(seq, length, openedView.getInt(LinkDatagram.HEADER_BYTES), nowNanos);
        return end;
    }

    private void onAuthentic(long seq, int length, int sendMicros, long nowNanos) {
        long before = arrivals.highest();
        lastWasRepaired = !arrivals.receive(seq);
        lastWasNewest = seq > before;
        if (lastWasNewest) {
            if (seq > before + 1) {
                statistics.lostDatagrams += seq - before - 1;
                statistics.unrepairedDatagrams += missing.onGap(before + 1, seq, nowNanos);
            }
            newestNanos = nowNanos;
            newestSendMicros = sendMicros;
        } else if (missing.onOvertaken(seq, nowNanos)) {
            statistics.lostDatagrams--; // overtaken, not lost
        }
        queueDelay.onArrival(sendMicros, nowNanos);
        statistics.receivedDatagrams++;
        statistics.receivedBytes += length;
        loss.onTotals(arrivals.highest(), statistics.receivedDatagrams);
        newsToSay = true;
    }

    /** Whether the datagram opened last is the newest of all. */
    boolean lastWasNewest() {
        return lastWasNewest;
    }

    /** Whether a repair had brought the frames of the datagram opened last. */
    boolean lastWasRepaired() {
        return lastWasRepaired;
    }

    ByteBuffer frames() {
        return openedView;
    }

    /** Whether the frames of a repair are news; they count as there from now on. */
    boolean acceptRepair(int seqLow) {
        long seq = arrivals.unwrap(seqLow);
        if (!arrivals.isMissing(seq)) {
            statistics.count(LinkDrop.REPAIRED_TWICE);
            return false;
        }
        arrivals.repair(seq);
        missing.remove(seq);
        statistics.repairedDatagrams++;
        return true;
    }

    void onGone(int firstLow, int count) {
        long first = arrivals.unwrap(firstLow);
        for (int index = missing.count() - 1; index >= 0; index--) {
            long seq = missing.seq(index);
            if (seq >= first && seq < first + count) {
                arrivals.giveUp(seq);
                missing.remove(seq);
                statistics.goneDatagrams++;
            }
        }
    }

    /** An ordered frame came, which the peer should hear soon. */
    void onOrdered() {
        orderedToSay = true;
    }

    /** Packs feedback if it is due. */
    void collectFeedback(LinkSender sender, int orderedExpected, long nowNanos) {
        if (arrivals.highest() == 0) {
            return;
        }
        giveUpHopeless(sender.rttNanos(), nowNanos);
        boolean asks = missing.isAnyDue(sender.rttNanos(), nowNanos);
        boolean isTime = newsToSay && nowNanos - feedbackNanos >= FEEDBACK_NANOS;
        if (!asks && !orderedToSay && !isTime) {
            return;
        }
        int at = sender.reserve(FeedbackFrame.FIXED_BYTES + FeedbackFrame.RANGE_BYTES * MAX_RANGES, nowNanos);
        ByteBuffer out = sender.open().buffer();
        FeedbackFrame.write(
                out,
                at,
                arrivals.highest(),
                newestSendMicros,
                (int) Math.min(Integer.MAX_VALUE, (nowNanos - newestNanos) / 1_000),
                (int) statistics.receivedDatagrams,
                (int) statistics.receivedBytes,
                queueDelay.pollMicros(),
                orderedExpected);
        int ranges = askForMissing(out, at, sender.rttNanos(), nowNanos);
        sender.open().append(FeedbackFrame.FIXED_BYTES + FeedbackFrame.RANGE_BYTES * ranges);
        feedbackNanos = nowNanos;
        newsToSay = false;
        orderedToSay = false;
    }

    private int askForMissing(ByteBuffer out, int at, long rttNanos, long nowNanos) {
        int ranges = 0;
        int index = 0;
        while (index < missing.count() && ranges < MAX_RANGES) {
            if (!missing.isDue(index, rttNanos, nowNanos)) {
                index++;
                continue;
            }
            long first = missing.seq(index);
            int length = 0;
            while (index < missing.count()
                    && length < FeedbackFrame.MAX_RANGE
                    && missing.seq(index) == first + length
                    && missing.isDue(index, rttNanos, nowNanos)) {
                missing.markAsked(index, nowNanos);
                index++;
                length++;
            }
            FeedbackFrame.addRange(out, at, (int) (arrivals.highest() - first), length);
            ranges++;
        }
        return ranges;
    }

    private void giveUpHopeless(long rttNanos, long nowNanos) {
        long seq = missing.pollHopeless(rttNanos, nowNanos);
        while (seq != 0) {
            arrivals.giveUp(seq);
            statistics.unrepairedDatagrams++;
            seq = missing.pollHopeless(rttNanos, nowNanos);
        }
        while (!missing.isEmpty() && arrivals.highest() - missing.seq(0) >= ArrivalLog.WINDOW) {
            missing.remove(missing.seq(0));
            statistics.unrepairedDatagrams++;
        }
    }

    double lossFraction() {
        return loss.fraction();
    }
}
