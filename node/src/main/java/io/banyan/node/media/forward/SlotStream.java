package io.banyan.node.media.forward;

import io.banyan.node.media.count.DropCounters;
import io.banyan.node.media.receive.EncodingReceiver;
import io.banyan.node.media.receive.PacketRing;
import io.banyan.node.media.receive.PacketSlot;
import io.banyan.node.media.send.ReportSchedule;
import io.banyan.node.plane.DropReason;
import io.banyan.protocol.rtcp.ReportBlock;
import io.banyan.protocol.rtcp.ReportBlockView;
import io.banyan.protocol.rtcp.SenderReport;
import io.banyan.protocol.rtp.CodecId;
import io.banyan.protocol.rtp.MediaKind;
import io.banyan.protocol.rtp.RtpClock;
import java.nio.ByteBuffer;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * What one slot of a subscriber sends: one SSRC, one line of numbers and of time, and one SSRC for retransmissions, as
 * long as the slot lives, whoever is on it. Owned by a media loop.
 */
public final class SlotStream {
    private final MediaKind kind;
    private final int ssrc;
    private final int rtxSsrc;
    private final Departures departures;
    private final DropCounters drops;
    private final ReportSchedule schedule;
    private final RtpRewriter rewriter;
    private final FrameNumberRewriter frameNumbers = new FrameNumberRewriter();
    private final PayloadRewriters payloads;
    private final SenderReports reports;
    private final Workbench workbench;
    private final ByteBuffer header;
    private final Rewritten rewritten;
    private final AudioRedundancy redundancy = new AudioRedundancy();
    private final int window;
    private SlotSettings settings;
    private SlotCodecs codecs;
    private HeaderLayout layout;
    private @Nullable RetransmissionMap retransmissions;
    private int rtxWireSeq;
    private long packets;
    private long bytes;
    private long retransmitted;
    /** What was sent before is not repaired. */
    private long repairedFrom;

    private long nacked;

    /**
     * Begins with nothing sent.
     *
     * @param pair that the slot is one of
     * @param unixOffsetNanos from the loop's clock to nanoseconds since 1970, fixed for the life of the process
     * @param random for the first numbers (RFC 3550 §5.1)
     * @param nowNanos when the slot was negotiated
     */
    public SlotStream(
            SlotSettings settings,
            SlotPair pair,
            Departures departures,
            DropCounters drops,
            long unixOffsetNanos,
            RandomGenerator random,
            long nowNanos) {
        this.settings = settings;
        this.kind = settings.kind();
        this.ssrc = settings.ssrc();
        this.rtxSsrc = settings.rtxSsrc();
        this.departures = departures;
        workbench = departures.output().workbench();
        header = workbench.header;
        rewritten = workbench.rewritten;
        payloads = new PayloadRewriters(workbench);
        this.drops = drops;
        this.schedule = new ReportSchedule(ssrc, nowNanos);
        this.reports = new SenderReports(ssrc, unixOffsetNanos);
        this.layout = new HeaderLayout(settings.mid(), settings.extensions(), frameNumbers, workbench);
        codecs = new SlotCodecs(settings.payloadTypes());
        redundancy.negotiated(settings.payloadTypes());
        boolean audio = kind == MediaKind.AUDIO;
        window = audio ? PacketRing.AUDIO_SLOTS : PacketRing.VIDEO_SLOTS;
        // The lower half of the 16 bits: SRTP's rollover counter must not be ambiguous at the start (RFC 3711 §3.3.1).
        long firstOut = 0x10000L + random.nextInt(1, 0x8000);
        CodecId usual = audio ? CodecId.OPUS : CodecId.VP8;
        rewriter = new RtpRewriter(kind, pair, window, firstOut, random.nextInt(), new RtpClock(usual.clockRate()));
        rtxWireSeq = random.nextInt(1, 0x8000);
    }

    /** The slot's m-line was negotiated anew. Its SSRCs and kind stay. */
    public void renegotiate(SlotSettings newSettings) {
        settings = newSettings;
        codecs = new SlotCodecs(newSettings.payloadTypes());
        redundancy.negotiated(newSettings.payloadTypes());
        layout = new HeaderLayout(newSettings.mid(), newSettings.extensions(), frameNumbers, workbench);
    }

    /** Whether the subscriber can decode it. */
    boolean accepts(PacketSlot slot) {
        return codecs.payloadTypeOf(slot.codec()) != SlotCodecs.NONE || redundancy.canUnwrap(slot);
    }

    /**
     * The packets that follow are of another source, beginning with this one.
     *
     * @return false: its time overlaps with what was sent, and the packet is to be dropped
     */
    boolean begin(PacketSlot first, EncodingReceiver from) {
        if (!rewriter.begin(first, from)) {
            return false;
        }
        redundancy.begin(from.track().isEncrypted());
        frameNumbers.begin();
        payloads.begin();
        return true;
    }

    /** Whether the source jumped so far that it has to begin anew. */
    boolean isBeyond(PacketSlot slot) {
        return rewriter.isBeyond(slot);
    }

