package io.banyan.protocol.stun;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32;
import org.jspecify.annotations.Nullable;

/**
 * A STUN message in somebody else's buffer (RFC 8489). Reusable; owned by one thread; valid until the buffer changes.
 *
 * <pre>
 *  0                   1                   2                   3
 *  0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * |0 0|     STUN message type     |         message length        |
 * |                  magic cookie  0x2112A442                     |
 * |                  transaction id (96 bits)                     |
 * |  then attributes: type (16) | length (16) | value, padded to 4 bytes
 * </pre>
 */
public final class StunView {
    /** Longer ones are refused: no Binding message comes near an Ethernet frame. */
    public static final int MAX_MESSAGE_BYTES = 1500;

    static final int HEADER_BYTES = 20;
    static final int MAGIC_COOKIE = 0x2112A442;
    /** "STUN", so that no other protocol's CRC at the same place matches (RFC 8489 §14.7). */
    static final int FINGERPRINT_XOR = 0x5354554E;

    private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);

    private final byte[] scratch = new byte[MAX_MESSAGE_BYTES];
    private final CRC32 crc = new CRC32();

    private ByteBuffer buffer = NOTHING;
    private int offset;
    private int length;
    private int integrityOffset;
    private int fingerprintOffset;
    /** Where the attributes that count end: those behind MESSAGE-INTEGRITY are not covered by it. */
    private int attributesEnd;

    private int valueOffset;
    private int valueLength;

    /**
     * Whether these bytes can be STUN at all: first two bits 0 and the magic cookie. Says nothing about the rest.
     */
    public static boolean looksLikeStun(ByteBuffer buffer, int offset, int length) {
        return length >= HEADER_BYTES && (buffer.get(offset) & 0xC0) == 0 && buffer.getInt(offset + 4) == MAGIC_COOKIE;
    }

    /**
     * Looks at one datagram.
     *
     * @return false if it is no well-formed STUN message: wrong cookie, a length that is not the datagram's, attributes
     *     that do not fit, a FINGERPRINT that is not the last attribute or that does not match
     */
    public boolean wrap(ByteBuffer buffer, int offset, int length) {
        this.buffer = buffer;
        this.offset = offset;
        this.length = length;
        valueOffset = 0;
        valueLength = 0;
        if (length > MAX_MESSAGE_BYTES
                || !looksLikeStun(buffer, offset, length)
                || (buffer.getShort(offset + 2) & 0xFFFF) != length - HEADER_BYTES
                || (length & 3) != 0
                || !walkAttributes()
                || !fingerprintMatches()) {
            this.buffer = NOTHING;
            attributesEnd = 0;
            return false;
        }
        return true;
    }

    private boolean walkAttributes() {
        integrityOffset = -1;
        fingerprintOffset = -1;
        int end = offset + length;
        attributesEnd = end;
        int at = offset + HEADER_BYTES;
        while (at < end) {
            if (fingerprintOffset >= 0 || end - at < 4) {
                return false;
            }
            int type = buffer.getShort(at) & 0xFFFF;
            int bytes = buffer.getShort(at + 2) & 0xFFFF;
            int next = at + 4 + padded(bytes);
            if (next > end) {
                return false;
            }
            if (type == StunAttribute.MESSAGE_INTEGRITY && integrityOffset < 0) {
                if (bytes != StunKey.MAC_BYTES) {
                    return false;
                }
                integrityOffset = at;
                attributesEnd = at;
            } else if (type == StunAttribute.FINGERPRINT) {
                if (bytes != 4) {
                    return false;
                }
                fingerprintOffset = at;
                attributesEnd = Math.min(attributesEnd, at);
            }
            at = next;
        }
        return true;
    }

    private boolean fingerprintMatches() {
        if (fingerprintOffset < 0) {
            return true;
        }
        int covered = fingerprintOffset - offset;
        buffer.get(offset, scratch, 0, covered);
        crc.reset();
        crc.update(scratch, 0, covered);
        return ((int) crc.getValue() ^ FINGERPRINT_XOR) == buffer.getInt(fingerprintOffset + 4);
    }

    public StunClass stunClass() {
        return StunClass.ofType(buffer.getShort(offset));
    }

    /** The 12-bit method, e.g. {@link StunAttribute#BINDING}. */
    public int method() {
        int type = buffer.getShort(offset);
        return (type & 0x000F) | (type & 0x00E0) >> 1 | (type & 0x3E00) >> 2;
    }

    /** First 32 bits of the transaction id. */
    public int transactionIdHigh() {
        return buffer.getInt(offset + 8);
    }

    /** Last 64 bits of the transaction id. */
    public long transactionIdLow() {
        return buffer.getLong(offset + 12);
    }

    public boolean hasFingerprint() {
        return fingerprintOffset >= 0;
    }

    public boolean hasIntegrity() {
        return integrityOffset >= 0;
    }

    /**
     * Whether MESSAGE-INTEGRITY is there and was made with this key; compared in constant time (RFC 8489 §14.5).
     */
    public boolean isSignedBy(StunKey key) {
        if (integrityOffset < 0) {
            return false;
        }
        int covered = integrityOffset - offset;
        buffer.get(offset, scratch, 0, covered);
        // The length is taken as if MESSAGE-INTEGRITY were the last attribute.
        int lengthThen = covered - HEADER_BYTES + 4 + StunKey.MAC_BYTES;
        scratch[2] = (byte) (lengthThen >> 8);
        scratch[3] = (byte) lengthThen;
        byte[] expected = key.sign(scratch, covered);
        int difference = 0;
        for (int i = 0; i < StunKey.MAC_BYTES; i++) {
            difference |= expected[i] ^ buffer.get(integrityOffset + 4 + i);
        }
        return difference == 0;
    }

    /**
     * Finds the first attribute of a type; then {@link #valueOffset} and {@link #valueLength} speak of it. Attributes
     * behind MESSAGE-INTEGRITY are not found: nobody vouches for them (RFC 8489 §14.5).
     */
    public boolean find(int type) {
        int at = offset + HEADER_BYTES;
        while (at < attributesEnd) {
            int bytes = buffer.getShort(at + 2) & 0xFFFF;
            if ((buffer.getShort(at) & 0xFFFF) == type) {
                valueOffset = at + 4;
                valueLength = bytes;
                return true;
            }
            at += 4 + padded(bytes);
        }
        return false;
    }

    /** Absolute position in {@link #buffer} of the value last found. */
    public int valueOffset() {
        return valueOffset;
    }

    /** Bytes of the value last found, without padding. */
    public int valueLength() {
        return valueLength;
    }

    /** The buffer that was wrapped. */
    public ByteBuffer buffer() {
        return buffer;
    }

    /** USERNAME, or null if there is none or it is longer than the 513 bytes of RFC 8489 §14.3. */
    public @Nullable String username() {
        return find(StunAttribute.USERNAME) && valueLength <= 513 ? valueText() : null;
    }

    /** SOFTWARE, or null. */
    public @Nullable String software() {
        return find(StunAttribute.SOFTWARE) ? valueText() : null;
    }

    /** PRIORITY as an unsigned 32-bit number, or -1. */
    public long priority() {
        return find(StunAttribute.PRIORITY) && valueLength == 4 ? buffer.getInt(valueOffset) & 0xFFFF_FFFFL : -1;
    }

    public boolean useCandidate() {
        return find(StunAttribute.USE_CANDIDATE);
    }

    public boolean isControlling() {
        return find(StunAttribute.ICE_CONTROLLING) && valueLength == 8;
    }

    public boolean isControlled() {
        return find(StunAttribute.ICE_CONTROLLED) && valueLength == 8;
    }

    /** The code of ERROR-CODE, 300 to 699, or -1. */
    public int errorCode() {
        if (!find(StunAttribute.ERROR_CODE) || valueLength < 4) {
            return -1;
        }
        int hundreds = buffer.get(valueOffset + 2) & 0x07;
        int number = buffer.get(valueOffset + 3) & 0xFF;
        return hundreds >= 3 && hundreds <= 6 && number <= 99 ? hundreds * 100 + number : -1;
    }

    /** XOR-MAPPED-ADDRESS (RFC 8489 §14.2), or null if there is none or it is malformed. */
    public @Nullable InetSocketAddress xorMappedAddress() {
        if (!find(StunAttribute.XOR_MAPPED_ADDRESS) || valueLength < 8) {
            return null;
        }
        int family = buffer.get(valueOffset + 1);
        int addressBytes = family == 1 ? 4 : family == 2 ? 16 : -1;
        if (valueLength != 4 + addressBytes) {
            return null;
        }
        int port = (buffer.getShort(valueOffset + 2) & 0xFFFF) ^ MAGIC_COOKIE >>> 16;
        byte[] address = new byte[addressBytes];
        for (int i = 0; i < addressBytes; i++) {
            // The mask is the cookie and the transaction id, which stand side by side in the header.
            address[i] = (byte) (buffer.get(valueOffset + 4 + i) ^ buffer.get(offset + 4 + i));
        }
        try {
            return new InetSocketAddress(InetAddress.getByAddress(address), port);
        } catch (UnknownHostException e) {
            throw new IllegalStateException("4 and 16 bytes are addresses", e);
        }
    }

    /**
     * Collects the types of attributes that must be understood and are not (RFC 8489 §6.3.1).
     *
     * @return how many were written to {@code out}; those that do not fit are left out
     */
    public int collectUnknownRequired(int[] out) {
        int count = 0;
        int at = offset + HEADER_BYTES;
        while (at < attributesEnd && count < out.length) {
            int type = buffer.getShort(at) & 0xFFFF;
            if (StunAttribute.isRequired(type) && !StunAttribute.isKnown(type)) {
                out[count++] = type;
            }
            at += 4 + padded(buffer.getShort(at + 2) & 0xFFFF);
        }
        return count;
    }

    private String valueText() {
        byte[] bytes = new byte[valueLength];
        buffer.get(valueOffset, bytes);
        return new String(bytes, StandardCharsets.UTF_8);
    }

    private static int padded(int bytes) {
        return bytes + 3 & ~3;
    }
}
