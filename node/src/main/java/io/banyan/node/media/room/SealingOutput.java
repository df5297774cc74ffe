package io.banyan.node.media.room;

import io.banyan.node.media.congestion.BandwidthEstimator;
import io.banyan.node.media.forward.PacketOutput;
import io.banyan.node.media.forward.Workbench;
import io.banyan.node.media.transport.PeerTransport;
import java.nio.ByteBuffer;

/** Numbers a subscriber's packets and hands them to its transport. Owned by a media loop. */
final class SealingOutput implements PacketOutput {
    private final PeerTransport transport;
    private final BandwidthEstimator bandwidth;
    private final ForwardedPackets forwarded;
    private final Workbench workbench;

    SealingOutput(PeerTransport transport, BandwidthEstimator bandwidth, PeerContext context) {
        this.transport = transport;
        this.bandwidth = bandwidth;
        forwarded = context.forwarded();
        workbench = context.workbench();
    }

    @Override
    public Workbench workbench() {
        return workbench;
    }

    @Override
    public int numberPacket(int packetBytes, long nowNanos) {
        return bandwidth.number(packetBytes, nowNanos);
    }

    @Override
    public void send(
            ByteBuffer header,
            int headerLength,
            ByteBuffer payload,
            int payloadOffset,
            int payloadLength,
            long nowNanos) {
        transport.sendRtp(header, headerLength, payload, payloadOffset, payloadLength, nowNanos);
        bandwidth.onSent(nowNanos);
        forwarded.onSent();
    }
}
