package io.banyan.loadtest.peer;

/** The time of day that belongs to a moment of the monotonic clock; the line between the two is drawn once. */
final class WallClock {
    private static final long OFFSET_NANOS = System.currentTimeMillis() * 1_000_000 - System.nanoTime();

    private WallClock() {}

    static long unixNanos(long monotonicNanos) {
        return monotonicNanos + OFFSET_NANOS;
    }
}
