package io.banyan.node.mesh.stream;

import java.time.Duration;
import java.util.random.RandomGenerator;

/** When to try again: twice as late with each failure, and never at the same time as everybody else. Not thread-safe. */
final class Backoff {
    /** Beyond which a shift would overflow; the limit is reached long before. */
    private static final int MAX_DOUBLINGS = 16;

    private final long leastNanos;
    private final long mostNanos;
    private final RandomGenerator random;
    private int failures;

    Backoff(Duration least, Duration most, RandomGenerator random) {
        leastNanos = least.toNanos();
        mostNanos = most.toNanos();
        this.random = random;
    }

    /** From the least to the most, less up to a quarter by chance, but never under the least. */
    long onFailureNanos() {
        long wholeNanos = Math.min(mostNanos, leastNanos << Math.min(failures, MAX_DOUBLINGS));
        failures++;
        return Math.max(leastNanos, wholeNanos - random.nextLong(wholeNanos / 4 + 1));
    }

    void onSuccess() {
        failures = 0;
    }
}
