package io.banyan.protocol.link;

import java.nio.ByteBuffer;

/**
 * The two answers to a request for a lost datagram.
 *
 * <pre>
 *  REPAIR: type (1) | link sequence number, low half (4) | length (2) | the frames that were in it
 *  GONE:   type (1) | first link sequence number, low half (4) | how many (2)
 * </pre>
 */
final class RepairFrame {
    static final int HEADER_BYTES = 7;
    static final int GONE_BYTES = 7;

    private static final int SEQ_AT = 1;
    private static final int COUNT_AT = 5;

    private RepairFrame() {}

    /** The frames themselves go behind it. */
    static void writeHeader(ByteBuffer out, int at, long seq, int framesBytes) {
        out.put(at, (byte) FrameType.REPAIR).putInt(at + SEQ_AT, (int) seq);
        out.putShort(at + COUNT_AT, (short) framesBytes);
    }

    static void writeGone(ByteBuffer out, int at, long firstSeq, int count) {
        out.put(at, (byte) FrameType.GONE).putInt(at + SEQ_AT, (int) firstSeq);
        out.putShort(at + COUNT_AT, (short) count);
    }

    /** Of either; the low half. */
    static int seqLow(ByteBuffer in, int at) {
        return in.getInt(at + SEQ_AT);
    }

    /** Bytes of frames in a repair, numbers in a notice. */
    static int count(ByteBuffer in, int at) {
        return in.getShort(at + COUNT_AT) & 0xFFFF;
    }
}
