package io.banyan.protocol.rtp;

/**
 * The playout-delay extension's value: the least and the largest delay a receiver may add, 12 bits each in steps of
 * 10 ms (http://www.webrtc.org/experiments/rtp-hdrext/playout-delay).
 */
public final class PlayoutDelay {
    public static final int VALUE_BYTES = 3;

    private static final int STEP_MILLIS = 10;
    private static final int MAX_STEPS = 0xfff;

    private PlayoutDelay() {}

    /** The 24-bit value; delays are rounded down to 10 ms and held to 0 to 40950 ms. */
    public static int encode(int minMillis, int maxMillis) {
        return (Math.clamp(minMillis / STEP_MILLIS, 0, MAX_STEPS) << 12)
                | Math.clamp(maxMillis / STEP_MILLIS, 0, MAX_STEPS);
    }

    public static int minMillis(int value) {
        return ((value >> 12) & MAX_STEPS) * STEP_MILLIS;
    }

    public static int maxMillis(int value) {
        return (value & MAX_STEPS) * STEP_MILLIS;
    }
}
