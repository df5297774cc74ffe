package io.banyan.protocol.link;

/** The share of datagrams lost before repair, from running totals, weighed over the last few hundred. */
final class LossMeter {
    /** Fewer say nothing: one lost of ten is no 10 %. */
    private static final int MIN_SAMPLE = 50;

    /** The newest sample's share. */
    private static final double WEIGHT = 0.3;

    private long expectedBefore;
    private long receivedBefore;
    private double fraction;
    private double latest;
    private boolean begun;

    /**
     * @param expected all that were sent until now
     * @param received of them; reordering may make it lag a little
     * @return whether a sample was complete
     */
    boolean onTotals(long expected, long received) {
        long sample = expected - expectedBefore;
        if (sample < MIN_SAMPLE) {
            return false;
        }
        latest = Math.clamp(1 - (double) (received - receivedBefore) / sample, 0, 1);
        fraction = begun ? fraction + WEIGHT * (latest - fraction) : latest;
        begun = true;
        expectedBefore = expected;
        receivedBefore = received;
        return true;
    }

    /** 0 to 1. */
    double fraction() {
        return fraction;
    }

    /** Of the last sample alone. */
    double latest() {
        return latest;
    }
}
