package io.banyan.protocol.link;

/** The share of datagrams lost before repair, from running totals, weighed over the last few hundred. */
final class LossMeter {
    /** Fewer say nothing: one lost of ten is no 10 %. */
    private static final int MIN_SAMPLE = 60;

    /** The newest sample's share: of 5 % at random, this makes 10 % about once in a day. */
    private static final double WEIGHT = 0.25;

    private long expectedBefore;
    private long receivedBefore;
    private double fraction;

    /**
     * @param expected all that were sent until now
     * @param received of them; reordering may make it lag a little
     */
    void onTotals(long expected, long received) {
        long sample = expected - expectedBefore;
        if (sample < MIN_SAMPLE) {
            return;
        }
        double latest = Math.clamp(1 - (double) (received - receivedBefore) / sample, 0, 1);
        fraction += WEIGHT * (latest - fraction);
        expectedBefore = expected;
        receivedBefore = received;
    }

    /** 0 to 1. */
    double fraction() {
        return fraction;
    }
}
