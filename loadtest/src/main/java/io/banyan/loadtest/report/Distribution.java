package io.banyan.loadtest.report;

import java.util.Arrays;

/** Samples of one quantity. Not thread-safe. */
public final class Distribution {
    private double[] samples = new double[64];
    private int count;

    public void add(double sample) {
        if (count == samples.length) {
            samples = Arrays.copyOf(samples, count * 2);
        }
        samples[count++] = sample;
    }

    public int count() {
        return count;
    }

    public double median() {
        return percentile(50);
    }

    /**
     * The smallest sample that so many percent of all are not above (nearest rank); NaN if there are none.
     *
     * @param percent 0 to 100
     */
    public double percentile(double percent) {
        if (count == 0) {
            return Double.NaN;
        }
        double[] sorted = Arrays.copyOf(samples, count);
        Arrays.sort(sorted);
        return sorted[Math.clamp((int) Math.ceil(percent / 100 * count) - 1, 0, count - 1)];
    }

    public double max() {
        return percentile(100);
    }

    public double mean() {
        return Arrays.stream(samples, 0, count).average().orElse(Double.NaN);
    }
}
