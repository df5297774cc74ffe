package io.banyan.node.media.forward;

/**
 * One of a track's layers in one number, better ones higher: the simulcast encoding, then the spatial and the temporal
 * layer within it.
 */
final class Layer {
    /** All spatial or temporal layers. */
    static final int WHOLE = 15;

    /** As good as there is. */
    static final int BEST = Integer.MAX_VALUE;

    /** The least picture, with all its frames. */
    static final int LOWEST = WHOLE;

    private static final int BITS = 4;

    private Layer() {}

    /**
     * @param encoding index, 0 for the lowest
     * @param spatialId 0 to {@link #WHOLE}
     * @param temporalId 0 to {@link #WHOLE}
     */
    static int of(int encoding, int spatialId, int temporalId) {
        return (((encoding << BITS) | spatialId) << BITS) | temporalId;
    }

    static int encoding(int layer) {
        return layer >>> (2 * BITS);
    }

    static int spatialId(int layer) {
        return (layer >>> BITS) & WHOLE;
    }

    static int temporalId(int layer) {
        return layer & WHOLE;
    }
}
