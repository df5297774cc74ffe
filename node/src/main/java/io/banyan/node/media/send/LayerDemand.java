package io.banyan.node.media.send;

import java.util.Arrays;

/**
 * What one slot would be sent if its subscriber's way allowed, and what it is granted. Reusable, keeps when it last
 * changed; filled anew before each allocation. Owned by a media loop.
 */
public final class LayerDemand {
    /** No layer is granted: the slot is paused. */
    public static final int PAUSED = -1;

    /** As many layers as a track may have: sizes and, within each, frame rates. */
    public static final int MAX_LAYERS = 24;

    /** What a size is taken to need that has not come yet: what browsers send on three layers, lowest first. */
    private static final long[] USUAL_BPS = {150_000, 500_000, 1_700_000};

    private static final long UNKNOWN_LATER_FACTOR = 3;
    private static final long MIN_HOLD_NANOS = 2_000_000_000;
    private static final long MAX_HOLD_NANOS = 120_000_000_000L;
    /** A layer that was lost again so soon was not worth the switch. */
    private static final long REGRET_NANOS = 10_000_000_000L;

    /** Time for a key frame to come, to go out and to be answered. */
    private static final long TRY_NANOS = 3_000_000_000L;

    private final int[] layers = new int[MAX_LAYERS];
    private final long[] costs = new long[MAX_LAYERS];
    private final boolean[] available = new boolean[MAX_LAYERS];
    private int count;
    private int highest;
    /** Index of the best layer that is of use. */
    private int wanted;

    private int rank;
    /** Index; what layers have which index may change between two allocations. */
    private int granted = PAUSED;

    private int grantedLayer = PAUSED;
    private int before = PAUSED;
    private boolean everRaised;
    private long raisedNanos;
    private long mayRaiseNanos = Long.MIN_VALUE;
    private long holdNanos = MIN_HOLD_NANOS;

    /**
     * Begins to fill it.
     *
     * @param highestLayer the best layer that is of use
     * @param priority 0 to 10
     * @param isPinned before every other slot's second layer
     * @param isScreen the same, after what is pinned: what is written on it must be readable
     */
    public void begin(int highestLayer, int priority, boolean isPinned, boolean isScreen) {
        count = 0;
        highest = highestLayer;
        wanted = 0;
        rank = priority + (isScreen ? 100 : 0) + (isPinned ? 1_000 : 0);
        Arrays.fill(available, false);
    }

    /**
     * Adds the next layer, lowest first.
     *
     * @param layer names it: higher than those before
     * @param size which of the picture's sizes it is of, 0 for the smallest
     * @param bps that it needs, what it builds on included; 0: not known
     * @param isSent whether the publisher sends it
     */
    public void add(int layer, int size, long bps, boolean isSent) {
        if (count < MAX_LAYERS) {
            layers[count] = layer;
            costs[count] = bps > 0 ? bps : usual(size);
            available[count] = isSent;
            wanted = layer <= highest ? count : wanted;
            count++;
        }
    }

    private long usual(int size) {
        long lower = count == 0 ? 0 : costs[count - 1];
        return Math.max(size < USUAL_BPS.length ? USUAL_BPS[size] : 0, lower == 0 ? 0 : lower * UNKNOWN_LATER_FACTOR);
    }

    /** The layer that may be sent, by its name, or {@link #PAUSED}. */
    public int granted() {
        return grantedLayer;
    }

    /** What the granted layer needs; 0: none is. */
    public long grantedBps() {
        return cost(granted);
    }

    /** What the best wanted layer needs; 0: nothing comes. */
    public long wantedBps() {
        int best = Math.min(wanted, count - 1);
        while (best >= 0 && !available[best]) {
            best--;
        }
        int layer = best >= 0 ? best : lowest();
        return layer == PAUSED ? 0 : costs[layer];
    }

    int rank() {
        return rank;
    }

    /** The index of what is granted so far, or {@link #PAUSED}. */
    int current() {
        return granted;
    }

    /** The index of the lowest layer that is sent, or {@link #PAUSED} if none is. */
    int lowest() {
        for (int i = 0; i < count; i++) {
            if (available[i]) {
                return i;
            }
        }
        return PAUSED;
    }

    /** The index of the next better layer that is sent and wanted, or {@link #PAUSED}. */
    int next() {
        for (int i = granted + 1; i <= Math.min(wanted, count - 1); i++) {
            if (available[i]) {
                return i;
            }
        }
        return PAUSED;
    }

    long cost(int index) {
        return index == PAUSED ? 0 : costs[index];
    }

    void start() {
        before = grantedLayer;
        grant(PAUSED);
    }

    void grant(int index) {
        granted = index;
        grantedLayer = index == PAUSED ? PAUSED : layers[index];
    }

    /** Whether the layer of this index is more than is sent now. */
    boolean isRise(int index) {
        return index != PAUSED && layers[index] > before;
    }

    /** Whether it was given a layer beyond what is there, and that is young: to be lost only by what it shows. */
    boolean isTried(long nowNanos) {
        return before != PAUSED && everRaised && nowNanos - raisedNanos < TRY_NANOS;
    }

    boolean wasPaused() {
        return before == PAUSED;
    }

    boolean mayRise(long nowNanos) {
        return nowNanos >= mayRaiseNanos;
    }

    /** Whether it is given more than before. */
    boolean isRaised() {
        return grantedLayer > before;
    }

    /** Whether it is given less than before, though more comes. */
    boolean isLowered() {
        return grantedLayer < before && lowest() != PAUSED && next() != PAUSED;
    }

    /** Notes what became of it. */
    void finish(long nowNanos) {
        if (isRaised()) {
            everRaised = true;
            raisedNanos = nowNanos;
        } else if (isLowered()) {
            boolean isRegretted = everRaised && nowNanos - raisedNanos < REGRET_NANOS;
            holdNanos = isRegretted ? Math.min(2 * holdNanos, MAX_HOLD_NANOS) : MIN_HOLD_NANOS;
            mayRaiseNanos = nowNanos + holdNanos;
        }
    }
}
