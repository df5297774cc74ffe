package io.banyan.node.media.transport;

import io.banyan.protocol.link.LinkDatagram;
import java.nio.ByteBuffer;

/** Tells apart what shares a media port, by the first byte (RFC 7983 §7) and, for RTCP, the second (RFC 5761 §4). */
public final class DatagramClassifier {
    /** A STUN header. */
    private static final int STUN_MIN_BYTES = 20;
    /** A DTLS record header (RFC 6347 §4.1). */
    private static final int DTLS_MIN_BYTES = 13;
    /** An RTP header; the authentication tag makes every real packet longer still. */
    private static final int RTP_MIN_BYTES = 12;
    /** An RTCP header with one SSRC. */
    private static final int RTCP_MIN_BYTES = 8;

    /** The header of a link's datagram. */
    private static final int LINK_MIN_BYTES = 9;

    private DatagramClassifier() {}

    /**
     * @param offset of the datagram, absolute in {@code buffer}
     * @param length of the datagram in bytes, 0 is allowed
     */
    public static DatagramKind classify(ByteBuffer buffer, int offset, int length) {
        if (length < 2) {
            return DatagramKind.TOO_SHORT;
        }
        int first = buffer.get(offset) & 0xFF;
        if (first >= 128 && first <= 191) {
            // Packet types 192 to 223 are RTCP: as payload types with the marker set, 64 to 95 are never negotiated.
            int second = buffer.get(offset + 1) & 0xFF;
            return second >= 192 && second <= 223
                    ? atLeast(RTCP_MIN_BYTES, length, DatagramKind.RTCP)
                    : atLeast(RTP_MIN_BYTES, length, DatagramKind.RTP);
        }
        if (first <= 3) {
            return atLeast(STUN_MIN_BYTES, length, DatagramKind.STUN);
        }
        if (first >= 20 && first <= 63) {
            return atLeast(DTLS_MIN_BYTES, length, DatagramKind.DTLS);
        }
        if (first >= LinkDatagram.FIRST_BYTE_FROM) {
            return atLeast(LINK_MIN_BYTES, length, DatagramKind.LINK);
        }
        return DatagramKind.UNKNOWN;
    }

    private static DatagramKind atLeast(int minimum, int length, DatagramKind kind) {
        return length >= minimum ? kind : DatagramKind.TOO_SHORT;
    }
}
