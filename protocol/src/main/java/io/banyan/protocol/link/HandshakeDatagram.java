package io.banyan.protocol.link;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.List;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Lays DTLS records into a link's handshake datagrams and takes them out again. The MAC under the mesh key makes a
 * stranger's datagram cost one hash and nothing else. Owned by one thread.
 *
 * <pre>
 *  0xC8 (1) | version (1) | receiver's link id, 0 in the first flight (4) | sender's link id (4) | MAC (16) | DTLS records
 * </pre>
 *
 * The MAC is the first 16 bytes of HMAC-SHA-256 over {@code "banyan link handshake"} and everything but itself.
 */
public final class HandshakeDatagram {
    /** Of this framing. The version of the link itself is agreed on inside the handshake, where nobody can change it. */
    public static final int VERSION = 1;

    public static final int HEADER_BYTES = 26;

    private static final int DESTINATION_AT = 2;
    private static final int SOURCE_AT = 6;
    private static final int MAC_AT = 10;
    private static final int MAC_BYTES = 16;
    private static final byte[] MAC_LABEL = "banyan link handshake".getBytes(StandardCharsets.US_ASCII);

    private final List<Mac> macs;
    private byte[] scratch = new byte[0];

    /** What became of a datagram. */
    public enum Verdict {
        AUTHENTIC,
        TRUNCATED,
        UNKNOWN_VERSION,
        NOT_AUTHENTIC
    }

    /**
     * @param meshKeys at least one: the first makes, any is accepted
     */
    public HandshakeDatagram(List<byte[]> meshKeys) {
        if (meshKeys.isEmpty()) {
            throw new IllegalArgumentException("a mesh key is needed");
        }
        macs = meshKeys.stream().map(HandshakeDatagram::macOf).toList();
    }

    /**
     * A datagram around records.
     *
     * @param destinationId the receiver's link id, 0 while unknown
     * @param sourceId the sender's link id, not 0
     */
    public byte[] wrap(int destinationId, int sourceId, byte[] records) {
        byte[] datagram = new byte[HEADER_BYTES + records.length];
        ByteBuffer bytes = ByteBuffer.wrap(datagram);
        bytes.put(0, (byte) LinkDatagram.HANDSHAKE).put(1, (byte) VERSION);
        bytes.putInt(DESTINATION_AT, destinationId).putInt(SOURCE_AT, sourceId);
        bytes.put(HEADER_BYTES, records);
        bytes.put(MAC_AT, sign(macs.getFirst(), datagram, datagram.length), 0, MAC_BYTES);
        return datagram;
    }

    /** Checks a datagram; only if the verdict is {@link Verdict#AUTHENTIC} may it be read. */
    public Verdict check(ByteBuffer buffer, int offset, int length) {
        if (length <= HEADER_BYTES || offset < 0 || offset > buffer.limit() - length) {
            return Verdict.TRUNCATED;
        }
        if (buffer.get(offset + 1) != VERSION) {
            return Verdict.UNKNOWN_VERSION;
        }
        if (scratch.length < length) {
            scratch = new byte[length];
        }
        buffer.get(offset, scratch, 0, length);
        byte[] claimed = Arrays.copyOfRange(scratch, MAC_AT, MAC_AT + MAC_BYTES);
        boolean authentic = false;
        for (Mac mac : macs) {
            authentic |= MessageDigest.isEqual(Arrays.copyOf(sign(mac, scratch, length), MAC_BYTES), claimed);
        }
        return authentic ? Verdict.AUTHENTIC : Verdict.NOT_AUTHENTIC;
    }

    /** The receiver's link id; 0 in a first flight. */
    public static int destinationId(ByteBuffer buffer, int offset) {
        return buffer.getInt(offset + DESTINATION_AT);
    }

    /** The sender's link id. */
    public static int sourceId(ByteBuffer buffer, int offset) {
        return buffer.getInt(offset + SOURCE_AT);
    }

    /** The DTLS records, copied. */
    public static byte[] records(ByteBuffer buffer, int offset, int length) {
        byte[] records = new byte[length - HEADER_BYTES];
        buffer.get(offset + HEADER_BYTES, records);
        return records;
    }

    private static byte[] sign(Mac mac, byte[] datagram, int length) {
        mac.update(MAC_LABEL);
        mac.update(datagram, 0, MAC_AT);
        mac.update(datagram, HEADER_BYTES, length - HEADER_BYTES);
        return mac.doFinal();
    }

    private static Mac macOf(byte[] key) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(key, "HmacSHA256"));
            return mac;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has HmacSHA256", e);
        }
    }
}
