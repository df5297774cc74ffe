package io.banyan.node.media.forward;

import io.banyan.node.media.receive.EncodingReceiver;
import io.banyan.node.media.receive.PacketSlot;
import io.banyan.node.media.receive.TrackReceiver;
import io.banyan.node.plane.SlotWish;
import org.jspecify.annotations.Nullable;

/** A track that comes in one encoding: all of it, from a key frame on. Audio begins anywhere. */
final class SingleSelector implements LayerSelector {
    private final EncodingReceiver only;
    private final Source current = new Source();

    SingleSelector(TrackReceiver track) {
        only = track.encodings().getFirst();
    }

    @Override
    public Selection select(EncodingReceiver from, PacketSlot slot, long nowNanos) {
        if (current.includes(from, slot)) {
            return Selection.FORWARD;
        }
        if (slot.isKeyframeStart()) {
            current.set(from, slot);
            return Selection.SWITCH;
        }
        from.keyframes().request();
        return Selection.AWAITING_KEY_FRAME;
    }

    @Override
    public void onWish(SlotWish wish) {}

    @Override
    public int wanted() {
        return 0;
    }

    @Override
    public void limit(int index) {}

    @Override
    public void onKeyframeWanted(long nowNanos) {
        only.keyframes().request();
    }

    @Override
    public void poll(long nowNanos) {
        if (current.encoding() == null && only.isBound()) {
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
