package io.banyan.protocol.link;

/** The link's round-trip time, from echoed send times, smoothed as RFC 6298 §2 does. */
final class RoundTrip {
    /** What is longer is a clock gone wrong. */
    private static final int MAX_MICROS = 10_000_000;

    private long smoothedNanos;

    /**
     * @param nowMicros our clock in microseconds, 32 bits
     * @param echoMicros our send time as the peer gives it back
     * @param holdMicros how long the peer had it
     */
    void onEcho(int nowMicros, int echoMicros, int holdMicros) {
        int sampleMicros = nowMicros - echoMicros - holdMicros;
        if (holdMicros < 0 || sampleMicros < 0 || sampleMicros > MAX_MICROS) {
            return;
        }
        long sampleNanos = Math.max(1, sampleMicros * 1_000L);
        smoothedNanos = smoothedNanos == 0 ? sampleNanos : smoothedNanos + (sampleNanos - smoothedNanos) / 8;
    }

    /** 0 before the first echo. */
    long nanos() {
        return smoothedNanos;
    }
}
