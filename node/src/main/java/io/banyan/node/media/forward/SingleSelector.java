package io.banyan.node.media.forward;

import io.banyan.node.media.receive.EncodingLayers;
import io.banyan.node.media.receive.EncodingReceiver;
import io.banyan.node.media.receive.LayerStructure;
import io.banyan.node.media.receive.PacketSlot;
import io.banyan.node.media.receive.TrackReceiver;
import io.banyan.node.plane.SlotWish;
import org.jspecify.annotations.Nullable;

/**
 * A track that comes in one encoding, which may have layers within it (SVC): from a key frame on. Audio begins anywhere.
 */
final class SingleSelector implements LayerSelector {
    private final EncodingReceiver only;
    private final WantedEncoding size;
    private final Source current = new Source();
    private final LayerFilter layers = new LayerFilter();
    private SlotWish wish;

    SingleSelector(TrackReceiver track, WantedEncoding size, SlotWish wish) {
        only = track.encodings().getFirst();
        this.size = size;
        this.wish = wish;
    }

    @Override
    public Selection select(EncodingReceiver from, PacketSlot slot, long nowNanos) {
        if (current.includes(from, slot)) {
            return layers.passes(slot) ? Selection.FORWARD : Selection.LEAVE_OUT;
        }
        if (slot.isKeyframeStart()) {
            current.set(from, slot);
            layers.begin();
            boolean _ = layers.passes(slot);
            return Selection.SWITCH;
        }
        from.keyframes().request();
        return Selection.AWAITING_KEY_FRAME;
    }

    @Override
    public LayerFilter layers() {
        return layers;
    }

    @Override
    public void onWish(SlotWish newWish) {
        wish = newWish;
    }

    @Override
    public int wanted() {
        EncodingLayers its = only.layers();
        LayerStructure structure = its == null ? null : its.structure();
        int spatialId = structure == null ? Layer.WHOLE : size.index(wish, structure.topSpatialId() + 1);
        return Layer.of(0, spatialId, Layer.WHOLE);
    }

    @Override
    public void limit(int layer) {
        layers.limit(layer);
    }

    @Override
    public void onKeyframeWanted(long nowNanos) {
        only.keyframes().request();
    }

    @Override
    public void poll(long nowNanos) {
        boolean isStarting = current.encoding() == null && only.isBound();
        if (isStarting || (current.encoding() != null && only.isActive(nowNanos) && layers.awaitsKeyframe())) {
            only.keyframes().request();
        }
    }

    @Override
    public void restart() {
        current.clear();
    }

    @Override
    public boolean wants(EncodingReceiver encoding) {
        return true;
    }

    @Override
    public @Nullable EncodingReceiver current() {
        return current.encoding();
    }
}
