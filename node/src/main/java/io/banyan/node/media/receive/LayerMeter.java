package io.banyan.node.media.receive;

import java.util.concurrent.TimeUnit;

/**
 * How much comes of each decode target, and how many pictures a second: averages over a few seconds, so that a key frame
 * does not count for a rate. Owned by a media loop.
 */
public final class LayerMeter {
    private static final long WINDOW_NANOS = TimeUnit.MILLISECONDS.toNanos(500);
    /** A window that took so long was a pause. */
    private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(1_500);
    /** Of three temporal layers at five frames a second the middle one comes every 800 ms. */
    private static final long SILENCE_NANOS = TimeUnit.MILLISECONDS.toNanos(1_500);

    private static final double WEIGHT = 0.3;
    private static final int TEMPORAL_LAYERS = 8;

    private final long[] bytes = new long[LayerStructure.MAX_TARGETS];
    private final double[] bps = new double[LayerStructure.MAX_TARGETS];
    private final long[] lastNanos = new long[LayerStructure.MAX_TARGETS];
    private final int[] pictures = new int[TEMPORAL_LAYERS];
    private final double[] pictureRates = new double[TEMPORAL_LAYERS];
    private int everSent;
    private boolean begun;
    private long windowNanos;

    void onPacket(LayerStructure structure, FrameLayers frame, int packetBytes, boolean beginsPicture, long nowNanos) {
        if (!begun) {
            begun = true;
            windowNanos = nowNanos;
        }
        long elapsed = nowNanos - windowNanos;
        if (elapsed >= WINDOW_NANOS) {
            roll(elapsed);
            windowNanos = nowNanos;
        }
        for (int left = frame.present(); left != 0; left &= left - 1) {
            bytes[Integer.numberOfTrailingZeros(left)] += packetBytes;
        }
        if (beginsPicture) {
            pictures[frame.temporalId()]++;
        }
        int own = structure.exact(frame.spatialId(), frame.temporalId());
        if (own != LayerStructure.NONE) {
            lastNanos[own] = nowNanos;
            everSent |= 1 << own;
        }
    }

    private void roll(long elapsed) {
        boolean isPause = elapsed >= PAUSE_NANOS;
        for (int target = 0; target < bytes.length; target++) {
            bps[target] = isPause ? bps[target] : average(bps[target], bytes[target] * 8e9 / elapsed);
            bytes[target] = 0;
        }
        for (int layer = 0; layer < pictures.length; layer++) {
            pictureRates[layer] =
                    isPause ? pictureRates[layer] : average(pictureRates[layer], pictures[layer] * 1e9 / elapsed);
            pictures[layer] = 0;
        }
    }

    private static double average(double before, double sample) {
        return before == 0 ? sample : before + (sample - before) * WEIGHT;
    }

    /** Whether the highest layer of a target came lately. */
    public boolean isSent(int target, long nowNanos) {
        return ((everSent >>> target) & 1) != 0 && nowNanos - lastNanos[target] < SILENCE_NANOS;
    }

    /** What a target takes, bits per second of RTP; 0: not known yet. */
    public long bps(int target) {
        return Math.round(bps[target]);
    }

    /** Pictures a second up to a temporal layer; 0: not known yet. */
    public double frameRate(int temporalId) {
        double rate = 0;
        for (int layer = 0; layer <= temporalId; layer++) {
            rate += pictureRates[layer];
        }
        return rate;
    }
}
