package io.banyan.protocol.rtcp;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads the RTCP packets of one datagram (RFC 3550 §6.1, appendix A.2), compound or reduced-size (RFC 5506): which
 * packet comes first is not checked.
 */
public final class CompoundReader {
    /** More than anybody sends; a datagram of 1500 bytes could hold 375, each to be handled. */
    private static final int MAX_PACKETS = 64;

    private CompoundReader() {}

    /**
     * All packets, in order; those we do not read are {@link Unknown}.
     *
     * @param buffer big-endian
     * @return empty if any of it is malformed
     */
    public static List<RtcpPacket> read(ByteBuffer buffer, int offset, int length) {
        if (!isFramed(buffer, offset, length)) {
            return List.of();
        }
        List<RtcpPacket> packets = new ArrayList<>(4);
        for (int at = offset; at < offset + length; at += packetBytes(buffer, at)) {
            RtcpPacket packet = readPacket(buffer, at);
            if (packet == null) {
                return List.of();
            }
            packets.add(packet);
        }
        return packets;
    }

    /** Whether a datagram is a row of packets, none of them longer than what is left. What is in them is not looked at. */
    static boolean isFramed(ByteBuffer buffer, int offset, int length) {
        if (length < RtcpHeader.BYTES || (length & 3) != 0 || offset < 0 || offset > buffer.limit() - length) {
            return false;
        }
        int packets = 0;
        int end = offset + length;
        for (int at = offset; at < end; at += packetBytes(buffer, at)) {
            if ((buffer.get(at) & 0xff) >> 6 != 2
                    || packetBytes(buffer, at) > end - at
                    || bodyBytes(buffer, at) < RtcpHeader.BYTES
                    || ++packets > MAX_PACKETS) {
                return false;
            }
        }
        return true;
    }

    static int packetBytes(ByteBuffer buffer, int at) {
        return 4 * ((buffer.getShort(at + 2) & 0xffff) + 1);
    }

    /** Without padding; less than a header has if the padding is malformed. */
    static int bodyBytes(ByteBuffer buffer, int at) {
        int bytes = packetBytes(buffer, at);
        if ((buffer.get(at) & 0x20) == 0) {
            return bytes;
        }
        // Deviation: RFC 3550 §6.4.1 has padding in whole words and on the last packet only; browsers end
        // transport-wide feedback with one to three bytes of it, wherever it stands.
        int padding = buffer.get(at + bytes - 1) & 0xff;
        return padding == 0 ? 0 : bytes - padding;
    }

    static int packetType(ByteBuffer buffer, int at) {
        return buffer.get(at + 1) & 0xff;
    }

    /** Of reports or names, or the format of feedback. */
    static int count(ByteBuffer buffer, int at) {
        return buffer.get(at) & 0x1f;
    }

    /** One packet of a datagram that is framed; null if it is malformed. */
    static @Nullable RtcpPacket readPacket(ByteBuffer buffer, int at) {
        return read(buffer, at, bodyBytes(buffer, at), count(buffer, at), packetType(buffer, at));
    }

    private static @Nullable RtcpPacket read(ByteBuffer buffer, int offset, int length, int count, int packetType) {
        return switch (packetType) {
            case RtcpHeader.SENDER_REPORT -> SenderReport.read(buffer, offset, length, count);
            case RtcpHeader.RECEIVER_REPORT -> ReceiverReport.read(buffer, offset, length, count);
            case RtcpHeader.SOURCE_DESCRIPTION -> SourceDescription.read(buffer, offset, length, count);
            case RtcpHeader.GOODBYE -> Goodbye.read(buffer, offset, length, count);
            case RtcpHeader.TRANSPORT_FEEDBACK -> readTransportFeedback(buffer, offset, length, count);
            case RtcpHeader.PAYLOAD_FEEDBACK -> readPayloadFeedback(buffer, offset, length, count);
            default -> new Unknown(packetType, count);
        };
    }

    private static @Nullable RtcpPacket readTransportFeedback(ByteBuffer buffer, int offset, int length, int format) {
        if (length < RtcpHeader.FEEDBACK_BYTES) {
            return null;
        }
        return switch (format) {
            case GenericNack.FORMAT -> GenericNack.read(buffer, offset, length);
            case TransportFeedbackFormat.FORMAT -> TransportFeedbackFormat.read(buffer, offset, length);
            default -> new Unknown(RtcpHeader.TRANSPORT_FEEDBACK, format);
        };
    }

    private static @Nullable RtcpPacket readPayloadFeedback(ByteBuffer buffer, int offset, int length, int format) {
        if (length < RtcpHeader.FEEDBACK_BYTES) {
            return null;
        }
        return switch (format) {
            case PictureLossIndication.FORMAT -> PictureLossIndication.read(buffer, offset);
            case FullIntraRequest.FORMAT -> FullIntraRequest.read(buffer, offset, length);
            case Remb.FORMAT ->
                Remb.isRemb(buffer, offset, length)
                        ? Remb.read(buffer, offset, length)
                        : new Unknown(RtcpHeader.PAYLOAD_FEEDBACK, format);
            default -> new Unknown(RtcpHeader.PAYLOAD_FEEDBACK, format);
        };
    }
}
