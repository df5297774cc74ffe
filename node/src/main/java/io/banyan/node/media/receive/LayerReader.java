package io.banyan.node.media.receive;

import io.banyan.protocol.payload.DependencyDescriptor;
import io.banyan.protocol.payload.DependencyStructure;
import io.banyan.protocol.payload.Vp8Descriptor;
import io.banyan.protocol.payload.Vp9Descriptor;
import io.banyan.protocol.rtp.CodecId;
import io.banyan.protocol.rtp.HeaderExtension;
import org.jspecify.annotations.Nullable;

/**
 * Finds out which layer a packet belongs to: by the dependency descriptor (AV1 RTP specification, appendix A), and where
 * there is none by the payload descriptor of VP8 (RFC 7741 §4.2) and VP9 (RFC 9628 §4.2). Owned by a media loop.
 *
 * <p>A VP9 stream that never states how many spatial layers it has (V) is taken to have those that were seen: the marker may
 * stand too early in its first picture.
 *
 * <p>Chromium leaves VP8's layers out of the payload descriptor where a dependency descriptor has them, and calls every
 * frame there a switch, though some refer to earlier ones of their layer. What a frame refers to is stated truly, so that
 * counts.
 */
final class LayerReader {
    private final Vp8Descriptor vp8 = new Vp8Descriptor();
    private final Vp9Descriptor vp9 = new Vp9Descriptor();
    private final DependencyDescriptor descriptor = new DependencyDescriptor();
    private int topSpatialId;
    private int topTemporalId;
    private final RecentFrames recent = new RecentFrames();
    private @Nullable DependencyStructure known;
    private @Nullable LayerStructure layers;
    private long structureTicks;
    private int active;

    /** Describes the layers of a packet whose payload and extensions were found. */
    void read(PacketSlot slot) {
        FrameLayers out = slot.layers();
        out.clear();
        if (slot.extensionLength(HeaderExtension.DEPENDENCY_DESCRIPTOR) >= 0) {
            readDescriptor(slot, out);
        } else if (slot.codec() == CodecId.VP8) {
            readVp8(slot, out);
        } else if (slot.codec().isVp9()) {
            readVp9(slot, out);
        }
    }

    private void readVp8(PacketSlot slot, FrameLayers out) {
        if (!vp8.read(slot.buffer(), slot.payloadOffset(), slot.payloadLength()) || vp8.temporalId() < 0) {
            return;
        }
        int temporalId = vp8.temporalId();
        topTemporalId = Math.max(topTemporalId, temporalId);
        LayerStructure grid = LayerStructure.grid(0, topTemporalId);
        if (!grid.isLayered()) {
            return;
        }
        out.set(grid, grid.all(), 0, temporalId);
        int present = grid.all() & (-1 << temporalId);
        if (vp8.isKeyframeStart()) {
            out.setTargets(present, grid.all(), FrameLayers.NEEDS_NOTHING);
        } else if (temporalId > 0 && vp8.isLayerSync()) {
            // Of this frame only that is known: a later one may refer to a frame of the layer below that came before.
            out.setTargets(present, 1 << temporalId, temporalId - 1);
        } else {
            out.setTargets(present, 0, FrameLayers.NEEDS_ITSELF);
        }
    }

    private void readVp9(PacketSlot slot, FrameLayers out) {
        if (!vp9.read(slot.buffer(), slot.payloadOffset(), slot.payloadLength()) || !vp9.hasLayers()) {
            return;
        }
        int spatialId = Math.min(vp9.spatialId(), LayerStructure.GRID - 1);
        int temporalId = Math.min(vp9.temporalId(), LayerStructure.GRID - 1);
        boolean isStated = vp9.structureLayers() > 0;
        topSpatialId =
                Math.max(isStated ? Math.min(vp9.structureLayers(), LayerStructure.GRID) - 1 : topSpatialId, spatialId);
        topTemporalId = Math.max(topTemporalId, temporalId);
        LayerStructure grid = LayerStructure.grid(topSpatialId, topTemporalId);
        if (!grid.isLayered()) {
            return;
        }
        out.set(grid, grid.all(), spatialId, temporalId);
        out.setBounds(vp9.endOfFrame(), false);
        // Not a reference: only who looks at this very layer needs it.
        int lastSpatialId = vp9.isNotReferenceForUpperLayers() ? spatialId : LayerStructure.GRID - 1;
        int present = grid.all() & gridTargets(spatialId, lastSpatialId, temporalId);
        int ofLayer = present & gridTargets(spatialId, spatialId, temporalId);
        if (!vp9.isInterPicturePredicted()) {
            boolean isKeyFrame = spatialId == 0;
            int needs = isKeyFrame || !vp9.isInterLayerDependent()
                    ? FrameLayers.NEEDS_NOTHING
                    : LayerStructure.gridTarget(spatialId - 1, temporalId);
            out.setTargets(present, isKeyFrame ? grid.all() : ofLayer, needs);
        } else if (vp9.isSwitchingUpPoint()) {
            out.setTargets(present, ofLayer, FrameLayers.NEEDS_ITSELF);
        } else {
            out.setTargets(present, 0, FrameLayers.NEEDS_ITSELF);
        }
    }

