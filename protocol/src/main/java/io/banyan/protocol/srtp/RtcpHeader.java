package io.banyan.protocol.srtp;

import java.nio.ByteBuffer;

/** What of an RTCP packet is never encrypted: its first eight bytes (RFC 3711 §3.4). */
final class RtcpHeader {
    static final int BYTES = 8;

    private RtcpHeader() {}

    /** Whether this may be RTCP, by version and length alone. */
    static boolean isRtcp(ByteBuffer packet, int offset, int length) {
        return offset >= 0
                && length >= BYTES
                && length <= packet.limit() - offset
                && (packet.get(offset) & 0xC0) == 0x80;
    }

    static int ssrc(ByteBuffer packet, int offset) {
        return packet.getInt(offset + 4);
    }
}
