package io.banyan.loadtest.report;

/**
 * Counts of many samples in a fixed room: each power of two is cut into eight, so that a percentile is off by at most an
 * eighth. Not thread-safe.
 */
public final class Histogram {
    private static final int CUTS = 8;
    private static final int CUT_BITS = 3;

    private final long[] counts = new long[64 * CUTS];
    private long count;
    private long max;

    /** Negative ones count as 0: two clocks of one machine may differ by a tick. */
    public void add(long sample) {
        long positive = Math.max(0, sample);
        counts[bucketOf(positive)]++;
        count++;
        max = Math.max(max, positive);
    }

    public void addAll(Histogram other) {
        for (int i = 0; i < counts.length; i++) {
            counts[i] += other.counts[i];
        }
        count += other.count;
        max = Math.max(max, other.max);
    }

    /** What was added since an earlier copy; the largest is that of all. */
    public Histogram since(Histogram earlier) {
        Histogram rest = copy();
        for (int i = 0; i < counts.length; i++) {
            rest.counts[i] -= earlier.counts[i];
        }
        rest.count -= earlier.count;
        return rest;
    }

    public Histogram copy() {
        Histogram copy = new Histogram();
        copy.addAll(this);
        return copy;
    }

    public long count() {
        return count;
    }

    public long max() {
        return max;
    }

    /** The upper end of the bucket in which so many percent of the samples are reached; -1 if there are none. */
    public long percentile(double percent) {
        if (count == 0) {
            return -1;
        }
        long wanted = Math.max(1, (long) Math.ceil(percent / 100 * count));
        long sum = 0;
        for (int i = 0; i < counts.length; i++) {
            sum += counts[i];
            if (sum >= wanted) {
                return Math.min(max, upperEnd(i));
            }
        }
        return max;
    }

    private static int bucketOf(long sample) {
        if (sample < CUTS) {
            return (int) sample;
        }
        int power = 63 - Long.numberOfLeadingZeros(sample);
        int cut = (int) (sample >>> (power - CUT_BITS)) & (CUTS - 1);
        return (power - CUT_BITS + 1) * CUTS + cut;
    }

    private static long upperEnd(int bucket) {
        if (bucket < CUTS) {
            return bucket;
        }
        int power = bucket / CUTS + CUT_BITS - 1;
        return ((CUTS + bucket % CUTS + 1L) << (power - CUT_BITS)) - 1;
    }
}
