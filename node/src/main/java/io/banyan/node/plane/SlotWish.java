package io.banyan.node.plane;

/**
 * What a subscriber wants of one slot. The loop decides what it gets.
 *
 * @param width on the subscriber's screen in device pixels, 0: as large as there is
 * @param height on the subscriber's screen in device pixels, 0: as large as there is
 * @param frameRate frames per second that are enough, 0: all there are
 * @param priority 0 (normal) to 10 (first)
 * @param hidden send nothing, keep the subscription
 * @param pinned keep the wanted quality as long as anything is left for it
 */
public record SlotWish(int width, int height, int frameRate, int priority, boolean hidden, boolean pinned) {
    /** The best there is, at normal priority. */
    public static final SlotWish BEST = new SlotWish(0, 0, 0, 0, false, false);
}
