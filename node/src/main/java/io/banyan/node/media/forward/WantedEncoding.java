package io.banyan.node.media.forward;

import io.banyan.node.plane.SlotWish;

/**
 * Which simulcast encoding is enough for a wished size: each is half as wide and high as the next (the browsers' and our
 * SDK's scaling).
 *
 * @param width of the largest in pixels, 0: not known
 * @param height of the largest in pixels, 0: not known
 */
record WantedEncoding(int width, int height) {
    /** Blown up by this much a picture still looks whole; the next encoding costs four times as much. */
    private static final double MAX_ENLARGEMENT = 1.25;

    /**
     * The lowest that is enough.
     *
     * @return 0 (lowest) to count - 1
     */
    int index(SlotWish wish, int count) {
        // The picture is fitted into the element: the tighter side decides.
        double scale = Math.min(ratio(wish.width(), width), ratio(wish.height(), height));
        int index = count - 1;
        while (index > 0 && scale <= MAX_ENLARGEMENT * Math.pow(0.5, count - index)) {
            index--;
        }
        return index;
    }

    private static double ratio(int wished, int present) {
        return wished <= 0 || present <= 0 ? 1 : (double) wished / present;
    }
}
