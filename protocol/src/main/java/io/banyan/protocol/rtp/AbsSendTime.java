package io.banyan.protocol.rtp;

/**
 * The abs-send-time extension's value: 24 bits, 6 of seconds and 18 of fraction, wraps every 64 s
 * (http://www.webrtc.org/experiments/rtp-hdrext/abs-send-time).
 */
public final class AbsSendTime {
    public static final int VALUE_BYTES = 3;

    private static final long NANOS_PER_SECOND = 1_000_000_000L;
    private static final long WRAP_NANOS = 64 * NANOS_PER_SECOND;

    private AbsSendTime() {}

    /** The value of a moment on any clock, rounded down to its 3.8 µs. */
    public static int fromNanos(long nanos) {
        return (int) ((Math.floorMod(nanos, WRAP_NANOS) << 18) / NANOS_PER_SECOND);
    }

    /**
     * Nanoseconds within the 64 s that a value can say.
     *
     * @param value 24 bits
     */
    public static long toNanos(int value) {
        return ((value & 0xff_ffffL) * NANOS_PER_SECOND) >> 18;
    }

    /** Nanoseconds from one value to another, taken as the nearest: −32 s up to 32 s. */
    public static long deltaNanos(int from, int to) {
        return (((long) ((to - from) << 8) >> 8) * NANOS_PER_SECOND) >> 18;
    }
}
