package io.banyan.protocol.rtp;

import java.nio.ByteBuffer;

/**
 * A reusable view of one RTP packet (RFC 3550 §5.1, checked as in appendix A.1) in a buffer that somebody else owns.
 * Reads by absolute index; not thread-safe.
 *
 * <pre>
 *  0                   1                   2                   3
 *  0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * |V=2|P|X|  CC   |M|     PT      |       sequence number         |
 * |                           timestamp                           |
 * |           synchronization source (SSRC) identifier            |
 * |     contributing sources (CC of them), then if X is set       |
 * |      defined by profile       |     length in 32-bit words    |
 * |                        header extension                       |
 * </pre>
 *
 * <p>It judges form only: that the payload type was negotiated, and that the packet is not RTCP (RFC 5761 §4), is for
 * the caller to see.
 */
public final class RtpView {
    /** Bytes of the header that every packet has. */
    public static final int FIXED_HEADER_BYTES = 12;

    private static final ByteBuffer NOTHING = ByteBuffer.allocate(FIXED_HEADER_BYTES);

    private ByteBuffer buffer = NOTHING;
    private int offset;
    private int length;
    private int csrcCount;
    private int extensionProfile;
    private int extensionOffset;
    private int extensionLength;
    private int headerLength = FIXED_HEADER_BYTES;
    private int paddingLength;

    /**
     * Points the view at a packet in the clear.
     *
     * @param buffer big-endian
     * @param offset where the packet begins
     * @param length in bytes
     * @return whether it is a valid RTP packet; if not, the view must not be read
     */
    public boolean wrap(ByteBuffer buffer, int offset, int length) {
        if (!wrapProtected(buffer, offset, length)) {
            return false;
        }
        if ((buffer.get(offset) & 0x20) != 0) {
            int padding = buffer.get(offset + length - 1) & 0xff;
            if (padding == 0 || padding > length - headerLength) {
                return false;
            }
            paddingLength = padding;
        }
        return true;
    }

    /**
     * Points the view at a packet whose payload is encrypted (RFC 3711 §3.1): padding cannot be seen and counts as
     * payload, as does the authentication tag.
     *
     * @return whether it is a valid RTP header; if not, the view must not be read
     */
    public boolean wrapProtected(ByteBuffer buffer, int offset, int length) {
        if (length < FIXED_HEADER_BYTES || offset < 0 || offset > buffer.limit() - length) {
            return false;
        }
        int first = buffer.get(offset) & 0xff;
        if (first >> 6 != 2) {
            return false;
        }
        int csrcs = first & 0x0f;
        int header = FIXED_HEADER_BYTES + 4 * csrcs;
        int profile = 0;
        int bodyLength = 0;
        boolean extended = (first & 0x10) != 0;
        if (extended) {
            if (header + 4 > length) {
                return false;
            }
            profile = buffer.getShort(offset + header) & 0xffff;
            bodyLength = 4 * (buffer.getShort(offset + header + 2) & 0xffff);
            header += 4 + bodyLength;
        }
        if (header > length) {
            return false;
        }
        this.buffer = buffer;
        this.offset = offset;
        this.length = length;
        csrcCount = csrcs;
        extensionProfile = profile;
        extensionLength = bodyLength;
        extensionOffset = offset + header - bodyLength;
        headerLength = header;
        paddingLength = 0;
        return true;
    }

    /** 0 to 127. */
    public int payloadType() {
        return buffer.get(offset + 1) & 0x7f;
    }

    public boolean marker() {
        return buffer.get(offset + 1) < 0;
    }

    /** 0 to 65535, wraps. */
    public int wireSeq() {
        return buffer.getShort(offset + 2) & 0xffff;
    }

    /** RTP ticks, all 32 bits used, wraps. */
    public int timestamp() {
        return buffer.getInt(offset + 4);
    }

    /** All 32 bits used. */
    public int ssrc() {
        return buffer.getInt(offset + 8);
    }

    /** 0 to 15. */
    public int csrcCount() {
        return csrcCount;
    }

    /**
     * A contributing source.
     *
     * @param index 0 to {@link #csrcCount} - 1
     */
    public int csrc(int index) {
        if (index < 0 || index >= csrcCount) {
            throw new IndexOutOfBoundsException(index);
        }
        return buffer.getInt(offset + FIXED_HEADER_BYTES + 4 * index);
    }

    /** Bytes of fixed header, CSRCs and header extension. */
    public int headerLength() {
        return headerLength;
    }

    /** Whether the X bit is set. */
    public boolean hasExtension() {
        return (buffer.get(offset) & 0x10) != 0;
    }

    /** The 16 bits "defined by profile" that name the extension's form; 0 without an extension. */
    public int extensionProfile() {
        return extensionProfile;
    }

    /** Where the extension's body begins, absolute in the buffer, behind its four bytes of profile and length. */
    public int extensionOffset() {
        return extensionOffset;
    }

    /** Bytes of the extension's body; 0 without an extension. */
    public int extensionLength() {
        return extensionLength;
    }

    /** Where the payload begins, absolute in the buffer. */
    public int payloadOffset() {
        return offset + headerLength;
    }

    /** Bytes of payload without padding; 0 for a packet that only probes. */
    public int payloadLength() {
        return length - headerLength - paddingLength;
    }

    /** Bytes of padding, the last of which counts them; 0 without. */
    public int paddingLength() {
        return paddingLength;
    }

    public ByteBuffer buffer() {
        return buffer;
    }

    /** Where the packet begins, absolute in the buffer. */
    public int offset() {
        return offset;
    }

    /** Bytes of the whole packet. */
    public int length() {
        return length;
    }
}
