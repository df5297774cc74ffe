package io.banyan.node.media.room;

import io.banyan.node.media.congestion.BandwidthEstimator;
import io.banyan.node.media.count.DropCounters;
import io.banyan.node.media.receive.EncodingReceiver;
import io.banyan.node.media.transport.PeerTransport;
import io.banyan.node.media.transport.TransportContext;
import io.banyan.node.plane.DropReason;
import io.banyan.protocol.rtcp.CompoundReader;
import io.banyan.protocol.rtcp.FullIntraRequest;
import io.banyan.protocol.rtcp.GenericNack;
import io.banyan.protocol.rtcp.Goodbye;
import io.banyan.protocol.rtcp.PictureLossIndication;
import io.banyan.protocol.rtcp.ReceiverReport;
import io.banyan.protocol.rtcp.Remb;
import io.banyan.protocol.rtcp.ReportBlock;
import io.banyan.protocol.rtcp.RtcpPacket;
import io.banyan.protocol.rtcp.SenderReport;
import io.banyan.protocol.rtcp.SourceDescription;
import io.banyan.protocol.rtcp.TransportFeedback;
import io.banyan.protocol.rtcp.Unknown;
import java.nio.ByteBuffer;
import java.util.List;

/** Takes a peer's RTCP and hands each packet of it to the mechanism that it is for. Owned by a media loop. */
final class RtcpInbound {
    private final PeerTransport transport;
    private final PeerTracks tracks;
    private final PeerSlots slots;
    private final BandwidthEstimator bandwidth;
    private final DropCounters drops;
    private final ByteBuffer plain;

    RtcpInbound(
            PeerTransport transport,
            PeerTracks tracks,
            PeerSlots slots,
            BandwidthEstimator bandwidth,
            TransportContext context) {
        this.transport = transport;
        this.tracks = tracks;
        this.slots = slots;
        this.bandwidth = bandwidth;
        drops = context.drops();
        plain = context.opened();
    }

    void onRtcp(ByteBuffer buffer, int offset, int length, long nowNanos) {
        int opened = transport.unprotectRtcp(buffer, offset, length, plain, 0);
        if (opened < 0) {
            return;
        }
        List<RtcpPacket> packets = CompoundReader.read(plain, 0, opened);
        if (packets.isEmpty()) {
            drops.count(DropReason.RTCP_MALFORMED);
        }
        for (RtcpPacket packet : packets) {
            onPacket(packet, nowNanos);
        }
    }

    private void onPacket(RtcpPacket packet, long nowNanos) {
        switch (packet) {
            case SenderReport report -> onSenderReport(report, nowNanos);
            case ReceiverReport report -> onReportBlocks(report.reports(), nowNanos);
            case GenericNack nack -> onNack(nack, nowNanos);
            case PictureLossIndication loss -> onKeyframeRequest(loss.mediaSsrc(), nowNanos);
            case FullIntraRequest request ->
                request.entries().forEach(entry -> onKeyframeRequest(entry.ssrc(), nowNanos));
            case TransportFeedback arrivals -> bandwidth.onFeedback(arrivals, nowNanos);
            // The m-lines, not these, say what a client's streams are called and when they end.
            case SourceDescription ignored -> {}
            case Goodbye ignored -> {}
            case Remb remb -> bandwidth.onRemb(remb.bitrateBps());
            case Unknown ignored -> {}
        }
    }

    private void onSenderReport(SenderReport report, long nowNanos) {
        EncodingReceiver encoding = tracks.streams().findEncoding(report.ssrc());
        if (encoding != null) {
            encoding.onSenderReport(report.ntp(), report.rtpTimestamp(), nowNanos);
        } else if (tracks.streams().find(report.ssrc()) == null) {
            drops.count(DropReason.RTCP_UNKNOWN_SOURCE);
        }
        onReportBlocks(report.reports(), nowNanos);
    }

    private void onReportBlocks(List<ReportBlock> blocks, long nowNanos) {
        for (ReportBlock block : blocks) {
            Slot slot = slots.ofSsrc(block.ssrc());
            if (slot == null) {
                drops.count(DropReason.RTCP_UNKNOWN_SOURCE);
            } else if (slot.stream().ssrc() == block.ssrc()) {
                slot.stream().onReportBlock(block, nowNanos);
            }
        }
    }

    private void onNack(GenericNack nack, long nowNanos) {
        Slot slot = slots.ofSsrc(nack.mediaSsrc());
        if (slot == null) {
            drops.count(DropReason.RTCP_UNKNOWN_SOURCE);
            return;
        }
        for (int wireSeq : nack.wireSeqs()) {
            slot.stream().onNack(wireSeq, nowNanos);
        }
    }

    private void onKeyframeRequest(int ssrc, long nowNanos) {
        Slot slot = slots.ofSsrc(ssrc);
        if (slot == null) {
            drops.count(DropReason.RTCP_UNKNOWN_SOURCE);
        } else if (slot.current() != null) {
            slot.current().forwarder().onKeyframeRequest(nowNanos);
        }
    }
}
