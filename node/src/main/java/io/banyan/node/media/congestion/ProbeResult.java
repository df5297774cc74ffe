package io.banyan.node.media.congestion;

/**
 * What one burst of packets shows of the link: how fast they went in and came out (libwebrtc,
 * probe_bitrate_estimator.cc; draft-ietf-rmcat-gcc-02 does not probe). Reusable. Owned by a media loop.
 */
final class ProbeResult {
    static final long NONE = -1;

    /** Of what was sent; with less the rest says nothing. */
    private static final double MIN_RECEIVED = 0.6;

    /** Faster out than in by this much is a clock that lies. */
    private static final double MAX_RATIO = 2.0;

    /** Slower out than in: the link was full, and what came out is what it carries. */
    private static final double SATURATED = 0.9;

    /** Of what a full link carries. */
    static final double USE_OF_SATURATED = 0.9;

    private static final long MAX_NANOS = 1_000_000_000;

    private int packets;
    private long bytes;
    private long firstSent;
    private long lastSent;
    private long lastSentBytes;
    private long firstArrival;
    private long lastArrival;
    private long firstArrivalBytes;
    private boolean isSaturated;

    void reset() {
        packets = 0;
        bytes = 0;
    }

    void onArrival(long sentNanos, long arrivalNanos, int packetBytes) {
        if (packets == 0 || sentNanos < firstSent) {
            firstSent = sentNanos;
        }
        if (packets == 0 || sentNanos >= lastSent) {
            lastSent = sentNanos;
            lastSentBytes = packetBytes;
        }
        if (packets == 0 || arrivalNanos < firstArrival) {
            firstArrival = arrivalNanos;
            firstArrivalBytes = packetBytes;
        }
        if (packets == 0 || arrivalNanos > lastArrival) {
            lastArrival = arrivalNanos;
        }
        packets++;
        bytes += packetBytes;
    }

    /**
     * The bitrate that the link was seen to carry.
     *
     * @param sentPackets of the whole burst
     * @return {@link #NONE}: not enough came, or nothing that could be
     */
    long bps(int sentPackets) {
        long sendNanos = lastSent - firstSent;
        long arrivalNanos = lastArrival - firstArrival;
        if (packets < 2
                || packets < sentPackets * MIN_RECEIVED
                || sendNanos <= 0
                || sendNanos > MAX_NANOS
                || arrivalNanos <= 0
                || arrivalNanos > MAX_NANOS) {
            return NONE;
        }
        double sendBps = (bytes - lastSentBytes) * 8e9 / sendNanos;
        double arrivalBps = (bytes - firstArrivalBytes) * 8e9 / arrivalNanos;
        if (arrivalBps > sendBps * MAX_RATIO) {
            return NONE;
        }
        isSaturated = arrivalBps < SATURATED * sendBps;
        return Math.round(isSaturated ? USE_OF_SATURATED * arrivalBps : Math.min(sendBps, arrivalBps));
    }

    /** Whether the last result was all that the link carries. */
    boolean isSaturated() {
        return isSaturated;
    }
}
