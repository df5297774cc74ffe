package io.banyan.node.media.room;

import io.banyan.node.media.congestion.BandwidthEstimator;
import io.banyan.node.media.count.DropCounters;
import io.banyan.node.media.receive.EncodingReceiver;
import io.banyan.node.media.transport.PeerTransport;
import io.banyan.node.plane.DropReason;
import io.banyan.protocol.rtcp.FullIntraRequest;
import io.banyan.protocol.rtcp.GenericNack;
import io.banyan.protocol.rtcp.PictureLossIndication;
import io.banyan.protocol.rtcp.Remb;
import io.banyan.protocol.rtcp.ReportBlockView;
import io.banyan.protocol.rtcp.RtcpPacket;
import io.banyan.protocol.rtcp.RtcpScanner;
import io.banyan.protocol.rtcp.TransportFeedback;
import java.nio.ByteBuffer;

/** Takes a peer's RTCP and hands each packet of it to the mechanism that it is for. Owned by a media loop. */
final class RtcpInbound implements RtcpScanner.Handler {
    private final PeerTransport transport;
    private final PeerTracks tracks;
    private final PeerSlots slots;
    private final BandwidthEstimator bandwidth;
    private final DropCounters drops;
    private final ByteBuffer plain;
    private final RtcpScanner scanner;

    RtcpInbound(
            PeerTransport transport,
            PeerTracks tracks,
            PeerSlots slots,
            BandwidthEstimator bandwidth,
            PeerContext context) {
        this.transport = transport;
        this.tracks = tracks;
        this.slots = slots;
        this.bandwidth = bandwidth;
        drops = context.drops();
        plain = context.transport().opened();
        scanner = context.rtcp();
    }

    void onRtcp(ByteBuffer buffer, int offset, int length, long nowNanos) {
        int opened = transport.unprotectRtcp(buffer, offset, length, plain, 0);
        if (opened >= 0 && !scanner.scan(plain, 0, opened, this, nowNanos)) {
            drops.count(DropReason.RTCP_MALFORMED);
        }
    }

    @Override
    public void onSenderReport(int ssrc, long ntp, int rtpTimestamp, long nowNanos) {
        EncodingReceiver encoding = tracks.streams().findEncoding(ssrc);
        if (encoding != null) {
            encoding.onSenderReport(ntp, rtpTimestamp, nowNanos);
        } else if (tracks.streams().find(ssrc) == null) {
            drops.count(DropReason.RTCP_UNKNOWN_SOURCE);
        }
    }

    @Override
    public void onReportBlock(ReportBlockView block, long nowNanos) {
        int ssrc = block.ssrc();
        Slot slot = slots.ofSsrc(ssrc);
        if (slot == null) {
            drops.count(DropReason.RTCP_UNKNOWN_SOURCE);
        } else if (slot.stream().ssrc() == ssrc) {
            slot.stream().onReportBlock(block, nowNanos);
        }
    }

    @Override
    public void onTransportFeedback(TransportFeedback arrivals, long nowNanos) {
        bandwidth.onFeedback(arrivals, nowNanos);
    }

    @Override
    public void onRequest(RtcpPacket request, long nowNanos) {
        switch (request) {
            case GenericNack nack -> onNack(nack, nowNanos);
            case PictureLossIndication loss -> onKeyframeRequest(loss.mediaSsrc(), nowNanos);
            case FullIntraRequest all -> all.entries().forEach(entry -> onKeyframeRequest(entry.ssrc(), nowNanos));
            case Remb remb -> bandwidth.onRemb(remb.bitrateBps());
            default -> {}
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
