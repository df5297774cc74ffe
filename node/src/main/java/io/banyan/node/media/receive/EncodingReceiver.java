package io.banyan.node.media.receive;

import io.banyan.node.media.count.DropCounters;
import io.banyan.node.plane.DropReason;
import io.banyan.protocol.payload.KeyframeDetector;
import io.banyan.protocol.rtcp.ReportBlock;
import io.banyan.protocol.rtp.AbsCaptureTime;
import io.banyan.protocol.rtp.CodecId;
import io.banyan.protocol.rtp.HeaderExtension;
import io.banyan.protocol.rtp.HeaderExtensions;
import io.banyan.protocol.rtp.MediaKind;
import io.banyan.protocol.rtp.RtpClock;
import io.banyan.protocol.rtp.RtpView;
import io.banyan.protocol.rtp.SequenceUnwrapper;
import io.banyan.protocol.rtp.TimestampUnwrapper;
import org.jspecify.annotations.Nullable;

/**
 * One encoding of a track (RFC 8851: a {@code rid}) from the decrypted packet to the track's sinks: unwrapping,
 * duplicates, ring, repair, statistics. Owned by a media loop.
 *
 * <p>Its SSRC may change; {@link #epoch} then says that sequence numbers and timestamps began anew.
 */
public final class EncodingReceiver {
    /** Three bits on links. */
    static final int LINEAGES = 8;

    private final TrackReceiver track;
    private final String rid;
    private final int index;
    private final DropCounters drops;
    private final RtxUnwrapper rtxUnwrapper;
    private final RtpView view = new RtpView();
    private final KeyframeDetector keyframeDetector = new KeyframeDetector();
    private final HeaderExtensions extensions = new HeaderExtensions();
    private final RedBlocks redundancy = new RedBlocks();
    private final NackTracker nacks = new NackTracker();
    private final KeyframeRequester keyframes;
    private final ReceptionStatistics statistics = new ReceptionStatistics();
    private final PublisherTimeline publisherTime = new PublisherTimeline();
    private final ArrivalTimeline arrivals = new ArrivalTimeline();
    private final BitrateMeter bitrate = new BitrateMeter();
    private final EncodingPresence presence = new EncodingPresence();
    private final @Nullable EncodingLayers layers;
    private SequenceUnwrapper sequence = new SequenceUnwrapper();
    private TimestampUnwrapper timestamps = new TimestampUnwrapper();
    private @Nullable PacketRing ring;
    private RtpClock clock;
    private CodecId codec;
    private int ssrc;
    private boolean bound;
    private int epoch;
    private long keyframeTicks = -1;
    private int lineage;
    private long packets;
    private long bytes;
    private long retransmitted;

    EncodingReceiver(TrackReceiver track, String rid, int index, DropCounters drops) {
        this.track = track;
        this.rid = rid;
        this.index = index;
        this.drops = drops;
        this.keyframes = new KeyframeRequester(track.kind());
        this.layers = track.kind() == MediaKind.VIDEO ? new EncodingLayers() : null;
        this.rtxUnwrapper = new RtxUnwrapper(drops);
        this.codec = track.kind() == MediaKind.AUDIO ? CodecId.OPUS : CodecId.VP8;
        this.clock = new RtpClock(codec.clockRate());
    }

    /** Says which SSRC the encoding has; another than before begins a new epoch. */
    void bind(int newSsrc) {
        if (bound && ssrc == newSsrc) {
            return;
        }
        if (bound) {
            restart();
        }
        bound = true;
        ssrc = newSsrc;
    }

    /** The same for what comes over links, where the number of the life is the origin's. */
    void bindRelayed(int newSsrc, int newLineage) {
        bind(newSsrc);
        lineage = newLineage;
    }

    /** Where the next packet of this encoding, or its retransmission, is to be decrypted to. */
    PacketSlot reserve() {
        PacketRing present = ring;
        if (present == null) {
            present = new PacketRing(track.kind() == MediaKind.VIDEO ? PacketRing.VIDEO_SLOTS : PacketRing.AUDIO_SLOTS);
            ring = present;
        }
        return present.reserve();
    }

    /**
     * A packet of the encoding's own stream in the reserved slot, authenticated.
     *
     * @return false: so old that it has no place any more
     */
    boolean onPacket(PacketSlot slot, int length, long nowNanos) {
        return accept(slot, length, false, nowNanos);
    }

