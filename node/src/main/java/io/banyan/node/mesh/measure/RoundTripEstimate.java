package io.banyan.node.mesh.measure;

import java.util.concurrent.TimeUnit;

/**
 * A round trip, smoothed. Heartbeats pass through actors and TCP, so a sample can be far too long and never too short: the
 * least of the last few counts, and of those the mean. A link's own measurement has none of that in it, and while there is
 * one it alone counts.
 */
final class RoundTripEstimate {
    /** A round trip to the far side of the Earth by satellite, twice. */
    static final int MAX_MICROS = 5_000_000;

    /** Then it says nothing of the way any more. */
    private static final long FRESH_NANOS = TimeUnit.SECONDS.toNanos(60);

    /** A link says each second; the one that takes its place has shaken hands by then. */
    private static final long LINK_NANOS = TimeUnit.SECONDS.toNanos(10);

    private static final int WINDOW = 8;

    /** RFC 6298 §2: one eighth, one quarter. */
    private static final int GAIN = 8;

    private static final int JITTER_GAIN = 4;

    private final int[] last = new int[WINDOW];
    private int count;
    private int smoothed;
    private int jitter;
    private long sampledNanos;
    private long linkNanos;
    private boolean isByLink;

    /** A heartbeat came back. */
    void onSample(int micros, long nowNanos) {
        if (isByLink(nowNanos)) {
            return;
        }
        isByLink = false;
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

    /** A link says what it measured, smoothed already. */
    void onLink(int micros, long nowNanos) {
        jitter = isByLink ? jitter + (Math.abs(micros - smoothed) - jitter) / JITTER_GAIN : 0;
        isByLink = true;
        linkNanos = nowNanos;
        sampledNanos = nowNanos;
        smoothed = micros;
        last[0] = micros;
        count = 1;
    }

    boolean isByLink(long nowNanos) {
        return isByLink && nowNanos - linkNanos <= LINK_NANOS;
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
