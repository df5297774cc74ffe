package io.banyan.node.media.receive;

import org.jspecify.annotations.Nullable;

/** The spatial and temporal layers within one encoding: which there are, and what each takes. Owned by a media loop. */
public final class EncodingLayers {
    private LayerReader reader = new LayerReader();
    private @Nullable LayerMeter meter;
    private @Nullable LayerStructure structure;

    /** Describes a packet's layers and counts it. */
    void onPacket(PacketSlot slot, boolean beginsPicture, long nowNanos) {
        reader.read(slot);
        LayerStructure its = slot.layers().structure();
        if (its == null) {
            return;
        }
        structure = its;
        LayerMeter present = meter;
        if (present == null) {
            present = new LayerMeter();
            meter = present;
        }
        present.onPacket(its, slot.layers(), slot.length(), beginsPicture, nowNanos);
    }

    void reset() {
        reader = new LayerReader();
        meter = null;
        structure = null;
    }

    /** Those of the newest packet that had any; null: there is one layer. */
    public @Nullable LayerStructure structure() {
        return structure;
    }

    /** Null as long as {@link #structure} is. */
    public @Nullable LayerMeter meter() {
        return meter;
    }
}