    /** A packet of its retransmission stream in the reserved slot, authenticated. */
    void onRetransmission(PacketSlot slot, int length, long nowNanos) {
        if (!bound || sequence.highest() < 0) {
            drops.count(DropReason.RTP_UNKNOWN_STREAM);
            return;
        }
        int original = rtxUnwrapper.unwrap(slot, length, track.settings().payloadTypes(), ssrc);
        if (original != RtxUnwrapper.NOTHING) {
            boolean _ = accept(slot, original, true, nowNanos);
        }
    }

    private boolean accept(PacketSlot slot, int length, boolean isRetransmission, long nowNanos) {
        PacketRing present = ring;
        if (present == null || !view.wrap(slot.buffer(), slot.offset(), length)) {
            drops.count(DropReason.RTP_MALFORMED);
            return true;
        }
        CodecId packetCodec = track.settings().payloadTypes().codecOf(view.payloadType());
        if (packetCodec == null || packetCodec.kind() != track.kind()) {
            drops.count(DropReason.RTP_UNKNOWN_PAYLOAD_TYPE);
            return true;
        }
        int primaryBegin = redundancy.onPacket(track, packetCodec, view);
        if (primaryBegin == RedBlocks.MALFORMED) {
            drops.count(DropReason.RED_MALFORMED);
            return true;
        }
        long seq = sequence.unwrap(view.wireSeq());
        if (seq <= sequence.highest() - present.slotCount()) {
            drops.count(DropReason.RTP_TOO_OLD);
            return false;
        }
        if (present.find(seq) != null) {
            drops.count(DropReason.RTP_DUPLICATE);
            return true;
        }
        keep(slot, present, packetCodec, seq, isRetransmission, nowNanos);
        slot.describeRedundancy(primaryBegin);
        if (slot.payloadLength() == 0) {
            drops.count(DropReason.RTP_PADDING_ONLY);
        } else {
            slot.captured(track.captureClock().onPacket(this, slot, nowNanos));
        }
        track.deliver(this, slot, nowNanos);
        return true;
    }

    private void keep(
            PacketSlot slot,
            PacketRing present,
            CodecId packetCodec,
            long seq,
            boolean isRetransmission,
            long nowNanos) {
        useCodec(packetCodec);
        long before = timestamps.highest();
        long ticks = timestamps.unwrap(view.timestamp());
        slot.describe(view, packetCodec, isRetransmission, ticks, nowNanos);
        slot.locateExtensions(view, extensions, track.settings().extensions());
        readCaptureTime(slot, ticks);
        if (isRetransmission) {
            retransmitted++;
        } else {
            statistics.onPacket(seq, ticks, clock, slot.length(), nowNanos);
        }
        presence.onPacket(before < 0, nowNanos);
        packets++;
        bytes += slot.length();
        bitrate.onPacket(slot.length(), nowNanos);
        boolean isKeyframe = false;
        if (slot.payloadLength() > 0) {
            isKeyframe = packetCodec.kind() == MediaKind.AUDIO
                    || keyframeDetector.isKeyframeStart(
                            packetCodec, slot.buffer(), slot.payloadOffset(), slot.payloadLength());
            slot.describePayload(isKeyframe);
            if (layers != null) {
                layers.onPacket(slot, ticks > before, nowNanos);
            }
            if (!isRetransmission) {
                arrivals.onPacket(ticks, clock, nowNanos);
            }
            if (ticks > before) {
                track.onFrame(this);
            }
        }
        if (isKeyframe) {
            keyframes.onKeyframe();
            keyframeTicks = ticks;
        }
        keyframes.onPacket(slot.length(), ticks == keyframeTicks, nowNanos);
        present.store(slot, seq);
        if (track.settings().nack()) {
            nacks.onPacket(seq, isKeyframe && track.kind() == MediaKind.VIDEO, nowNanos);
        }
    }

    private void readCaptureTime(PacketSlot slot, long ticks) {
        int bytes = slot.extensionLength(HeaderExtension.ABS_CAPTURE_TIME);
        if (AbsCaptureTime.isValidLength(bytes)) {
            int at = slot.extensionOffset(HeaderExtension.ABS_CAPTURE_TIME);
            publisherTime.onCaptureTime(AbsCaptureTime.read(slot.buffer(), at, bytes), ticks, clock);
        }
    }

    private void useCodec(CodecId packetCodec) {
        if (packetCodec != codec) {
            if (packetCodec.clockRate() != codec.clockRate()) {
                clock = new RtpClock(packetCodec.clockRate());
            }
            codec = packetCodec;
        }
    }

