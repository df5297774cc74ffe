package io.banyan.node.media.receive;

import io.banyan.protocol.payload.DependencyStructure;

/**
 * Which decode targets a stream has: sets of its frames that can be decoded without the others, each with its highest
 * spatial and temporal layer (AV1 RTP specification, A.4). Sets of targets are masks with a bit for each. Immutable.
 */
public final class LayerStructure {
    /** No target. */
    public static final int NONE = -1;

    /** As many as a dependency structure has at most. */
    static final int MAX_TARGETS = 32;

    /** Layers of codecs that number them in each packet; what is above counts as the highest. */
    static final int GRID = 4;

    private static final int TEMPORAL_LAYERS = 8;
    private static final int SPATIAL_LAYERS = 4;
    private static final LayerStructure[] GRIDS = grids();

    private final byte[] spatialIds;
    private final byte[] temporalIds;
    /** By spatial, then temporal layer. */
    private final byte[] exact = new byte[SPATIAL_LAYERS * TEMPORAL_LAYERS];

    private final int all;
    private final int topSpatialId;

    private LayerStructure(byte[] spatialIds, byte[] temporalIds, int all) {
        this.spatialIds = spatialIds;
        this.temporalIds = temporalIds;
        this.all = all;
        int top = 0;
        for (int i = 0; i < exact.length; i++) {
            exact[i] = NONE;
        }
        for (int target = 0; target < spatialIds.length; target++) {
            if (((all >>> target) & 1) != 0) {
                top = Math.max(top, spatialIds[target]);
                exact[spatialIds[target] * TEMPORAL_LAYERS + temporalIds[target]] = (byte) target;
            }
        }
        topSpatialId = top;
    }

    /** That of a stream whose packets state their layers: a target for each of them. */
    static LayerStructure grid(int topSpatialId, int topTemporalId) {
        return GRIDS[gridTarget(topSpatialId, topTemporalId)];
    }

    /** The target of a grid with these highest layers. */
    static int gridTarget(int spatialId, int temporalId) {
        return Math.min(spatialId, GRID - 1) * GRID + Math.min(temporalId, GRID - 1);
    }

    /** That of a stream with dependency descriptors. */
    static LayerStructure of(DependencyStructure structure) {
        int targets = structure.decodeTargets();
        byte[] spatialIds = new byte[targets];
        byte[] temporalIds = new byte[targets];
        for (int target = 0; target < targets; target++) {
            spatialIds[target] = (byte) structure.targetSpatialId(target);
            temporalIds[target] = (byte) structure.targetTemporalId(target);
        }
        return new LayerStructure(spatialIds, temporalIds, -1 >>> (MAX_TARGETS - targets));
    }

    private static LayerStructure[] grids() {
        LayerStructure[] grids = new LayerStructure[GRID * GRID];
        byte[] spatialIds = new byte[grids.length];
        byte[] temporalIds = new byte[grids.length];
        for (int target = 0; target < grids.length; target++) {
            spatialIds[target] = (byte) (target / GRID);
            temporalIds[target] = (byte) (target % GRID);
        }
        for (int top = 0; top < grids.length; top++) {
            int all = 0;
            for (int target = 0; target < grids.length; target++) {
                boolean isWithin = spatialIds[target] <= spatialIds[top] && temporalIds[target] <= temporalIds[top];
                all |= isWithin ? 1 << target : 0;
            }
            grids[top] = new LayerStructure(spatialIds, temporalIds, all);
        }
        return grids;
    }

    /** All targets. */
    public int all() {
        return all;
    }

    /** Whether there is anything to choose. */
    boolean isLayered() {
        return Integer.bitCount(all) > 1;
    }

    /** 0 to 3. */
    public int topSpatialId() {
        return topSpatialId;
    }

    /** The highest spatial layer in a target, 0 to 3. */
    public int spatialId(int target) {
        return spatialIds[target];
    }

    /** The highest temporal layer in a target, 0 to 7. */
    public int temporalId(int target) {
        return temporalIds[target];
    }

    /** The target whose highest layers are these, or {@link #NONE}. */
    public int exact(int spatialId, int temporalId) {
        return exact[spatialId * TEMPORAL_LAYERS + temporalId];
    }

    /** The best target within these layers: the one with most spatial layers, then temporal ones; or {@link #NONE}. */
    public int best(int maxSpatialId, int maxTemporalId, int among) {
        int best = NONE;
        for (int left = among & all; left != 0; left &= left - 1) {
            int target = Integer.numberOfTrailingZeros(left);
            boolean isWithin = spatialIds[target] <= maxSpatialId && temporalIds[target] <= maxTemporalId;
            if (isWithin && (best == NONE || isBetter(target, best))) {
                best = target;
            }
        }
        return best;
    }

    private boolean isBetter(int target, int than) {
        int more = spatialIds[target] - spatialIds[than];
        return more > 0 || (more == 0 && temporalIds[target] > temporalIds[than]);
    }

    /** The targets with no higher layer than this one has, itself among them. */
    public int upTo(int target) {
        int within = 0;
        for (int left = all; left != 0; left &= left - 1) {
            int other = Integer.numberOfTrailingZeros(left);
            boolean isWithin = spatialIds[other] <= spatialIds[target] && temporalIds[other] <= temporalIds[target];
            within |= isWithin ? 1 << other : 0;
        }
        return within;
    }
}
