package io.banyan.protocol.rtp;

/**
 * Ticks of an RTP clock and nanoseconds, for differences and for absolute values alike.
 *
 * @param clockRate ticks per second, at least 1
 */
public record RtpClock(int clockRate) {
    private static final long NANOS_PER_SECOND = 1_000_000_000L;

    public RtpClock {
        if (clockRate < 1) {
            throw new IllegalArgumentException("a clock rate is positive, not " + clockRate);
        }
    }

    /** Nanoseconds of so many ticks, rounded down. Whole seconds go apart, so that years of ticks do not overflow. */
    public long toNanos(long rtpTicks) {
        return Math.floorDiv(rtpTicks, clockRate) * NANOS_PER_SECOND
                + Math.floorMod(rtpTicks, (long) clockRate) * NANOS_PER_SECOND / clockRate;
    }

    /** Ticks of so many nanoseconds, rounded down. */
    public long toTicks(long nanos) {
        return Math.floorDiv(nanos, NANOS_PER_SECOND) * clockRate
                + Math.floorMod(nanos, NANOS_PER_SECOND) * clockRate / NANOS_PER_SECOND;
    }
}
