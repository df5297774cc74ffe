package io.banyan.protocol.srtp;

import java.nio.ByteBuffer;

/** As much of an RTP header as sealing needs: where it ends, and what names the packet (RFC 3550 §5.1, §5.3.1). */
final class RtpHeader {
    private static final int FIXED_BYTES = 12;

    private RtpHeader() {}

    /**
     * Length of fixed header, CSRCs and header extension.
     *
     * @return -1 if this is no RTP packet, or it ends within its header
     */
    static int length(ByteBuffer packet, int offset, int packetLength) {
        if (offset < 0 || packetLength < FIXED_BYTES || packetLength > packet.limit() - offset) {
            return -1;
        }
        int first = packet.get(offset);
        if ((first & 0xC0) != 0x80) {
            return -1;
        }
        int length = FIXED_BYTES + 4 * (first & 0x0F);
        if ((first & 0x10) != 0) {
            if (length + 4 > packetLength) {
                return -1;
            }
            length += 4 + 4 * (packet.getShort(offset + length + 2) & 0xFFFF);
        }
        return length <= packetLength ? length : -1;
    }

    /** 16 bits. */
    static int seq(ByteBuffer packet, int offset) {
        return packet.getShort(offset + 2) & 0xFFFF;
    }

    static int ssrc(ByteBuffer packet, int offset) {
        return packet.getInt(offset + 8);
    }
}
