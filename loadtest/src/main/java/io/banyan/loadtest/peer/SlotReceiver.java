package io.banyan.loadtest.peer;

import io.banyan.protocol.payload.RedPayload;
import io.banyan.protocol.rtcp.GenericNack;
import io.banyan.protocol.rtcp.PictureLossIndication;
import io.banyan.protocol.rtcp.ReportBlock;
import io.banyan.protocol.rtcp.RtcpPacket;
import io.banyan.protocol.rtcp.SenderReport;
import io.banyan.protocol.rtp.MediaKind;
import io.banyan.protocol.rtp.RtpView;
import io.banyan.protocol.rtp.SequenceUnwrapper;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Receives on one slot and holds every packet against what it should be. Owned by the peer's loop. */
final class SlotReceiver {
    /** As often as a browser asks while it has no picture. */
    private static final long PLI_INTERVAL_NANOS = 500_000_000;

    private final AnsweredSlot slot;
    private final int ownSsrc;
    private final boolean isVideo;
    private final SequenceUnwrapper unwrapper = new SequenceUnwrapper();
    private final MissingPackets missing;
    private final RedPayload red = new RedPayload();
    private final ContentCheck content = new ContentCheck();
    private final ReceivedReports reports;
    private final SlotPlayout playout;
    private long packets;
    private long bytes;
    private long frames;
    private long keyFrames;
    private int size;
    private long timestampsBack;
    private int highestTimestamp;
    private int csrc;
    private boolean needsKeyFrame;
    private long nextPliNanos;

    SlotReceiver(AnsweredSlot slot, int ownSsrc) {
        this.slot = slot;
        this.ownSsrc = ownSsrc;
        this.isVideo = slot.kind() == MediaKind.VIDEO;
        this.missing = new MissingPackets(isVideo);
        this.playout = new SlotPlayout(isVideo);
        this.reports = new ReceivedReports(slot.ssrc(), isVideo ? PeerNumbers.VIDEO_CLOCK : PeerNumbers.AUDIO_CLOCK);
    }

    AnsweredSlot slot() {
        return slot;
    }

    void onAnnounced(int announcedCsrc, int track) {
        content.onAnnounced(announcedCsrc, track);
    }

    /** @param isResent came by RTX and was unwrapped */
    void onPacket(RtpView packet, boolean isResent, long nowNanos) {
        long before = unwrapper.highest();
        boolean isFirst = missing.highest() < 0;
        long seq = unwrapper.unwrap(packet.wireSeq());
        if (packet.payloadLength() == 0 || !missing.onPacket(seq, nowNanos)) {
            if (packet.payloadLength() == 0) {
                missing.onPacket(seq, nowNanos);
                playout.onPadding(seq, nowNanos);
            }
            return;
        }
        reports.onPacket(seq);
        packets++;
        bytes += packet.length();
        frames += packet.marker() ? 1 : 0;
        if (isFirst || seq > before) {
            onProgress(packet, isFirst);
        }
        onContent(packet, isResent, nowNanos);
        playout.onPacket(packet, seq, nowNanos);
        missing.clearTo(playout.lastDecodedSeq());
    }

    /** Shows and plays what is due. */
    void play(long nowNanos) {
        playout.poll(nowNanos);
    }

    void forgetLongest() {
        playout.forgetLongest();
    }

    private void onProgress(RtpView packet, boolean isFirst) {
        if (!isFirst && packet.timestamp() - highestTimestamp < 0) {
            timestampsBack++;
        }
        highestTimestamp = packet.timestamp();
        int newCsrc = packet.csrcCount() == 1 ? packet.csrc(0) : 0;
        if (newCsrc != csrc) {
            csrc = newCsrc;
            playout.onBreak();
            needsKeyFrame = isVideo;
        }
    }

    private void onContent(RtpView packet, boolean isResent, long nowNanos) {
        int offset = packet.payloadOffset();
        int head = 0;
        if (packet.payloadType() == PeerNumbers.RED) {
            // What was sent before is in there too, and was checked when it came.
            head = red.read(packet.buffer(), offset, packet.payloadLength()) ? red.primaryOffset() - offset : -1;
        } else if (isVideo) {
            if (Vp8Frame.startsKeyFrame(packet.buffer(), offset, packet.payloadLength())) {
                keyFrames++;
                size = Vp8Frame.keyFrameSize(packet.buffer(), offset, packet.payloadLength());
                needsKeyFrame = false;
            }
            head = Vp8Frame.headBytes(packet.buffer(), offset, packet.payloadLength());
        }
        int packetCsrc = packet.csrcCount() == 1 ? packet.csrc(0) : 0;
        if (head >= 0) {
            content.onContent(
                    packet.buffer(), offset + head, packet.payloadLength() - head, packetCsrc, nowNanos, isResent);
        }
    }

    void onSenderReport(SenderReport report, long nowNanos) {
        reports.onSenderReport(report, nowNanos);
    }

    /** What to ask the node for now. */
    void collectRequests(List<RtcpPacket> out, long nowNanos, long rttNanos) {
        List<Integer> wireSeqs = missing.collectRequests(nowNanos, rttNanos);
        if (!wireSeqs.isEmpty()) {
            out.add(new GenericNack(ownSsrc, slot.ssrc(), wireSeqs));
        }
        if ((needsKeyFrame || playout.needsKeyFrame(nowNanos)) && nowNanos >= nextPliNanos) {
            nextPliNanos = nowNanos + PLI_INTERVAL_NANOS;
            out.add(new PictureLossIndication(ownSsrc, slot.ssrc()));
        }
    }

    @Nullable
    ReportBlock report(long nowNanos) {
        return reports.hasPackets() ? reports.block(missing.highest(), packets, nowNanos) : null;
    }

    SlotStats stats() {
        return new SlotStats(
                slot.mid(),
                packets,
                bytes,
                frames,
                keyFrames,
                size >>> 16,
                size & 0xffff,
                missing.givenUp(),
                missing.waiting(),
                missing.recovered(),
                missing.duplicates(),
                missing.requests(),
                content.missing(),
                content.verified(),
                content.corrupted(),
                content.mislabelled(),
                content.foreign(),
                timestampsBack,
                reports.reports(),
                reports.bendNanos() / 1_000,
                content.latency().copy(),
                playout.stats());
    }
}
