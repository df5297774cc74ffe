package io.banyan.protocol.dtls;

/**
 * How long a handshake message may claim to be. A fragment says the length of its whole message, up to 16 MB (RFC 6347
 * §4.2.2), and BouncyCastle 1.84 sets that much aside for each, sixteen at a time, before it knows who is asking.
 */
final class HandshakeLimit {
    /** A ClientHello with a post-quantum share has 2 kB, a chain of RSA certificates 5 kB. */
    static final int MAX_MESSAGE_BYTES = 16 * 1024;

    static final int HANDSHAKE = 22;

    private static final int MESSAGE_HEADER_BYTES = 12;

    private HandshakeLimit() {}

    /** Whether none of the handshake messages in the body of a record is beyond the limit. */
    static boolean allowsMessages(byte[] record, int offset, int length) {
        int at = offset;
        int end = offset + length;
        while (end - at >= MESSAGE_HEADER_BYTES) {
            if (uint24(record, at + 1) > MAX_MESSAGE_BYTES) {
                return false;
            }
            at += MESSAGE_HEADER_BYTES + uint24(record, at + 9);
        }
        return true;
    }

    static int uint16(byte[] bytes, int at) {
        return (bytes[at] & 0xFF) << 8 | (bytes[at + 1] & 0xFF);
    }

    private static int uint24(byte[] bytes, int at) {
        return uint16(bytes, at) << 8 | (bytes[at + 2] & 0xFF);
    }
}
