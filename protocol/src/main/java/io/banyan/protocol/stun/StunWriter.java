package io.banyan.protocol.stun;

import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32;

/**
 * Lays out one STUN message after the other (RFC 8489): {@link #start}, attributes, {@link #integrity}, {@link
 * #fingerprint}, {@link #finish}. Reusable; owned by one thread.
 *
 * <p>A message that does not fit is not an exception: {@link #finish} then says -1.
 */
public final class StunWriter {
    private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);

    /** As long as the longest message so far: whoever answers checks only needs some hundred bytes. */
    private byte[] scratch = {};

    private final CRC32 crc = new CRC32();

    private ByteBuffer out = NOTHING;
    private int offset;
    private int end;
    private boolean overflown;

    /** Begins a message at an absolute position of {@code out}. */
    public StunWriter start(
            ByteBuffer out, int offset, StunClass stunClass, int method, int transactionIdHigh, long transactionIdLow) {
        this.out = out;
        this.offset = offset;
        end = offset;
        overflown = false;
        if (reserve(StunView.HEADER_BYTES)) {
            int type = stunClass.typeBits() | (method & 0x00F) | (method & 0x070) << 1 | (method & 0xF80) << 2;
            out.putShort(offset, (short) type);
            out.putInt(offset + 4, StunView.MAGIC_COOKIE);
            out.putInt(offset + 8, transactionIdHigh);
            out.putLong(offset + 12, transactionIdLow);
            end = offset + StunView.HEADER_BYTES;
            setLength(0);
        }
        return this;
    }

    /** Begins the response to a request, with its method and its transaction id. */
    public StunWriter startResponse(ByteBuffer out, int offset, StunClass stunClass, StunView request) {
        return start(out, offset, stunClass, request.method(), request.transactionIdHigh(), request.transactionIdLow());
    }

    public StunWriter username(String username) {
        return text(StunAttribute.USERNAME, username);
    }

    public StunWriter software(String software) {
        return text(StunAttribute.SOFTWARE, software);
    }

    /** @param priority of the candidate, unsigned 32 bits (RFC 8445 §7.1.1) */
    public StunWriter priority(long priority) {
        int at = attribute(StunAttribute.PRIORITY, 4);
        if (at >= 0) {
            out.putInt(at, (int) priority);
        }
        return this;
    }

    public StunWriter useCandidate() {
        attribute(StunAttribute.USE_CANDIDATE, 0);
        return this;
    }

    public StunWriter iceControlling(long tieBreaker) {
        return number(StunAttribute.ICE_CONTROLLING, tieBreaker);
    }

    public StunWriter iceControlled(long tieBreaker) {
        return number(StunAttribute.ICE_CONTROLLED, tieBreaker);
    }

    public StunWriter xorMappedAddress(InetSocketAddress address) {
        byte[] ip = address.getAddress().getAddress();
        int at = attribute(StunAttribute.XOR_MAPPED_ADDRESS, 4 + ip.length);
        if (at >= 0) {
            out.put(at, (byte) 0);
            out.put(at + 1, (byte) (ip.length == 4 ? 1 : 2));
            out.putShort(at + 2, (short) (address.getPort() ^ StunView.MAGIC_COOKIE >>> 16));
            for (int i = 0; i < ip.length; i++) {
                out.put(at + 4 + i, (byte) (ip[i] ^ out.get(offset + 4 + i)));
            }
        }
        return this;
    }

    /**
     * @param code 300 to 699
     * @param reason for people; RFC 8489 §14.8 allows 127 characters
     */
    public StunWriter errorCode(int code, String reason) {
        byte[] text = reason.getBytes(StandardCharsets.UTF_8);
        int at = attribute(StunAttribute.ERROR_CODE, 4 + text.length);
        if (at >= 0) {
            out.putShort(at, (short) 0);
            out.put(at + 2, (byte) (code / 100));
            out.put(at + 3, (byte) (code % 100));
            out.put(at + 4, text);
        }
        return this;
    }

    public StunWriter unknownAttributes(int[] types, int count) {
        int at = attribute(StunAttribute.UNKNOWN_ATTRIBUTES, 2 * count);
        if (at >= 0) {
            for (int i = 0; i < count; i++) {
                out.putShort(at + 2 * i, (short) types[i]);
            }
        }
        return this;
    }

    /** Signs all that was written so far (RFC 8489 §14.5). Only {@link #fingerprint} may follow. */
    public StunWriter integrity(StunKey key) {
        int covered = end - offset;
        int at = attribute(StunAttribute.MESSAGE_INTEGRITY, StunKey.MAC_BYTES);
        if (at >= 0) {
            out.put(at, key.sign(copy(covered), covered));
        }
        return this;
    }

    /** Marks the message as STUN for demultiplexers (RFC 8489 §14.7). Always last. */
    public StunWriter fingerprint() {
        int covered = end - offset;
        int at = attribute(StunAttribute.FINGERPRINT, 4);
        if (at >= 0) {
            crc.reset();
            crc.update(copy(covered), 0, covered);
            out.putInt(at, (int) crc.getValue() ^ StunView.FINGERPRINT_XOR);
        }
        return this;
    }

    /** @return the message's bytes from {@code offset}, or -1 if it did not fit */
    public int finish() {
        int bytes = overflown ? -1 : end - offset;
        out = NOTHING;
        return bytes;
    }

    private byte[] copy(int bytes) {
        if (scratch.length < bytes) {
            scratch = new byte[bytes];
        }
        out.get(offset, scratch, 0, bytes);
        return scratch;
    }

    private StunWriter text(int type, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        int at = attribute(type, bytes.length);
        if (at >= 0) {
            out.put(at, bytes);
        }
        return this;
    }

    private StunWriter number(int type, long value) {
        int at = attribute(type, 8);
        if (at >= 0) {
            out.putLong(at, value);
        }
        return this;
    }

    /** Adds type, length and zeroed padding; returns where the value goes, or -1 if there is no room. */
    private int attribute(int type, int valueBytes) {
        int padded = valueBytes + 3 & ~3;
        if (!reserve(4 + padded)) {
            return -1;
        }
        int at = end;
        out.putShort(at, (short) type);
        out.putShort(at + 2, (short) valueBytes);
        for (int i = valueBytes; i < padded; i++) {
            out.put(at + 4 + i, (byte) 0);
        }
        end = at + 4 + padded;
        setLength(end - offset - StunView.HEADER_BYTES);
        return at + 4;
    }

    private boolean reserve(int bytes) {
        boolean fits = !overflown && end + bytes <= out.limit() && end + bytes - offset <= StunView.MAX_MESSAGE_BYTES;
        overflown = !fits;
        return fits;
    }

    private void setLength(int attributeBytes) {
        out.putShort(offset + 2, (short) attributeBytes);
    }
}
