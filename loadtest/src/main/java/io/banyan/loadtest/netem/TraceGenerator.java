package io.banyan.loadtest.netem;

import java.time.Duration;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;

/**
 * Makes up what links of moving and of shared media carry: not recorded, but with the features that recordings show. The
 * same seed makes the same trace.
 */
public final class TraceGenerator {
    private static final Duration STEP = Duration.ofMillis(100);
    private static final double STEP_SECONDS = 0.1;

    private TraceGenerator() {}

    /**
     * A phone on the move in an LTE network: a cell of 1.5 to 6 Mbit/s, shadowing (log-normal, sigma 0.35, correlated over
     * 5 s) times fading (log-normal, sigma 0.2, correlated over 0.3 s), never less than 250 kbit/s; and every 15 to 35 s
     * another cell, after 100 to 300 ms with 60 kbit/s.
     */
    public static RateTrace lte(long seed, Duration length) {
        RandomGenerator random = new SplittableRandom(seed);
        long[] bps = new long[steps(length)];
        double shadowing = 0;
        double fading = 0;
        double cell = between(random, 1.5e6, 6e6);
        int handover = (int) Math.round(between(random, 15, 35) / STEP_SECONDS);
        int outage = 0;
        for (int i = 0; i < bps.length; i++) {
            shadowing = correlated(random, shadowing, 0.35, 5);
            fading = correlated(random, fading, 0.2, 0.3);
            if (i == handover) {
                cell = between(random, 1.5e6, 6e6);
                handover = i + (int) Math.round(between(random, 15, 35) / STEP_SECONDS);
                outage = random.nextInt(1, 4);
            }
            bps[i] = outage-- > 0 ? 60_000 : Math.round(Math.clamp(cell * Math.exp(shadowing + fading), 250e3, 12e6));
        }
        return RateTrace.every(STEP, bps);
    }

    /**
     * A wireless network of a house, shared with neighbours: 5 to 9 Mbit/s; every 4 to 12 s for 0.5 to 3 s only a fifth to a
     * half of it, because others send; every step varies (log-normal, sigma 0.25), and one in fifty carries next to nothing,
     * because frames collide.
     */
    public static RateTrace wifi(long seed, Duration length) {
        RandomGenerator random = new SplittableRandom(seed);
        long[] bps = new long[steps(length)];
        double good = between(random, 5e6, 9e6);
        double share = 1;
        int change = (int) Math.round(between(random, 4, 12) / STEP_SECONDS);
        for (int i = 0; i < bps.length; i++) {
            if (i == change) {
                boolean isBusy = share == 1;
                share = isBusy ? between(random, 0.2, 0.5) : 1;
                change = i
                        + (int) Math.round((isBusy ? between(random, 0.5, 3) : between(random, 4, 12)) / STEP_SECONDS);
            }
            double step = good * share * Math.exp(0.25 * random.nextGaussian());
            bps[i] = Math.round(random.nextInt(50) == 0 ? 100e3 : Math.clamp(step, 300e3, 12e6));
        }
        return RateTrace.every(STEP, bps);
    }

    /** From the most down to the least and back in so many equal steps each way, over and over. */
    public static RateTrace sawtooth(long mostBps, long leastBps, int stepsEachWay, Duration step, Duration length) {
        long[] bps = new long[(int) Math.max(1, length.toNanos() / step.toNanos())];
        for (int i = 0; i < bps.length; i++) {
            int phase = i % (2 * stepsEachWay);
            int down = Math.min(phase, 2 * stepsEachWay - phase);
            bps[i] = mostBps - (mostBps - leastBps) * down / stepsEachWay;
        }
        return RateTrace.every(step, bps);
    }

    private static int steps(Duration length) {
        return (int) Math.max(1, length.toNanos() / STEP.toNanos());
    }

    private static double between(RandomGenerator random, double from, double to) {
        return random.nextDouble(from, to);
    }

    /** A first-order autoregressive process of that deviation. */
    private static double correlated(RandomGenerator random, double before, double sigma, double seconds) {
        double kept = Math.exp(-STEP_SECONDS / seconds);
        return kept * before + Math.sqrt(1 - kept * kept) * sigma * random.nextGaussian();
    }
}
