package io.banyan.node.media.forward;

import io.banyan.node.media.receive.EncodingLayers;
import io.banyan.node.media.receive.EncodingReceiver;
import io.banyan.node.media.receive.LayerMeter;
import io.banyan.node.media.receive.LayerStructure;
import io.banyan.node.media.send.LayerDemand;
import java.util.List;

/**
 * The steps in which a track can be sent, each with what it takes: of every picture size first fewer frames, then all. A
 * camera's larger picture begins with half of its frames or more: fewer look worse than the smaller picture. A screen's
 * begins with as few as there are.
 */
final class LayerLadder {
    /** A camera may drop its highest temporal layer only, which is half of the frames. */
    private static final int CAMERA_LAYERS = 2;

    /** So much of the wanted frame rate is enough. */
    private static final double ENOUGH = 0.9;

    private LayerLadder() {}

    /**
     * Fills a demand.
     *
     * @param frameRate that is enough, 0: all frames
     */
    static void fill(
            LayerDemand demand, List<EncodingReceiver> encodings, boolean isScreen, int frameRate, long nowNanos) {
        for (int i = 0; i < encodings.size(); i++) {
            EncodingReceiver encoding = encodings.get(i);
            boolean isSent = encoding.isActive(nowNanos);
            boolean isLayered = isSent && fillLayers(demand, encoding, encodings.size(), isScreen, frameRate, nowNanos);
            if (!isLayered) {
                int whole = Layer.of(encoding.index(), Layer.WHOLE, Layer.WHOLE);
                demand.add(whole, encoding.index(), encoding.bitrateBps(), isSent);
            }
        }
    }

    /** Adds the layers within an encoding; false: there are none to choose from. */
    private static boolean fillLayers(
            LayerDemand demand,
            EncodingReceiver encoding,
            int encodings,
            boolean isScreen,
            int frameRate,
            long nowNanos) {
        EncodingLayers layers = encoding.layers();
        LayerStructure structure = layers == null ? null : layers.structure();
        LayerMeter meter = layers == null ? null : layers.meter();
        if (structure == null || meter == null) {
            return false;
        }
        boolean isAny = false;
        for (int spatialId = 0; spatialId <= structure.topSpatialId(); spatialId++) {
            int top = topTemporalId(structure, meter, spatialId, frameRate, nowNanos);
            int size = encodings == 1 ? spatialId : encoding.index();
            boolean isSmallest = encoding.index() == 0 && spatialId == 0;
            int first = isScreen || isSmallest ? 0 : Math.max(0, top - CAMERA_LAYERS + 1);
            for (int temporalId = first; temporalId <= top; temporalId++) {
                int target = structure.exact(spatialId, temporalId);
                if (target != LayerStructure.NONE && meter.isSent(target, nowNanos)) {
                    int layer = Layer.of(encoding.index(), spatialId, temporalId);
                    demand.add(layer, size, meter.bps(target), true);
                    isAny = true;
                }
            }
        }
        return isAny;
    }

    /** The highest temporal layer that comes, or the lowest one that has frames enough; -1: none comes. */
    private static int topTemporalId(
            LayerStructure structure, LayerMeter meter, int spatialId, int frameRate, long nowNanos) {
        int top = -1;
        for (int temporalId = 0; temporalId < Layer.WHOLE / 2; temporalId++) {
            int target = structure.exact(spatialId, temporalId);
            if (target != LayerStructure.NONE && meter.isSent(target, nowNanos)) {
                top = temporalId;
                if (frameRate > 0 && meter.frameRate(temporalId) >= frameRate * ENOUGH) {
                    break;
                }
            }
        }
        return top;
    }
}
