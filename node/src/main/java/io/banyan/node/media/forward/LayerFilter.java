package io.banyan.node.media.forward;

import io.banyan.node.media.receive.FrameLayers;
import io.banyan.node.media.receive.LayerStructure;
import io.banyan.node.media.receive.PacketSlot;
import org.jspecify.annotations.Nullable;

/**
 * Which frames of one encoding a subscriber gets: those of one decode target. It goes to another where that can be
 * decoded: because all frames of it were sent anyway, or from a frame on that says so. Every packet of a frame is judged
 * alike, however late it comes. Owned by a media loop.
 */
final class LayerFilter {
    /** Changes of the target that late packets are judged by. */
    private static final int HISTORY = 8;

    private static final int ALL_TARGETS = -1;

    private final long[] sinceTicks = new long[HISTORY];
    private final int[] targets = new int[HISTORY];
    private int changes;
    private @Nullable LayerStructure structure;
    private int active;
    /** Targets of which every frame was sent since they could be decoded last. */
    private int whole = ALL_TARGETS;

    private int limit = Layer.BEST;
    /** Of the picture that is sent: all its packets go by one. */
    private int pictureLimit = Layer.BEST;

    private long pictureTicks = Long.MIN_VALUE;
    private int target = LayerStructure.NONE;
    /** A change is announced with two pictures: packets of the first may overtake each other. */
    private int picturesSinceChange;

    /** What comes next is another encoding's, or begins anew with a frame that needs no other. */
    void begin() {
        changes = 0;
        structure = null;
        whole = ALL_TARGETS;
        pictureTicks = Long.MIN_VALUE;
        target = LayerStructure.NONE;
        picturesSinceChange = 0;
    }

    /** The best layers that may be sent from the next picture on; of a {@link Layer} the encoding is ignored. */
    void limit(int layer) {
        limit = layer;
    }

    /** Whether to forward the packet. */
    boolean passes(PacketSlot slot) {
        FrameLayers frame = slot.layers();
        LayerStructure its = frame.structure();
        if (its == null) {
            return true;
        }
        if (slot.rtpTicks() < pictureTicks) {
            return frame.isIn(targetAt(slot.rtpTicks()));
        }
        boolean isOtherStructure = structure == null || structure.all() != its.all();
        structure = its;
        active = frame.active();
        boolean isNewPicture = slot.rtpTicks() > pictureTicks;
        if (isNewPicture) {
            pictureTicks = slot.rtpTicks();
            pictureLimit = limit;
            picturesSinceChange++;
        }
        int gained = gained(slot, frame);
        whole |= gained;
        if (isNewPicture || gained != 0 || isOtherStructure) {
            choose(its);
        }
        if (!frame.isIn(target)) {
            whole &= ~frame.present();
            return false;
        }
        return true;
    }

    /** The targets that could not be decoded before, and can be from this frame on if it is sent. */
    private int gained(PacketSlot slot, FrameLayers frame) {
        if (slot.isKeyframeStart()) {
            return ~whole;
        }
        int needs = frame.needs();
        boolean isDecodable = needs == FrameLayers.NEEDS_NOTHING
                || (needs == FrameLayers.NEEDS_ITSELF ? frame.isIn(target) : ((whole >>> needs) & 1) != 0);
        return isDecodable ? frame.switchable() & ~whole : 0;
    }

    private void choose(LayerStructure its) {
        int maxSpatialId = Layer.spatialId(pictureLimit);
        int maxTemporalId = Layer.temporalId(pictureLimit);
        int best = its.best(maxSpatialId, maxTemporalId, whole & active);
        if (best == LayerStructure.NONE && target != LayerStructure.NONE) {
            // Lower layers were left out as nobody needs them for this one: until a key frame it is only thinned out.
            best = its.best(its.spatialId(target), 0, whole & active);
        }
        if (best != LayerStructure.NONE && best != target) {
            target = best;
            picturesSinceChange = 0;
            if (changes > 0 && sinceTicks[(changes - 1) % HISTORY] == pictureTicks) {
                changes--;
            }
            sinceTicks[changes % HISTORY] = pictureTicks;
            targets[changes % HISTORY] = best;
            changes++;
        }
    }

    /** The target of an earlier picture. */
    private int targetAt(long ticks) {
        int known = Math.min(changes, HISTORY);
        for (int back = 1; back <= known; back++) {
            int at = (changes - back) % HISTORY;
            if (sinceTicks[at] <= ticks) {
                return targets[at];
            }
        }
        return known == 0 ? target : targets[(changes - known) % HISTORY];
    }

    /** Whether the last packet of its picture that is forwarded is this one, which was judged last. */
    boolean endsPicture(PacketSlot slot) {
        FrameLayers frame = slot.layers();
        LayerStructure its = frame.structure();
        return slot.marker()
                || (its != null
                        && target != LayerStructure.NONE
                        && frame.endOfFrame()
                        && frame.spatialId() == its.spatialId(target));
    }

    /**
     * The decode targets that the subscriber can expect, to be announced with this packet, which was judged last; {@link
     * Rewritten#NO_TARGETS}: it knows.
     */
    int activeTargets(PacketSlot slot) {
        FrameLayers frame = slot.layers();
        LayerStructure its = frame.structure();
        boolean isToTell = frame.withStructure() || (slot.rtpTicks() == pictureTicks && picturesSinceChange < 2);
        return its == null || target == LayerStructure.NONE || !isToTell
                ? Rewritten.NO_TARGETS
                : its.upTo(target) & frame.active();
    }

    /** Whether another picture size may be sent than is sent, and only a key frame gets there. */
    boolean awaitsKeyframe() {
        LayerStructure its = structure;
        if (its == null || target == LayerStructure.NONE) {
            return false;
        }
        int wanted = its.best(Layer.spatialId(limit), Layer.temporalId(limit), active);
        return wanted != LayerStructure.NONE
                && its.spatialId(wanted) != its.spatialId(target)
                && ((whole >>> wanted) & 1) == 0;
    }
}
