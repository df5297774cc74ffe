package io.banyan.protocol.rtcp;

import java.nio.ByteBuffer;

/**
 * The four bytes that every RTCP packet begins with (RFC 3550 §6.4.1), and the numbers of the packet types.
 *
 * <pre>
 * |V=2|P|  count  |  packet type  |  length in words, minus one   |
 * </pre>
 */
final class RtcpHeader {
    static final int BYTES = 4;
    /** Header, sender's and media source's SSRC: what every feedback message begins with (RFC 4585 §6.1). */
    static final int FEEDBACK_BYTES = 12;

    static final int SENDER_REPORT = 200;
    static final int RECEIVER_REPORT = 201;
    static final int SOURCE_DESCRIPTION = 202;
    static final int GOODBYE = 203;
    static final int TRANSPORT_FEEDBACK = 205;
    static final int PAYLOAD_FEEDBACK = 206;

    /** The most items that the header's five bits can count. */
    static final int MAX_COUNT = 31;

    private RtcpHeader() {}

    static void write(ByteBuffer out, int offset, int count, int packetType, int packetBytes) {
        out.put(offset, (byte) (0x80 | count));
        out.put(offset + 1, (byte) packetType);
        out.putShort(offset + 2, (short) (packetBytes / 4 - 1));
    }

    static void writeFeedback(
            ByteBuffer out, int offset, int format, int packetType, int packetBytes, int senderSsrc, int mediaSsrc) {
        write(out, offset, format, packetType, packetBytes);
        out.putInt(offset + 4, senderSsrc);
        out.putInt(offset + 8, mediaSsrc);
    }

    static void checkCount(int count) {
        if (count > MAX_COUNT) {
            throw new IllegalArgumentException("an RTCP packet holds at most 31 items, not " + count);
        }
    }
}
