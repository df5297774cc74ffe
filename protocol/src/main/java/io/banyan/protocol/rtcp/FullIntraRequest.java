package io.banyan.protocol.rtcp;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/**
 * Somebody needs a decoder refresh point, whatever was lost (RFC 5104 §4.3.1).
 *
 * @param senderSsrc of who asks
 * @param entries the streams that are asked for one
 */
public record FullIntraRequest(int senderSsrc, List<Entry> entries) implements RtcpPacket {
    static final int FORMAT = 4;
    private static final int ENTRY_BYTES = 8;

    /**
     * One stream.
     *
     * @param ssrc of the stream
     * @param commandNumber 0 to 255; a repeated one is the same request (RFC 5104 §4.3.1.1)
     */
    public record Entry(int ssrc, int commandNumber) {}

    public FullIntraRequest {
        entries = List.copyOf(entries);
    }

    static FullIntraRequest read(ByteBuffer buffer, int offset, int length) {
        List<Entry> entries = new ArrayList<>();
        for (int at = offset + RtcpHeader.FEEDBACK_BYTES; at + ENTRY_BYTES <= offset + length; at += ENTRY_BYTES) {
            entries.add(new Entry(buffer.getInt(at), buffer.get(at + 4) & 0xff));
        }
        return new FullIntraRequest(buffer.getInt(offset + 4), entries);
    }

    int packetBytes() {
        return RtcpHeader.FEEDBACK_BYTES + entries.size() * ENTRY_BYTES;
    }

    void write(ByteBuffer out, int offset) {
        // The media source's SSRC is 0: the entries name the streams.
        RtcpHeader.writeFeedback(out, offset, FORMAT, RtcpHeader.PAYLOAD_FEEDBACK, packetBytes(), senderSsrc, 0);
        int at = offset + RtcpHeader.FEEDBACK_BYTES;
        for (Entry entry : entries) {
            out.putInt(at, entry.ssrc());
            out.putInt(at + 4, entry.commandNumber() << 24);
            at += ENTRY_BYTES;
        }
    }
}
