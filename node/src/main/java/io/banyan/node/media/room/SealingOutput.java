package io.banyan.node.media.room;

import io.banyan.node.media.congestion.FeedbackReader;
import io.banyan.node.media.forward.PacketOutput;
import io.banyan.node.media.transport.PeerTransport;
import io.banyan.node.media.transport.TransportContext;
import java.nio.ByteBuffer;

/** Puts a subscriber's packets together and hands them to its transport. Owned by a media loop. */
final class SealingOutput implements PacketOutput {
    private final PeerTransport transport;
    private final FeedbackReader feedback;
    private final ForwardedPackets forwarded;
    private final ByteBuffer plain = ByteBuffer.allocate(TransportContext.SCRATCH_BYTES);

    SealingOutput(PeerTransport transport, FeedbackReader feedback, PeerContext context) {
        this.transport = transport;
        this.feedback = feedback;
        forwarded = context.forwarded();
    }

    @Override
    public int numberPacket(int packetBytes, long nowNanos) {
        return feedback.number(nowNanos);
    }

    @Override
    public void send(
            ByteBuffer header,
            int headerLength,
            ByteBuffer payload,
            int payloadOffset,
            int payloadLength,
            long nowNanos) {
        plain.put(0, header, 0, headerLength);
        plain.put(headerLength, payload, payloadOffset, payloadLength);
        transport.sendRtp(plain, 0, headerLength + payloadLength, nowNanos);
        forwarded.onSent();
    }
}