    private static int gridTargets(int fromSpatialId, int toSpatialId, int fromTemporalId) {
        int targets = 0;
        for (int spatialId = fromSpatialId; spatialId <= toSpatialId; spatialId++) {
            for (int temporalId = fromTemporalId; temporalId < LayerStructure.GRID; temporalId++) {
                targets |= 1 << LayerStructure.gridTarget(spatialId, temporalId);
            }
        }
        return targets;
    }

    private void readDescriptor(PacketSlot slot, FrameLayers out) {
        boolean isRead = descriptor.read(
                slot.buffer(),
                slot.extensionOffset(HeaderExtension.DEPENDENCY_DESCRIPTOR),
                slot.extensionLength(HeaderExtension.DEPENDENCY_DESCRIPTOR),
                known);
        if (!isRead || (known != null && slot.rtpTicks() < structureTicks)) {
            return; // of before the newest key frame: that its templates are gone harms it less than wrong ones would
        }
        DependencyStructure its = descriptor.structure();
        if (its != null && descriptor.hasStructure()) {
            known = its;
            layers = LayerStructure.of(its);
            structureTicks = slot.rtpTicks();
        }
        if (descriptor.hasActiveDecodeTargets()) {
            active = descriptor.activeDecodeTargets();
        }
        LayerStructure present = layers;
        if (its == null || present == null || !present.isLayered() || !descriptor.hasLayer()) {
            return;
        }
        out.set(present, active, descriptor.spatialId(), descriptor.temporalId());
        out.setBounds(descriptor.endOfFrame(), descriptor.hasStructure());
        int in = 0;
        int switchable = 0;
        for (int target = 0; target < its.decodeTargets(); target++) {
            int indication = descriptor.indication(target);
            in |= indication == DependencyDescriptor.NOT_PRESENT ? 0 : 1 << target;
            switchable |= indication == DependencyDescriptor.SWITCH ? 1 << target : 0;
        }
        if (descriptor.hasStructure()) {
            recent.clear();
            recent.add(descriptor.frameNumber(), descriptor.temporalId(), false);
            out.setTargets(in, switchable, FrameLayers.NEEDS_NOTHING);
        } else if (slot.codec() == CodecId.VP8) {
            setByReferences(out, present, in);
        } else {
            out.setTargets(in, switchable, FrameLayers.NEEDS_ITSELF);
        }
    }

    /** As with VP8's own sync bit: who gets the layers below may go on with this one if the frame refers to them only. */
    private void setByReferences(FrameLayers out, LayerStructure present, int in) {
        int number = descriptor.frameNumber();
        int temporalId = descriptor.temporalId();
        if (recent.temporalId(number) == RecentFrames.UNKNOWN) {
            // Once for all of its packets: what it refers to may come between them.
            recent.add(number, temporalId, refersBelow(temporalId));
        }
        int own = present.exact(0, temporalId);
        int below = temporalId == 0 ? LayerStructure.NONE : present.exact(0, temporalId - 1);
        if (own != LayerStructure.NONE && below != LayerStructure.NONE && recent.refersBelow(number)) {
            out.setTargets(in, 1 << own, below);
        } else {
            out.setTargets(in, 0, FrameLayers.NEEDS_ITSELF);
        }
    }

    private boolean refersBelow(int temporalId) {
        for (int i = 0; i < descriptor.references(); i++) {
            int its = recent.temporalId((descriptor.frameNumber() - descriptor.reference(i)) & 0xffff);
            if (its == RecentFrames.UNKNOWN || its >= temporalId) {
                return false;
            }
        }
        return true;
    }
}
