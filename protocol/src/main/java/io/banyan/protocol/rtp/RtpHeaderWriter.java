package io.banyan.protocol.rtp;

import java.nio.ByteBuffer;

/**
 * Lays an RTP header (RFC 3550 §5.1): fixed part, CSRCs, header extensions. Reusable and not thread-safe; every field
 * stays until it is set again.
 */
public final class RtpHeaderWriter {
    private static final int MAX_CSRCS = 15;

    private final int[] csrcs = new int[MAX_CSRCS];
    private int csrcCount;
    private int payloadType;
    private boolean marker;
    private boolean padding;
    private int wireSeq;
    private int timestamp;
    private int ssrc;

    /** 0 to 127. */
    public RtpHeaderWriter payloadType(int value) {
        payloadType = value;
        return this;
    }

    public RtpHeaderWriter marker(boolean value) {
        marker = value;
        return this;
    }

    /** Whether the payload that follows ends in padding, the last byte of which counts it. */
    public RtpHeaderWriter padding(boolean value) {
        padding = value;
        return this;
    }

    /** The low 16 bits are written. */
    public RtpHeaderWriter wireSeq(int value) {
        wireSeq = value;
        return this;
    }

    public RtpHeaderWriter timestamp(int value) {
        timestamp = value;
        return this;
    }

    public RtpHeaderWriter ssrc(int value) {
        ssrc = value;
        return this;
    }

    public RtpHeaderWriter noCsrcs() {
        csrcCount = 0;
        return this;
    }

    /** Adds a contributing source; there may be 15. */
    public RtpHeaderWriter csrc(int value) {
        if (csrcCount == MAX_CSRCS) {
            throw new IllegalStateException("a packet has at most 15 CSRCs");
        }
        csrcs[csrcCount++] = value;
        return this;
    }

    /** Bytes that {@link #write} will need. */
    public int headerBytes(ExtensionWriter extensions) {
        return RtpView.FIXED_HEADER_BYTES + 4 * csrcCount + extensions.blockBytes();
    }

    /**
     * Writes the header.
     *
     * @return bytes written, a multiple of four; -1 if there is no room
     */
    public int write(ByteBuffer out, int offset, ExtensionWriter extensions) {
        int total = headerBytes(extensions);
        if (offset < 0 || offset > out.limit() - total) {
            return -1;
        }
        int extended = extensions.isEmpty() ? 0 : 0x10;
        out.put(offset, (byte) (0x80 | (padding ? 0x20 : 0) | extended | csrcCount));
        out.put(offset + 1, (byte) ((marker ? 0x80 : 0) | (payloadType & 0x7f)));
        out.putShort(offset + 2, (short) wireSeq);
        out.putInt(offset + 4, timestamp);
        out.putInt(offset + 8, ssrc);
        int at = offset + RtpView.FIXED_HEADER_BYTES;
        for (int i = 0; i < csrcCount; i++) {
            out.putInt(at, csrcs[i]);
            at += 4;
        }
        extensions.write(out, at);
        return total;
    }
}