    private void restart() {
        epoch++;
        lineage = (lineage + 1) % LINEAGES;
        sequence = new SequenceUnwrapper();
        timestamps = new TimestampUnwrapper();
        keyframeTicks = -1;
        if (ring != null) {
            ring.clear();
        }
        nacks.reset();
        statistics.reset();
        publisherTime.reset();
        arrivals.reset();
        bitrate.reset();
        if (layers != null) {
            layers.reset();
        }
    }

    /** The publisher's sender report about this stream. */
    public void onSenderReport(long ntpTimestamp, int rtpTimestamp, long nowNanos) {
        if (timestamps.highest() >= 0) {
            publisherTime.onSenderReport(ntpTimestamp, timestamps.peek(rtpTimestamp), clock, nowNanos);
            track.deliverReport(this, ntpTimestamp, rtpTimestamp, nowNanos);
        }
    }

    /** The report block about this stream; null if nothing of it came yet. */
    public @Nullable ReportBlock takeReport(long nowNanos) {
        return statistics.isStarted() ? statistics.takeReport(ssrc, publisherTime, nowNanos) : null;
    }

    /**
     * What to ask the publisher for again (RFC 4585 §6.2.1).
     *
     * @param rttNanos 0 if not known
     * @param out gets 16-bit sequence numbers, ascending
     * @return how many
     */
    public int collectNacks(long nowNanos, long rttNanos, int[] out) {
        if (!track.settings().nack()) {
            return 0;
        }
        int due = nacks.collect(nowNanos, rttNanos, out);
        if (nacks.pollKeyframeWanted() && track.kind() == MediaKind.VIDEO) {
            keyframes.request();
        }
        return due;
    }

    /** A packet by its unwrapped number, or null: never came, or written over. */
    public @Nullable PacketSlot find(long seq) {
        return ring == null ? null : ring.find(seq);
    }

    /** The highest sequence number received, unwrapped; -1 before the first. */
    public long highestSeq() {
        return sequence.highest();
    }

    /** The rid of RFC 8851, empty if there is none. */
    public String rid() {
        return rid;
    }

    /** 0 for the lowest quality. */
    public int index() {
        return index;
    }

    public TrackReceiver track() {
        return track;
    }

    /** Whether an SSRC is known. */
    public boolean isBound() {
        return bound;
    }

    public int ssrc() {
        return ssrc;
    }

    /** Counts the SSRCs that the encoding has had. */
    public int epoch() {
        return epoch;
    }

    /** Which life of the publisher's SSRC this is, 0 to 7: the same number on every node of the track's way. */
    public int lineage() {
        return lineage;
    }

    /** Of the newest packet. */
    public CodecId codec() {
        return codec;
    }

    /** Of the newest packet's codec. */
    public RtpClock clock() {
        return clock;
    }

    public KeyframeRequester keyframes() {
        return keyframes;
    }

    public NackTracker nacks() {
        return nacks;
    }

    public ReceptionStatistics statistics() {
        return statistics;
    }

    public PublisherTimeline publisherTime() {
        return publisherTime;
    }

    public ArrivalTimeline arrivals() {
        return arrivals;
    }

    /** Whether it comes. */
    public EncodingPresence presence() {
        return presence;
    }

    /** Whether its publisher's first packet came only a moment ago; see {@link EncodingPresence}. */
    public boolean isStarting(long nowNanos) {
        return presence.isStarting(nowNanos);
    }

    /** Packets, retransmitted ones included, duplicates not. */
    public long packets() {
        return packets;
    }

    /** Bytes of them. */
    public long bytes() {
        return bytes;
    }

    /** What comes of it, or came last, bits per second of RTP; 0: not known. */
    public long bitrateBps() {
        return bitrate.bps();
    }

    /** What there is within the encoding; null for audio. */
    public @Nullable EncodingLayers layers() {
        return layers;
    }

    /** Packets that came as a retransmission and were new. */
    public long retransmitted() {
        return retransmitted;
    }

    /** Packets that are missing after all repair so far. */
    public long lostAfterRepair() {
        return Math.max(0, statistics.lost() - retransmitted);
    }

    /** Whether the publisher sends it, or would; see {@link EncodingPresence}. */
    public boolean isActive(long nowNanos) {
        return presence.isActive(nowNanos);
    }
}
