package io.banyan.protocol.link;

import java.nio.ByteBuffer;

/**
 * A reusable view of what a receiver says about what it received.
 *
 * <pre>
 *  type (1) | highest link sequence number, low half (4) | its send time (4) | microseconds since it came (4)
 *  datagrams received (4) | bytes received (4) | queueing delay, 0.1 ms (2) | next ordered frame expected (2)
 *  number of ranges (1) | ranges that are asked for: highest - first (2) | how many more (1)
 * </pre>
 */
final class FeedbackFrame {
    static final int FIXED_BYTES = 26;
    static final int RANGE_BYTES = 3;

    /** What a range can count. */
    static final int MAX_RANGE = 256;

    private static final int HIGHEST_AT = 1;
    private static final int ECHO_AT = 5;
    private static final int HOLD_AT = 9;
    private static final int DATAGRAMS_AT = 13;
    private static final int BYTES_AT = 17;
    private static final int QUEUE_AT = 21;
    private static final int ORDERED_AT = 23;
    private static final int COUNT_AT = 25;

    /** Queueing delay is said in tenths of milliseconds. */
    private static final int QUEUE_UNIT_MICROS = 100;

    private ByteBuffer buffer = ByteBuffer.allocate(FIXED_BYTES);
    private int offset;

    /** Writes everything but the ranges. */
    static void write(
            ByteBuffer out,
            int at,
            long highest,
            int echoMicros,
            int holdMicros,
            int datagrams,
            int bytes,
            long queueMicros,
            int orderedExpected) {
        out.put(at, (byte) FrameType.FEEDBACK).putInt(at + HIGHEST_AT, (int) highest);
        out.putInt(at + ECHO_AT, echoMicros).putInt(at + HOLD_AT, holdMicros);
        out.putInt(at + DATAGRAMS_AT, datagrams).putInt(at + BYTES_AT, bytes);
        out.putShort(at + QUEUE_AT, (short) Math.min(0xFFFF, queueMicros / QUEUE_UNIT_MICROS));
        out.putShort(at + ORDERED_AT, (short) orderedExpected).put(at + COUNT_AT, (byte) 0);
    }

    /** Adds a range; there must be room, and no more than 255 of them. */
    static void addRange(ByteBuffer out, int at, int back, int count) {
        int ranges = out.get(at + COUNT_AT) & 0xFF;
        int position = at + FIXED_BYTES + ranges * RANGE_BYTES;
        out.putShort(position, (short) back).put(position + 2, (byte) (count - 1));
        out.put(at + COUNT_AT, (byte) (ranges + 1));
    }

    /**
     * Looks at a frame.
     *
     * @param end absolute, where its datagram's frames end
     * @return bytes of the frame, -1 if it is none
     */
    int wrap(ByteBuffer in, int at, int end) {
        if (end - at < FIXED_BYTES) {
            return -1;
        }
        int length = FIXED_BYTES + (in.get(at + COUNT_AT) & 0xFF) * RANGE_BYTES;
        if (end - at < length) {
            return -1;
        }
        buffer = in;
        offset = at;
        return length;
    }

    int highestLow() {
        return buffer.getInt(offset + HIGHEST_AT);
    }

    int echoMicros() {
        return buffer.getInt(offset + ECHO_AT);
    }

    int holdMicros() {
        return buffer.getInt(offset + HOLD_AT);
    }

    /** Since the link began, wraps. */
    int datagrams() {
        return buffer.getInt(offset + DATAGRAMS_AT);
    }

    /** Of UDP payload since the link began, wraps. */
    int bytes() {
        return buffer.getInt(offset + BYTES_AT);
    }

    long queueNanos() {
        return (buffer.getShort(offset + QUEUE_AT) & 0xFFFFL) * QUEUE_UNIT_MICROS * 1_000;
    }

    /** 16 bits, wraps. */
    int orderedExpected() {
        return buffer.getShort(offset + ORDERED_AT) & 0xFFFF;
    }

    int ranges() {
        return buffer.get(offset + COUNT_AT) & 0xFF;
    }

    /** How far below the highest a range begins. */
    int back(int range) {
        return buffer.getShort(offset + FIXED_BYTES + range * RANGE_BYTES) & 0xFFFF;
    }

    /** 1 to 256. */
    int count(int range) {
        return (buffer.get(offset + FIXED_BYTES + range * RANGE_BYTES + 2) & 0xFF) + 1;
    }
}
