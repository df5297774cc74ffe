package io.banyan.node.plane;

import java.util.Arrays;

/**
 * How often a delay fell into each power-of-two bucket: bucket {@code i} counts delays below {@code 2^i} microseconds
 * that are in no lower bucket; the last one everything above.
 */
public final class LatencyCounts {
    /** 2^24 µs is 16 s: nothing that a loop does takes longer and is still called latency. */
    public static final int BUCKETS = 25;

    private final long[] counts;

    private LatencyCounts(long[] counts) {
        this.counts = counts;
    }

    /** A frozen copy of {@code counts}, which has {@link #BUCKETS} elements. */
    public static LatencyCounts copyOf(long[] counts) {
        if (counts.length != BUCKETS) {
            throw new IllegalArgumentException("need " + BUCKETS + " buckets");
        }
        return new LatencyCounts(counts.clone());
    }

    /** The bucket that a delay belongs to. */
    public static int bucketOf(long nanos) {
        long micros = Math.max(0, nanos / 1_000);
        return Math.min(BUCKETS - 1, 64 - Long.numberOfLeadingZeros(micros));
    }

    /** How many delays fell into a bucket. */
    public long count(int bucket) {
        return counts[bucket];
    }

    /** All delays counted. */
    public long total() {
        return Arrays.stream(counts).sum();
    }

    /**
     * Upper bound of the bucket that holds the given share of all delays.
     *
     * @param share 0 to 1, 0.5 for the median
     * @return microseconds; 0 if nothing was counted
     */
    public long quantileMicros(double share) {
        long total = total();
        long wanted = (long) Math.ceil(total * share);
        long seen = 0;
        for (int i = 0; i < BUCKETS; i++) {
            seen += counts[i];
            if (seen >= wanted && seen > 0) {
                return 1L << i;
            }
        }
        return 0;
    }
}
