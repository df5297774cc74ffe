package io.banyan.protocol.rtp;

import java.nio.ByteBuffer;

/**
 * Retransmission packets (RFC 4588 §4): the original packet under another SSRC, payload type and sequence number, with
 * the original sequence number (OSN) as the first two bytes of its payload.
 */
public final class RtxPacket {
    /** Bytes that a retransmission is longer than what it repeats. */
    public static final int OSN_BYTES = 2;

    private RtxPacket() {}

    /** Whether the packet repeats anything; senders also use this stream for padding. */
    public static boolean hasOriginal(RtpView rtx) {
        return rtx.payloadLength() >= OSN_BYTES;
    }

    /**
     * The original sequence number.
     *
     * @param rtx one for which {@link #hasOriginal} holds
     * @return 0 to 65535
     */
    public static int originalWireSeq(RtpView rtx) {
        return rtx.buffer().getShort(rtx.payloadOffset()) & 0xffff;
    }

    /**
     * Writes the original packet, without padding. Header extensions stay as they are (mid and repaired-rid, not rid).
     *
     * @param rtx a view of the retransmission; must not be read afterwards if it lies where the result was written
     * @param payloadType of the original, 0 to 127
     * @param ssrc of the original
     * @param out may be the packet's own buffer at the same offset
     * @return bytes written; -1 if the packet repeats nothing or there is no room
     */
    public static int unwrap(RtpView rtx, int payloadType, int ssrc, ByteBuffer out, int outOffset) {
        int header = rtx.headerLength();
        int payload = rtx.payloadLength() - OSN_BYTES;
        if (payload < 0 || outOffset < 0 || outOffset > out.limit() - header - payload) {
            return -1;
        }
        int wireSeq = originalWireSeq(rtx);
        int payloadOffset = rtx.payloadOffset() + OSN_BYTES;
        // Header first: in place it lands on itself, and the payload moves towards it.
        out.put(outOffset, rtx.buffer(), rtx.offset(), header);
        out.put(outOffset + header, rtx.buffer(), payloadOffset, payload);
        patch(out, outOffset, payloadType, wireSeq, ssrc);
        return header + payload;
    }

    /**
     * Writes a retransmission of a packet, without padding, its header extensions as they are.
     *
     * @param media a view of the original
     * @param payloadType of the retransmission, 0 to 127
     * @param ssrc of the retransmission
     * @param wireSeq of the retransmission, 0 to 65535
     * @param out another buffer, or a part of it that does not overlap the original
     * @return bytes written; -1 if there is no room
     */
    public static int wrap(RtpView media, int payloadType, int ssrc, int wireSeq, ByteBuffer out, int outOffset) {
        int header = media.headerLength();
        int payload = media.payloadLength();
        int total = header + OSN_BYTES + payload;
        if (outOffset < 0 || outOffset > out.limit() - total) {
            return -1;
        }
        out.put(outOffset, media.buffer(), media.offset(), header);
        out.putShort(outOffset + header, (short) media.wireSeq());
        out.put(outOffset + header + OSN_BYTES, media.buffer(), media.payloadOffset(), payload);
        patch(out, outOffset, payloadType, wireSeq, ssrc);
        return total;
    }

    private static void patch(ByteBuffer out, int offset, int payloadType, int wireSeq, int ssrc) {
        out.put(offset, (byte) (out.get(offset) & ~0x20));
        out.put(offset + 1, (byte) ((out.get(offset + 1) & 0x80) | (payloadType & 0x7f)));
        out.putShort(offset + 2, (short) wireSeq);
        out.putInt(offset + 8, ssrc);
    }
}
