package io.banyan.protocol.dtls;

/**
 * Looks over the records of a datagram before BouncyCastle does: what anybody could forge must not end an association or
 * cost memory.
 *
 * <ul>
 *   <li>Versions that do not exist are fatal to the record layer of 1.84; here they are refused.
 *   <li>Messages beyond {@link HandshakeLimit} are refused where they can be read, which is in epoch 0.
 *   <li>Records of epoch 0, which nothing authenticates (RFC 6347 §4.1), are numbered anew in the order of their arrival.
 *       The record layer keeps a replay window over them all the same, so that one forged record with a high number would
 *       shut the real peer out; repeated handshake messages are told by their own numbers anyway.
 * </ul>
 */
final class RecordScreen {
    /**
     * <pre>
     * type (1) | version (2) | epoch (2) | sequence number (6) | length (2) | fragment
     * </pre>
     */
    private static final int HEADER_BYTES = 13;

    /** DTLS 1.0, which a first ClientHello may still say (RFC 6347 §4.2.1). */
    private static final int DTLS_10 = 0xFEFF;

    private static final int DTLS_12 = 0xFEFD;
    private static final int VERSION_AT = 1;
    private static final int EPOCH_AT = 3;
    private static final int SEQ_AT = 5;
    private static final int LENGTH_AT = 11;

    private long nextSeq;

    /**
     * @param datagram whose records of epoch 0 get new numbers
     * @return false if it is to be dropped
     */
    boolean admit(byte[] datagram) {
        int at = 0;
        while (datagram.length - at >= HEADER_BYTES) {
            int version = HandshakeLimit.uint16(datagram, at + VERSION_AT);
            if (version != DTLS_10 && version != DTLS_12) {
                return false;
            }
            int body = at + HEADER_BYTES;
            int bodyBytes = Math.min(HandshakeLimit.uint16(datagram, at + LENGTH_AT), datagram.length - body);
            if (HandshakeLimit.uint16(datagram, at + EPOCH_AT) == 0) {
                if (datagram[at] == HandshakeLimit.HANDSHAKE
                        && !HandshakeLimit.allowsMessages(datagram, body, bodyBytes)) {
                    return false;
                }
                number(datagram, at + SEQ_AT);
            }
            at = body + bodyBytes;
        }
        return true;
    }

    private void number(byte[] datagram, int at) {
        for (int i = 0; i < 6; i++) {
            datagram[at + i] = (byte) (nextSeq >>> (40 - 8 * i));
        }
        nextSeq++;
    }
}
