package io.banyan.protocol.rtp;

import java.nio.ByteBuffer;

/**
 * The abs-capture-time extension's value: when the packet's first sample was captured on the capturer's clock, and
 * optionally that clock's offset to the sender's (http://www.webrtc.org/experiments/rtp-hdrext/abs-capture-time).
 *
 * @param captureNtp 64-bit NTP timestamp
 * @param hasOffset whether the longer form was used
 * @param senderOffset capturer's clock minus sender's as signed fixed-point with 32 bits of fraction (see {@link
 *     NtpTime#durationToNanos}); 0 in the short form
 */
public record AbsCaptureTime(long captureNtp, boolean hasOffset, long senderOffset) {
    public static final int SHORT_VALUE_BYTES = 8;
    public static final int LONG_VALUE_BYTES = 16;

    /** Whether a value of this length can be read. */
    public static boolean isValidLength(int valueLength) {
        return valueLength == SHORT_VALUE_BYTES || valueLength == LONG_VALUE_BYTES;
    }

    /**
     * Reads a value.
     *
     * @param length one for which {@link #isValidLength} holds
     */
    public static AbsCaptureTime read(ByteBuffer buffer, int offset, int length) {
        if (!isValidLength(length)) {
            throw new IllegalArgumentException("abs-capture-time has 8 or 16 bytes, not " + length);
        }
        boolean hasOffset = length == LONG_VALUE_BYTES;
        return new AbsCaptureTime(buffer.getLong(offset), hasOffset, hasOffset ? buffer.getLong(offset + 8) : 0);
    }

    /** Writes the value and returns its bytes, 8 or 16; the caller sees to the room. */
    public int write(ByteBuffer out, int offset) {
        out.putLong(offset, captureNtp);
        if (!hasOffset) {
            return SHORT_VALUE_BYTES;
        }
        out.putLong(offset + 8, senderOffset);
        return LONG_VALUE_BYTES;
    }
}
