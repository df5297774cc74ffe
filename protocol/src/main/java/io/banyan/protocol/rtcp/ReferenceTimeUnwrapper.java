package io.banyan.protocol.rtcp;

/**
 * Extends the reference times of a transport's feedback, which wrap every 12 days, by taking each as the one nearest to
 * the last. Not thread-safe.
 */
public final class ReferenceTimeUnwrapper {
    private static final long STEP_NANOS = TransportFeedback.REFERENCE_TICKS * TransportFeedback.TICK_NANOS;

    private long last;
    private boolean begun;

    /**
     * Nanoseconds on the receiver's clock, whose zero is unknown.
     *
     * @param referenceTime 24 bits
     */
    public long unwrapNanos(int referenceTime) {
        if (begun) {
            last += signed24(referenceTime - (int) last);
        } else {
            last = signed24(referenceTime);
            begun = true;
        }
        return last * STEP_NANOS;
    }

    private static int signed24(int value) {
        return (value << 8) >> 8;
    }
}
