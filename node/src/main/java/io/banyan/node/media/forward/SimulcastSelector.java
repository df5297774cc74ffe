package io.banyan.node.media.forward;

import io.banyan.node.media.receive.EncodingReceiver;
import io.banyan.node.media.receive.PacketSlot;
import io.banyan.node.media.receive.TrackReceiver;
import io.banyan.node.plane.SlotWish;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A track that comes in several encodings (RFC 8853): the best that is wanted and arrives, changed at key frames only.
 * Until the first one whatever comes first of what is wanted, or less.
 */
final class SimulcastSelector implements LayerSelector {
    private final List<EncodingReceiver> encodings;
    private final WantedEncoding size;
    private final Source current = new Source();
    private final LayerFilter layers = new LayerFilter();
    private int wanted;
    private int limit = Layer.BEST;
    private EncodingReceiver target;

    SimulcastSelector(TrackReceiver track, WantedEncoding size, SlotWish wish) {
        this.encodings = track.encodings();
        this.size = size;
        this.wanted = size.index(wish, encodings.size());
        this.target = encodings.get(wanted);
    }

    @Override
    public Selection select(EncodingReceiver from, PacketSlot slot, long nowNanos) {
        if (current.includes(from, slot)) {
            return layers.passes(slot) ? Selection.FORWARD : Selection.LEAVE_OUT;
        }
        if (slot.isKeyframeStart()) {
            aim(nowNanos);
            if (from == target || (isIdle(nowNanos) && from.index() <= target.index())) {
                current.set(from, slot);
                layers.begin();
                limitLayers();
                boolean _ = layers.passes(slot);
                return Selection.SWITCH;
            }
        }
        return from == target && current.encoding() == null ? Selection.AWAITING_KEY_FRAME : Selection.OTHER_LAYER;
    }

    @Override
    public void onWish(SlotWish wish) {
        wanted = size.index(wish, encodings.size());
    }

    @Override
    public LayerFilter layers() {
        return layers;
    }

    @Override
    public int wanted() {
        return Layer.of(wanted, Layer.WHOLE, Layer.WHOLE);
    }

    @Override
    public void limit(int layer) {
        limit = layer;
        limitLayers();
    }

    /** What is too large for the way is thinned out until the key frame of a smaller one comes. */
    private void limitLayers() {
        EncodingReceiver shown = current.encoding();
        if (shown == null || shown.index() < Layer.encoding(limit)) {
            layers.limit(Layer.BEST);
        } else {
            boolean isTooLarge = shown.index() > Layer.encoding(limit);
            layers.limit(isTooLarge ? Layer.of(shown.index(), Layer.WHOLE, 0) : limit);
        }
    }

    @Override
    public void onKeyframeWanted(long nowNanos) {
        EncodingReceiver shown = current.encoding();
        if (shown != null && shown.isActive(nowNanos)) {
            shown.keyframes().request();
        } else {
            poll(nowNanos);
        }
    }

    @Override
    public void poll(long nowNanos) {
        aim(nowNanos);
        boolean isMissing = target != current.encoding() || layers.awaitsKeyframe();
        if (isMissing && target.isActive(nowNanos)) {
            target.keyframes().request();
        }
    }

    @Override
    public void restart() {
        current.clear();
    }

    @Override
    public boolean wants(EncodingReceiver encoding) {
        return encoding == target || encoding == current.encoding();
    }

    @Override
    public @Nullable EncodingReceiver current() {
        return current.encoding();
    }

    /** Nothing is forwarded, or nothing comes any more of what is. */
    private boolean isIdle(long nowNanos) {
        EncodingReceiver shown = current.encoding();
        return shown == null || !shown.isActive(nowNanos);
    }

    /** The highest active encoding up to the wanted one that the way carries, else the lowest above it; if none is active the old aim. */
    private void aim(long nowNanos) {
        int best = Math.min(wanted, Layer.encoding(limit));
        for (int i = best; i >= 0; i--) {
            if (encodings.get(i).isActive(nowNanos)) {
                target = encodings.get(i);
                return;
            }
        }
        for (int i = best + 1; i < encodings.size(); i++) {
            if (encodings.get(i).isActive(nowNanos)) {
                target = encodings.get(i);
                return;
            }
        }
    }
}