    /**
     * Sends a packet of the present source.
     *
     * @param layers that have let it pass
     * @return RTP bytes that are sent or wait for the pacer, 0: it was dropped (counted) or needed no sending
     */
    int forward(PacketSlot slot, int csrc, LayerFilter layers, long nowNanos) {
        rewritten.clearPayload();
        rewritten.csrc = csrc;
        if (slot.payloadLength() == 0) {
            return rewriter.skip(slot, rewritten) ? departures.offer(this, slot, rewritten, false, nowNanos) : 0;
        }
        if (rewriter.lags(slot)) {
            drops.count(DropReason.AUDIO_OVERLAP);
            return rewriter.skip(slot, rewritten) ? departures.offer(this, slot, rewritten, false, nowNanos) : 0;
        }
        if (!rewriter.rewrite(slot, layers.endsPicture(slot), rewritten)) {
            drops.count(DropReason.RTP_TOO_OLD);
            return 0;
        }
        frameNumbers.rewrite(slot, layers.activeTargets(slot), rewritten);
        payloads.of(slot.codec()).rewrite(slot, rewritten);
        int sent = departures.offer(this, slot, rewritten, true, nowNanos);
        if (sent > 0 && canRetransmit(slot.codec())) {
            sentPackets().put(slot, rewritten, nowNanos);
        }
        return sent;
    }

    /**
     * Leaves out a packet of the present source, so that nobody misses it.
     *
     * @return RTP bytes that are sent in its place
     */
    int leaveOut(PacketSlot slot, int csrc, long nowNanos) {
        payloads.of(slot.codec()).skip(slot);
        rewritten.clearPayload();
        rewritten.csrc = csrc;
        return rewriter.skip(slot, rewritten) ? departures.offer(this, slot, rewritten, false, nowNanos) : 0;
    }

    /** Lays a packet's header and sends it; 0: that cannot be, which is counted. */
    int send(PacketSlot slot, Rewritten as, boolean withPayload, long nowNanos) {
        boolean isAudio = kind == MediaKind.AUDIO;
        int payloadType = codecs.payloadTypeOf(slot.codec());
        if (isAudio) {
            payloadType = redundancy.plan(slot, as, withPayload, payloadType);
        }
        int wireSeq = (int) as.outSeq & 0xffff;
        int headerBytes = layout.write(slot, as, withPayload, payloadType, ssrc, wireSeq, header, nowNanos);
        if (headerBytes < 0 || payloadType == SlotCodecs.NONE) {
            drops.count(DropReason.PACKET_TOO_LARGE);
            return 0;
        }
        int prefixBytes = headerBytes;
        int skippedBytes = 0;
        if (isAudio && withPayload) {
            prefixBytes += redundancy.write(slot, as, header, headerBytes);
            skippedBytes = redundancy.skippedBytes(slot);
            redundancy.onSent(slot, as);
        }
        int sent = transmit(slot, as, headerBytes, prefixBytes, skippedBytes, withPayload, nowNanos);
        reports.onSent(sent - headerBytes);
        schedule.onSent(nowNanos);
        packets++;
        bytes += sent;
        return sent;
    }

    /**
     * Hands a packet to the output: the header, the payload's rewritten beginning behind it, and the rest from the ring.
     *
     * @param rtpHeaderBytes of the RTP header
     * @param prefixBytes of it and what stands before the payload
     * @param skippedBytes at the payload's beginning that are left out
     * @return RTP bytes
     */
    private int transmit(
            PacketSlot slot,
            Rewritten as,
            int rtpHeaderBytes,
            int prefixBytes,
            int skippedBytes,
            boolean withPayload,
            long nowNanos) {
        int payloadBytes = withPayload ? slot.payloadLength() - skippedBytes : 0;
        int patched = payloadBytes == 0 ? 0 : payloads.of(slot.codec()).write(slot, as, header, prefixBytes);
        if (layout.isNumbered()) {
            layout.number(
                    header, rtpHeaderBytes, departures.output().numberPacket(prefixBytes + payloadBytes, nowNanos));
        }
        departures
                .output()
                .send(
                        header,
                        prefixBytes + patched,
                        slot.buffer(),
                        slot.payloadOffset() + skippedBytes + patched,
                        payloadBytes - patched,
                        nowNanos);
        departures.onSent(prefixBytes + payloadBytes);
        return prefixBytes + payloadBytes;
    }

    /**
     * The subscriber misses a packet (RFC 4585 §6.2.1): sends it again, if it is still there, as RFC 4588 has it.
     * Without that nothing is sent: it would have to be the same ciphertext, which nobody keeps.
     *
     * @param wireSeq 0 to 65535
     */
    public void onNack(int wireSeq, long nowNanos) {
        nacked++;
        long next = rewriter.nextOut();
        long outSeq = next - 1 - ((next - 1 - wireSeq) & 0xffff);
        RetransmissionMap sent = retransmissions;
        if (outSeq < repairedFrom) {
            drops.count(DropReason.RETRANSMISSION_LATE);
            return;
        }
        DropReason refusal = sent == null
                ? DropReason.RETRANSMISSION_GONE
                : sent.refusal(outSeq, nowNanos, RetransmissionInterval.nanos(reports.rttNanos()));
        if (sent == null || refusal != null) {
            drops.count(refusal == null ? DropReason.RETRANSMISSION_GONE : refusal);
            return;
        }
        PacketSlot slot = sent.take(outSeq, nowNanos, rewritten);
        departures.offerAgain(this, slot, rewritten, nowNanos);
    }

