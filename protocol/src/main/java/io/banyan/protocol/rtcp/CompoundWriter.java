package io.banyan.protocol.rtcp;

import java.nio.ByteBuffer;
import java.util.List;

/** Writes RTCP packets one behind the other; what makes a proper compound (RFC 3550 §6.1) is the caller's choice. */
public final class CompoundWriter {
    private CompoundWriter() {}

    /**
     * Writes all packets.
     *
     * @return bytes written, a multiple of four; -1 if there is no room, with nothing written
     * @throws IllegalArgumentException if one of them is {@link Unknown}
     */
    public static int write(List<? extends RtcpPacket> packets, ByteBuffer out, int offset) {
        int total = 0;
        for (RtcpPacket packet : packets) {
            total += packetBytes(packet);
        }
        if (offset < 0 || offset > out.limit() - total) {
            return -1;
        }
        int at = offset;
        for (RtcpPacket packet : packets) {
            write(packet, out, at);
            at += packetBytes(packet);
        }
        return total;
    }

    /** Bytes that a packet will need, a multiple of four: for packing several up to a datagram's size. */
    public static int packetBytes(RtcpPacket packet) {
        return switch (packet) {
            case SenderReport report -> report.packetBytes();
            case ReceiverReport report -> report.packetBytes();
            case SourceDescription description -> description.packetBytes();
            case Goodbye goodbye -> goodbye.packetBytes();
            case GenericNack nack -> nack.packetBytes();
            case PictureLossIndication ignored -> PictureLossIndication.BYTES;
            case FullIntraRequest request -> request.packetBytes();
            case TransportFeedback feedback -> TransportFeedbackFormat.packetBytes(feedback);
            case Remb remb -> remb.packetBytes();
            case Unknown unknown -> throw new IllegalArgumentException("cannot write " + unknown);
        };
    }

    /** Writes one packet where there is room for {@link #packetBytes} of it. */
    public static void write(RtcpPacket packet, ByteBuffer out, int offset) {
        switch (packet) {
            case SenderReport report -> report.write(out, offset);
            case ReceiverReport report -> report.write(out, offset);
            case SourceDescription description -> description.write(out, offset);
            case Goodbye goodbye -> goodbye.write(out, offset);
            case GenericNack nack -> nack.write(out, offset);
            case PictureLossIndication indication -> indication.write(out, offset);
            case FullIntraRequest request -> request.write(out, offset);
            case TransportFeedback feedback -> TransportFeedbackFormat.write(feedback, out, offset);
            case Remb remb -> remb.write(out, offset);
            case Unknown unknown -> throw new IllegalArgumentException("cannot write " + unknown);
        }
    }
}
