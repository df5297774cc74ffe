package io.banyan.protocol.link;

import java.util.Arrays;
import java.util.concurrent.TimeUnit;

/** Bits per second over the last second, in tenths. */
final class RateMeter {
    private static final int BUCKETS = 10;
    private static final long BUCKET_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

    private final long[] bytes = new long[BUCKETS];
    private final long beginNanos;
    private long bucket;

    RateMeter(long nowNanos) {
        beginNanos = nowNanos;
    }

    void add(long count, long nowNanos) {
        advance(nowNanos);
        bytes[(int) (bucket % BUCKETS)] += count;
    }

    long bitsPerSecond(long nowNanos) {
        advance(nowNanos);
        long total = 0;
        for (long count : bytes) {
            total += count;
        }
        // A meter that has just begun has seen less than a second.
        long nanos = Math.clamp(nowNanos - beginNanos, BUCKET_NANOS, BUCKETS * BUCKET_NANOS);
        return total * 8 * TimeUnit.SECONDS.toNanos(1) / nanos;
    }

    private void advance(long nowNanos) {
        long current = Math.max(bucket, (nowNanos - beginNanos) / BUCKET_NANOS);
        if (current - bucket >= BUCKETS) {
            Arrays.fill(bytes, 0);
        } else {
            for (long passed = bucket + 1; passed <= current; passed++) {
                bytes[(int) (passed % BUCKETS)] = 0;
            }
        }
        bucket = current;
    }
}
