package io.banyan.loadtest.peer;

import java.nio.ByteBuffer;

/**
 * The made-up content of a packet: who made it, the how-manyth it is, when it was sent, and bytes that follow from
 * these, so that a receiver can verify all of it. Reusable view; not thread-safe.
 *
 * <pre>
 *   0        4        8         12         16           24
 *   | magic  | track  | counter | encoding | send time  | pattern …
 * </pre>
 */
final class SyntheticPayload {
    static final int MIN_BYTES = 24;

    private static final int MAGIC = 0x42614e59;
    /** Odd, so that its multiples run through all 64-bit numbers. */
    private static final long STEP = 0x9E3779B97F4A7C15L;

    private int track;
    private int counter;
    private int encoding;
    private long sendNanos;

    /**
     * Fills the whole of the range.
     *
     * @param track a number for the published track
     * @param counter of this encoding's packets
     * @param sendNanos on the machine's monotonic clock
     */
    static void write(ByteBuffer out, int offset, int length, int track, int encoding, int counter, long sendNanos) {
        out.putInt(offset, MAGIC);
        out.putInt(offset + 4, track);
        out.putInt(offset + 8, counter);
        out.putInt(offset + 12, encoding);
        out.putLong(offset + 16, sendNanos);
        long pattern = first(track, encoding, counter);
        int at = offset + MIN_BYTES;
        int end = offset + length;
        for (; at + 8 <= end; at += 8, pattern += STEP) {
            out.putLong(at, pattern);
        }
        for (; at < end; at++, pattern >>>= 8) {
            out.put(at, (byte) pattern);
        }
    }

    /** Whether this is made-up content at all; its bytes may still be wrong. */
    boolean read(ByteBuffer in, int offset, int length) {
        if (length < MIN_BYTES || in.getInt(offset) != MAGIC) {
            return false;
        }
        track = in.getInt(offset + 4);
        counter = in.getInt(offset + 8);
        encoding = in.getInt(offset + 12);
        sendNanos = in.getLong(offset + 16);
        return true;
    }

    /** Whether every byte of what was just read is as it was made. */
    boolean isIntact(ByteBuffer in, int offset, int length) {
        long pattern = first(track, encoding, counter);
        int at = offset + MIN_BYTES;
        int end = offset + length;
        for (; at + 8 <= end; at += 8, pattern += STEP) {
            if (in.getLong(at) != pattern) {
                return false;
            }
        }
        for (; at < end; at++, pattern >>>= 8) {
            if (in.get(at) != (byte) pattern) {
                return false;
            }
        }
        return true;
    }

    int track() {
        return track;
    }

    int counter() {
        return counter;
    }

    int encoding() {
        return encoding;
    }

    long sendNanos() {
        return sendNanos;
    }

    private static long first(int track, int encoding, int counter) {
        return STEP * ((((long) track) << 32) ^ (((long) encoding) << 28) ^ counter);
    }
}
