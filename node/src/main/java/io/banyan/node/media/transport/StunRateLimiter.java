package io.banyan.node.media.transport;

import java.net.InetAddress;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;

/**
 * Holds down the STUN messages of unknown addresses that cost a MAC: by the sender's prefix, and over all. Memory is
 * fixed; prefixes that share a bucket share its rate. Owned by a media loop.
 *
 * <p>Each bucket is the "theoretical arrival time" of the generic cell rate algorithm (ITU-T I.371, annex A).
 */
final class StunRateLimiter {
    /** Enough that an honest prefix seldom meets a hostile one; 32 kB. */
    private static final int BUCKETS = 4_096;
    /** A burst of one second's worth: checks of a whole office come at once. */
    private static final long BURST_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final long prefixIntervalNanos;
    private final long allIntervalNanos;
    private final long seed;
    private final long[] prefixArrivalNanos = new long[BUCKETS];
    private long allArrivalNanos;

    /**
     * @param seed random, so that nobody can choose a prefix which shares another's bucket
     * @param nowNanos everything is allowed at first
     */
    StunRateLimiter(TransportLimits limits, long seed, long nowNanos) {
        prefixIntervalNanos = TimeUnit.SECONDS.toNanos(1) / limits.stunPerSecondOfPrefix();
        allIntervalNanos = TimeUnit.SECONDS.toNanos(1) / limits.stunPerSecond();
        this.seed = seed;
        Arrays.fill(prefixArrivalNanos, nowNanos);
        allArrivalNanos = nowNanos;
    }

    /** Whether one more message from there may be looked at; if so, it is counted. */
    boolean tryAcquire(InetAddress from, long nowNanos) {
        int bucket = bucketOf(from);
        long prefixNanos = Math.max(prefixArrivalNanos[bucket], nowNanos);
        if (prefixNanos - nowNanos > BURST_NANOS) {
            return false;
        }
        long allNanos = Math.max(allArrivalNanos, nowNanos);
        if (allNanos - nowNanos > BURST_NANOS) {
            return false;
        }
        prefixArrivalNanos[bucket] = prefixNanos + prefixIntervalNanos;
        allArrivalNanos = allNanos + allIntervalNanos;
        return true;
    }

    private int bucketOf(InetAddress address) {
        byte[] bytes = address.getAddress();
        int prefixBytes = bytes.length == 4 ? 3 : 7;
        long hash = seed;
        for (int i = 0; i < prefixBytes; i++) {
            hash = (hash ^ bytes[i]) * 0x9E37_79B9_7F4A_7C15L;
            hash ^= hash >>> 29;
        }
        return (int) hash & BUCKETS - 1;
    }
}
