package io.banyan.protocol.link;

import java.util.concurrent.TimeUnit;

/**
 * Keeps what is sent within the target rate: what was sent is owed, time pays it off, and the more is owed, the more
 * important a frame has to be to go out. A key frame's burst passes; a standing excess drops from the top.
 */
final class CapacityGate {
    /** How much may be owed for each class, as time at the target rate. */
    private static final long HIGHEST_NANOS = TimeUnit.MILLISECONDS.toNanos(60);

    private static final long UPPER_NANOS = TimeUnit.MILLISECONDS.toNanos(90);
    private static final long REPAIR_NANOS = TimeUnit.MILLISECONDS.toNanos(120);
    private static final long BASE_NANOS = TimeUnit.MILLISECONDS.toNanos(200);
    private static final long AUDIO_NANOS = TimeUnit.MILLISECONDS.toNanos(1_000);

    /** A key frame on a slow link is more than its time allows: so much is always let through. */
    private static final long LEAST_BYTES = 10_000;

    private double owedBytes;
    private long paidNanos;

    CapacityGate(long nowNanos) {
        paidNanos = nowNanos;
    }

    /** Takes note of a datagram. */
    void onSent(int bytes) {
        owedBytes += bytes;
    }

    boolean admits(DropClass dropClass, long targetBps, long nowNanos) {
        return isBelow(
                switch (dropClass) {
                    case HIGHEST_LAYER -> HIGHEST_NANOS;
                    case UPPER_LAYER -> UPPER_NANOS;
                    case BASE_LAYER -> BASE_NANOS;
                    case AUDIO -> AUDIO_NANOS;
                },
                targetBps,
                nowNanos);
    }

    boolean admitsRepair(long targetBps, long nowNanos) {
        return isBelow(REPAIR_NANOS, targetBps, nowNanos);
    }

    private boolean isBelow(long limitNanos, long targetBps, long nowNanos) {
        double bytesPerNano = targetBps / 8e9;
        owedBytes = Math.max(0, owedBytes - bytesPerNano * (nowNanos - paidNanos));
        paidNanos = nowNanos;
        return owedBytes <= Math.max(LEAST_BYTES * ((double) limitNanos / HIGHEST_NANOS), bytesPerNano * limitNanos);
    }
}
