package io.banyan.protocol.link;

import io.banyan.protocol.rtp.CodecId;
import java.nio.ByteBuffer;
import java.util.concurrent.TimeUnit;

/**
 * The sending half of a link: packs frames into datagrams, numbers, seals and remembers them, answers requests for what
 * was lost, and keeps to the target rate.
 */
final class LinkSender {
    /** An idle link says at least so often that it is there. */
    static final long HEARTBEAT_NANOS = TimeUnit.MILLISECONDS.toNanos(50);

    private final DatagramProtection protection;
    private final LinkOutput output;
    private final LinkListener listener;
    private final LinkStatistics statistics;
    private final OutboundDatagram datagram = new OutboundDatagram();
    private final byte[] sealed = new byte[OutboundDatagram.MAX_BYTES];
    private final ByteBuffer sealedView = ByteBuffer.wrap(sealed);
    private final SendHistory history = new SendHistory();
    private final RepairBudget budget = new RepairBudget();
    private final OrderedOutbox ordered = new OrderedOutbox();
    private final AudioRepeats secondCopies = AudioRepeats.soon();
    private final AudioRepeats thirdCopies = AudioRepeats.later();
    private final CapacityGate gate;
    private final LayerPauses pauses = new LayerPauses();
    private final CongestionController congestion = new CongestionController();
    private final RoundTrip roundTrip = new RoundTrip();
    private final LossMeter loss = new LossMeter();
    private final RateMeter sentRate;
    private final RateMeter acknowledgedRate;
    private final ByteBuffer controlFrame = ByteBuffer.allocate(LinkFrame.MAX_BYTES);
    private final Runnable sealNow;
    private long seq;
    private long acknowledgedHighest;
    private long acknowledgedDatagrams;
    private int acknowledgedBytesLow;
    private long lastSentNanos;
    private long nowNanos;

    LinkSender(
            DatagramProtection protection,
            LinkOutput output,
            LinkListener listener,
            LinkStatistics statistics,
            long nowNanos) {
        this.protection = protection;
        this.output = output;
        this.listener = listener;
        this.statistics = statistics;
        this.gate = new CapacityGate(nowNanos);
        this.sentRate = new RateMeter(nowNanos);
        this.acknowledgedRate = new RateMeter(nowNanos);
        this.lastSentNanos = nowNanos;
        this.sealNow = () -> seal(this.nowNanos);
    }

    boolean sendMedia(
            int alias,
            int flags,
            CodecId codec,
            int wireSeq,
            int rtpTimestamp,
            MediaExtensions extensions,
            ByteBuffer payload,
            int offset,
            int length,
            DropClass dropClass,
            long now) {
        int extensionBytes = length == 0 ? 0 : MediaFrameWriter.extensionBytes(extensions);
        int frameBytes = MediaFrameWriter.frameBytes(extensionBytes, length);
        boolean admitted = admits(alias, dropClass, frameBytes, now);
        int sentBytes = admitted ? length : 0;
        int sentExtensions = admitted ? extensionBytes : 0;
        int bytes = admitted ? frameBytes : MediaFrame.FIXED_BYTES;
        int at = reserve(bytes, now);
        MediaFrameWriter.write(
                datagram.buffer(),
                at,
                alias,
                flags,
                codec.number(),
                wireSeq,
                rtpTimestamp,
                extensions,
                sentExtensions,
                payload,
                offset,
                sentBytes);
        datagram.append(bytes);
        if (dropClass != DropClass.AUDIO || !repeat(at, bytes, now)) {
            datagram.markRepairable();
        }
        if (admitted) {
            statistics.sentMediaFrames++;
            statistics.sentMediaPayloadBytes += length;
        }
        return admitted;
    }

    private boolean repeat(int at, int bytes, long now) {
        boolean soon = secondCopies.offer(datagram.buffer(), at, bytes, now);
        boolean later = thirdCopies.offer(datagram.buffer(), at, bytes, now);
        return soon || later;
    }

    private boolean admits(int alias, DropClass dropClass, int frameBytes, long now) {
        if (frameBytes > OutboundDatagram.MAX_FRAMES_BYTES) {
            statistics.count(LinkDrop.TOO_LONG);
            return false;
        }
        boolean sent = pauses.admits(alias, dropClass, frameBytes, now);
        if (sent && !gate.admits(dropClass, congestion.targetBps(), now)) {
            pauses.onExcess(listener, now);
            sent = false;
        }
        if (!sent) {
            statistics.count(LinkDrop.NO_CAPACITY);
        }
        return sent;
    }

    boolean sendControl(LinkFrame frame, long now) {
        if (frame.isReliable()) {
            boolean taken = ordered.offer(frame);
            if (!taken) {
                statistics.count(LinkDrop.CONTROL_FULL);
            }
            return taken;
        }
        int length = LinkFrame.write(frame, controlFrame, 0);
        if (length < 0) {
            statistics.count(LinkDrop.TOO_LONG);
            return false;
        }
        datagram.buffer().put(reserve(length, now), controlFrame, 0, length);
        datagram.append(length);
        datagram.markRepairable();
        return true;
    }

    /** A place for a frame of at most so many bytes; what is open goes out first if that is too full. */
    int reserve(int bytes, long now) {
        if (!datagram.hasRoomFor(bytes)) {
            seal(now);
        }
        return datagram.end();
    }

    /** The datagram that is open, for frames that nobody sends again. */
    OutboundDatagram open() {
        return datagram;
    }

