package io.banyan.protocol.rtcp;

import java.nio.ByteBuffer;

/**
 * A receiver lost pictures and wants a key frame (RFC 4585 §6.3.1).
 *
 * @param senderSsrc of who asks
 * @param mediaSsrc of the stream that is asked for one
 */
public record PictureLossIndication(int senderSsrc, int mediaSsrc) implements RtcpPacket {
    static final int FORMAT = 1;
    static final int BYTES = RtcpHeader.FEEDBACK_BYTES;

    static PictureLossIndication read(ByteBuffer buffer, int offset) {
        return new PictureLossIndication(buffer.getInt(offset + 4), buffer.getInt(offset + 8));
    }

    void write(ByteBuffer out, int offset) {
        RtcpHeader.writeFeedback(out, offset, FORMAT, RtcpHeader.PAYLOAD_FEEDBACK, BYTES, senderSsrc, mediaSsrc);
    }
}