    /**
     * A layer is broken off since the way does not carry it: what waits of it stays here, and what was lost of it is not
     * sent again. A client goes on at the key frame that comes next.
     */
    void abandon() {
        departures.abandon(this);
        repairedFrom = rewriter.nextOut();
    }

    /**
     * Sends the newest packet once more, to no end but that the way shows what it carries.
     *
     * @return bytes sent, 0: there is none that could be
     */
    public int sendPadding(long nowNanos) {
        PacketSlot slot = retransmissions == null || !layout.isNumbered() ? null : retransmissions.newest(rewritten);
        return slot == null ? 0 : retransmit(slot, rewritten, nowNanos);
    }

    /** Whether there is a packet that could be sent to that end. */
    public boolean canPad() {
        return retransmissions != null && layout.isNumbered() && retransmissions.newest(rewritten) != null;
    }

    /** Sends a packet again, as RFC 4588 has it. */
    void resend(PacketSlot slot, Rewritten as, long nowNanos) {
        if (retransmit(slot, as, nowNanos) > 0) {
            retransmitted++;
        } else {
            drops.count(DropReason.RETRANSMISSION_GONE);
        }
    }

    private int retransmit(PacketSlot slot, Rewritten as, long nowNanos) {
        int payloadType = codecs.rtxPayloadTypeOf(slot.codec());
        int headerBytes = payloadType == SlotCodecs.NONE
                ? SlotCodecs.NONE
                : layout.write(slot, as, true, payloadType, rtxSsrc, rtxWireSeq, header, nowNanos);
        if (headerBytes < 0) {
            return 0;
        }
        rtxWireSeq = (rtxWireSeq + 1) & 0xffff;
        header.putShort(headerBytes, (short) as.outSeq); // OSN, RFC 4588 §4
        return transmit(slot, as, headerBytes, headerBytes + Short.BYTES, 0, true, nowNanos);
    }

    /** The slot is free: keeps no publisher's packets. */
    void release() {
        redundancy.clear();
        if (retransmissions != null) {
            retransmissions.clear();
        }
    }

    private boolean canRetransmit(CodecId codec) {
        return rtxSsrc != 0 && codecs.rtxPayloadTypeOf(codec) != SlotCodecs.NONE;
    }

    private RetransmissionMap sentPackets() {
        RetransmissionMap present = retransmissions;
        if (present == null) {
            present = new RetransmissionMap(window);
            retransmissions = present;
        }
        return present;
    }

    /** The slot's sender report if one is due, else null. None is due before anything was sent or long after. */
    public @Nullable SenderReport pollSenderReport(long nowNanos) {
        return schedule.pollDue(nowNanos) ? senderReport(nowNanos) : null;
    }

    /** The slot's sender report of this moment. */
    public SenderReport senderReport(long nowNanos) {
        return reports.report(rewriter.timestampAt(nowNanos), nowNanos);
    }

    /** What the subscriber reports about the slot's SSRC. */
    public void onReportBlock(ReportBlockView block, long nowNanos) {
        reports.onReportBlock(block, nowNanos);
    }

    /** Sound only: how many earlier packets each one may carry once more, if the subscriber knows how to read that. */
    public void wantRedundancy(int blocks) {
        redundancy.want(blocks);
    }

    /** How often each packet's sound is sent: 1, and once more for each earlier packet that goes along. */
    public int soundCopies() {
        return 1 + redundancy.wanted();
    }

    public MediaKind kind() {
        return kind;
    }

    public String mid() {
        return settings.mid();
    }

    public int ssrc() {
        return ssrc;
    }

    /** 0: none. */
    public int rtxSsrc() {
        return rtxSsrc;
    }

    /** To the subscriber and back, as the last report told; {@link ReportBlock#NO_RTT} if none did. */
    public long rttNanos() {
        return reports.rttNanos();
    }

    /** Packets sent, retransmissions not counted. */
    public long packets() {
        return packets;
    }

    /** RTP bytes of them. */
    public long bytes() {
        return bytes;
    }

    /** Packets sent a second time. */
    public long retransmitted() {
        return retransmitted;
    }

    /** Sequence numbers that the subscriber asked for again. */
    public long nacked() {
        return nacked;
    }

    /** Packets lost since the slot began, as the subscriber reports. */
    public int lost() {
        return reports.lost();
    }

    /** As the subscriber reports, in RTP ticks. */
    public long jitterTicks() {
        return reports.jitterTicks();
    }
}