    void flush(long now) {
        nowNanos = now;
        if (!ordered.isEmpty()) {
            ordered.collect(datagram, sealNow, roundTrip.nanos(), now);
        }
        packRepeats(secondCopies, now);
        packRepeats(thirdCopies, now);
        if (!datagram.isEmpty()) {
            seal(now);
        }
    }

    void onTick(long now) {
        pauses.onRoom(congestion.targetBps() - sentRate.bitsPerSecond(now), listener, now);
        flush(now);
        if (now - lastSentNanos >= HEARTBEAT_NANOS) {
            seal(now);
        }
    }

    private void packRepeats(AudioRepeats repeats, long now) {
        int bytes = repeats.dueBytes(now);
        while (bytes > 0) {
            repeats.poll(datagram.buffer(), reserve(bytes, now));
            datagram.append(bytes);
            statistics.sentRepeatedFrames++;
            bytes = repeats.dueBytes(now);
        }
    }

    /** Sends what is packed, be it nothing. */
    private void seal(long now) {
        seq++;
        datagram.buffer().putInt(LinkDatagram.SEQ_AT, (int) seq).putInt(LinkDatagram.HEADER_BYTES, (int) (now / 1_000));
        int length = protection.protect(seq, datagram.array(), datagram.end(), sealed, now);
        if (datagram.isRepairable()) {
            int framesBytes = datagram.end() - OutboundDatagram.FRAMES_AT;
            history.put(seq, datagram.array(), OutboundDatagram.FRAMES_AT, framesBytes, now);
        }
        datagram.clear();
        output.send(sealedView, 0, length);
        lastSentNanos = now;
        statistics.sentDatagrams++;
        statistics.sentBytes += length;
        gate.onSent(length);
        budget.onSent(length);
        sentRate.add(length, now);
    }

    /** Takes what the peer says of what it received, and answers what it asks for. */
    void onFeedback(FeedbackFrame feedback, long now) {
        long highest = seq + (feedback.highestLow() - (int) seq);
        if (highest > seq || highest < acknowledgedHighest) {
            return; // Overtaken by a newer one; or nonsense.
        }
        roundTrip.onEcho((int) (now / 1_000), feedback.echoMicros(), feedback.holdMicros());
        acknowledgedDatagrams += feedback.datagrams() - (int) acknowledgedDatagrams;
        int bytes = feedback.bytes() - acknowledgedBytesLow;
        if (bytes > 0) {
            acknowledgedRate.add(bytes, now);
            acknowledgedBytesLow = feedback.bytes();
        }
        acknowledgedHighest = highest;
        loss.onTotals(highest, acknowledgedDatagrams);
        congestion.onFeedback(
                acknowledgedRate.bitsPerSecond(now), loss.fraction(), feedback.queueNanos(), roundTrip.nanos(), now);
        secondCopies.onMeasured(loss.fraction(), roundTrip.nanos(), now);
        thirdCopies.onMeasured(loss.fraction(), roundTrip.nanos(), now);
        ordered.onAcknowledged(feedback.orderedExpected());
        int asked = 0;
        for (int range = 0; range < feedback.ranges() && asked < MissingDatagrams.CAPACITY; range++) {
            asked += feedback.count(range);
            answer(highest - feedback.back(range), feedback.count(range), now);
        }
    }

    private void answer(long first, int count, long now) {
        long goneFrom = 0;
        for (long lost = first; lost < first + count; lost++) {
            boolean remembered = lost >= 1 && lost <= seq && history.length(lost) >= 0;
            if (remembered) {
                repair(lost, now);
            }
            if (!remembered && goneFrom == 0) {
                goneFrom = lost;
            } else if (remembered && goneFrom != 0) {
                sayGone(goneFrom, lost, now);
                goneFrom = 0;
            }
        }
        if (goneFrom != 0) {
            sayGone(goneFrom, first + count, now);
        }
    }

    private void repair(long lost, long now) {
        if (now - history.lastSentNanos(lost) < roundTrip.nanos() / 2) {
            return; // Asked twice, one request right behind the other.
        }
        int framesBytes = history.length(lost);
        int bytes = RepairFrame.HEADER_BYTES + framesBytes;
        int at = reserve(bytes, now);
        int cost = bytes + (datagram.isEmpty() ? LinkDatagram.OVERHEAD_BYTES : 0);
        if (!gate.admitsRepair(congestion.targetBps(), now) || !budget.tryTake(cost)) {
            statistics.count(LinkDrop.NO_REPAIR_BUDGET);
            return;
        }
        RepairFrame.writeHeader(datagram.buffer(), at, lost, framesBytes);
        history.copy(lost, datagram.buffer(), at + RepairFrame.HEADER_BYTES, now);
        datagram.append(bytes);
        statistics.sentRepairBytes += cost;
    }

    private void sayGone(long first, long end, long now) {
        RepairFrame.writeGone(datagram.buffer(), reserve(RepairFrame.GONE_BYTES, now), first, (int) (end - first));
        datagram.append(RepairFrame.GONE_BYTES);
        statistics.count(LinkDrop.FORGOTTEN);
    }

    long rttNanos() {
        return roundTrip.nanos();
    }

    double lossFraction() {
        return loss.fraction();
    }

    long targetBps() {
        return congestion.targetBps();
    }

    long sentBps(long now) {
        return sentRate.bitsPerSecond(now);
    }
}
