package io.banyan.node.media.forward;

/** How soon one packet may be sent a third time: not before the subscriber can have the second. */
final class RetransmissionInterval {
    /** Of a round trip that is not known yet. */
    private static final long UNKNOWN_RTT_NANOS = 40_000_000;

    /** Between machines of one room; below it two requests are one that was doubled. */
    private static final long MIN_NANOS = 5_000_000;

    /** A receiver gives up after about a second, whatever a hostile report says of the round trip. */
    private static final long MAX_NANOS = 500_000_000;

    private RetransmissionInterval() {}

    /**
     * Three quarters of a round trip: measured ones are a little long, and refusing a good request costs one more.
     *
     * @param rttNanos negative: not known
     */
    static long nanos(long rttNanos) {
        long rtt = rttNanos < 0 ? UNKNOWN_RTT_NANOS : rttNanos;
        return Math.clamp(rtt / 4 * 3, MIN_NANOS, MAX_NANOS);
    }
}
