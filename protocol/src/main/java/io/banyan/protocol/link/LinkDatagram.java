package io.banyan.protocol.link;

import java.nio.ByteBuffer;

/**
 * The outside of a link's datagrams: what a loop needs to tell whose one is. The first byte is from a range that RFC 7983
 * leaves free, so that links share a port with clients.
 *
 * <pre>
 *  sealed:    0xC0 | epoch mod 4 (1) | receiver's link id (4) | link sequence number, low half (4) | ciphertext | tag (16)
 *  plain:     0xC4 (1) | receiver's link id (4) | link sequence number, low half (4) | send time (4) | frames
 *  handshake: 0xC8 (1) | ... as {@link HandshakeDatagram} says
 * </pre>
 */
public final class LinkDatagram {
    /** The first first-byte that links own. */
    public static final int FIRST_BYTE_FROM = 192;

    static final int SEALED = 0xC0;
    static final int PLAIN = 0xC4;
    static final int HANDSHAKE = 0xC8;
    static final int LINK_ID_AT = 1;
    static final int SEQ_AT = 5;
    static final int HEADER_BYTES = 9;
    static final int TAG_BYTES = 16;

    /** Of the send time within the ciphertext. */
    static final int SEND_TIME_BYTES = 4;

    /** Whatever else is in a datagram. */
    static final int OVERHEAD_BYTES = HEADER_BYTES + SEND_TIME_BYTES + TAG_BYTES;

    private LinkDatagram() {}

    /** What a datagram is by its first byte. */
    public enum Kind {
        SEALED,
        /** From another loop of the same process. What came over a network with that first byte is nothing. */
        PLAIN,
        HANDSHAKE,
        NEITHER
    }

    public static Kind kindOf(ByteBuffer buffer, int offset, int length) {
        int first = length < HEADER_BYTES ? 0 : buffer.get(offset) & 0xFF;
        if ((first & ~3) == SEALED) {
            return Kind.SEALED;
        }
        return switch (first) {
            case PLAIN -> Kind.PLAIN;
            case HANDSHAKE -> Kind.HANDSHAKE;
            default -> Kind.NEITHER;
        };
    }

    /** Whose a sealed or plain datagram claims to be: the id that the receiver chose. Not authenticated yet. */
    public static int linkId(ByteBuffer buffer, int offset) {
        return buffer.getInt(offset + LINK_ID_AT);
    }
}
