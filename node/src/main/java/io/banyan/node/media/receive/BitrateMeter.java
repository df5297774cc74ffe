package io.banyan.node.media.receive;

/**
 * How much of an encoding comes: an average over a few seconds, so that a key frame does not count for a rate. What
 * pauses keeps the rate that it had. Owned by a media loop.
 */
final class BitrateMeter {
    static final long WINDOW_NANOS = 500_000_000;

    /** A window that took so long was a pause. */
    private static final long PAUSE_NANOS = 1_500_000_000;

    private static final double WEIGHT = 0.3;

    private boolean begun;
    private long windowNanos;
    private long bytes;
    private double bps;

    void onPacket(int packetBytes, long nowNanos) {
        if (!begun) {
            begun = true;
            windowNanos = nowNanos;
        }
        long elapsed = nowNanos - windowNanos;
        if (elapsed >= WINDOW_NANOS) {
            if (elapsed < PAUSE_NANOS) {
                double sample = bytes * 8e9 / elapsed;
                bps = bps == 0 ? sample : bps + (sample - bps) * WEIGHT;
            }
            windowNanos = nowNanos;
            bytes = 0;
        }
        bytes += packetBytes;
    }

    /** Bits per second; 0: not known. */
    long bps() {
        return Math.round(bps);
    }

    void reset() {
        begun = false;
        bytes = 0;
        bps = 0;
    }
}
