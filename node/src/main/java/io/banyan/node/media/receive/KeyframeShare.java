package io.banyan.node.media.receive;

/** How much of an encoding's bytes its key frames are, over the last seconds. Owned by a media loop. */
final class KeyframeShare {
    /** More than this, and what lies between them gets worse for their sake. */
    static final double COSTLY = 0.15;

    /** A stream that has just begun has had a key frame and little else. */
    static final int MIN_KEYFRAMES = 3;

    /** What is older counts half. */
    static final long HALF_NANOS = 5_000_000_000L;

    private double bytes;
    private double keyframeBytes;
    private double keyframes;
    private boolean begun;
    private long nextHalfNanos;

    void onKeyframe() {
        keyframes++;
    }

    void onPacket(int packetBytes, boolean isOfKeyframe, long nowNanos) {
        if (!begun) {
            begun = true;
            nextHalfNanos = nowNanos + HALF_NANOS;
        }
        if (nowNanos >= nextHalfNanos) {
            nextHalfNanos = nowNanos + HALF_NANOS;
            bytes /= 2;
            keyframeBytes /= 2;
            keyframes /= 2;
        }
        bytes += packetBytes;
        keyframeBytes += isOfKeyframe ? packetBytes : 0;
    }

    boolean isCostly() {
        return keyframes >= MIN_KEYFRAMES && keyframeBytes > bytes * COSTLY;
    }
}
