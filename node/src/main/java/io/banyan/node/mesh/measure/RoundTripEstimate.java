package io.banyan.node.mesh.measure;

import java.util.concurrent.TimeUnit;

/**
 * A round trip, smoothed. Heartbeats pass through actors and TCP, so a sample can be far too long and never too short: the
 * least of the last few counts, and of those the mean.
 */
final class RoundTripEstimate {
    /** A round trip to the far side of the Earth by satellite, twice. */
    static final int MAX_MICROS = 5_000_000;

    /** Then it says nothing of the way any more. */
    private static final long FRESH_NANOS = TimeUnit.SECONDS.toNanos(60);

    private static final int WINDOW = 8;

    /** RFC 6298 §2: one eighth, one quarter. */
    private static final int GAIN = 8;

    private static final int JITTER_GAIN = 4;

    private final int[] last = new int[WINDOW];
    private int count;
    private int smoothed;
    private int jitter;
    private long sampledNanos;

    void onSample(int micros, long nowNanos) {
        if (count > 0 && nowNanos - sampledNanos > FRESH_NANOS) {
            count = 0;
        }
        sampledNanos = nowNanos;
        last[count++ % WINDOW] = micros;
        int least = least();
        if (count == 1) {
            smoothed = micros;
            jitter = 0;
        } else {
            jitter += (Math.abs(micros - smoothed) - jitter) / JITTER_GAIN;
            smoothed += (least - smoothed) / GAIN;
        }
    }

    private int least() {
        int least = Integer.MAX_VALUE;
        for (int i = 0; i < Math.min(count, WINDOW); i++) {
            least = Math.min(least, last[i]);
        }
        return least;
    }

    boolean isKnown(long nowNanos) {
        return count > 0 && nowNanos - sampledNanos <= FRESH_NANOS;
    }

    /** In microseconds; means nothing before it is known. */
    int micros() {
        return smoothed;
    }

    int jitterMicros() {
        return jitter;
    }
}
