package io.banyan.node.media.receive;

import org.jspecify.annotations.Nullable;

/**
 * What the frame of a packet is to the decode targets of its stream (AV1 RTP specification, A.4, for all codecs). A
 * reusable holder, one in each {@link PacketSlot}. Owned by a media loop.
 */
public final class FrameLayers {
    /** The frame can be decoded without any other. */
    public static final int NEEDS_NOTHING = -1;
    /** The frame can be decoded by whoever gets a target that it is in. */
    public static final int NEEDS_ITSELF = -2;

    private @Nullable LayerStructure structure;
    private int spatialId;
    private int temporalId;
    private int present;
    private int switchable;
    private int needs;
    private int active;
    private boolean endOfFrame;
    private boolean withStructure;

    /** The stream has one layer, or nothing is known of its layers. */
    void clear() {
        structure = null;
        withStructure = false;
        endOfFrame = false;
    }

    void set(LayerStructure its, int itsActive, int itsSpatialId, int itsTemporalId) {
        structure = its;
        active = itsActive;
        spatialId = itsSpatialId;
        temporalId = itsTemporalId;
        endOfFrame = false;
        withStructure = false;
        present = 0;
        switchable = 0;
        needs = NEEDS_ITSELF;
    }

    void setTargets(int itsPresent, int itsSwitchable, int itsNeeds) {
        present = itsPresent;
        switchable = itsSwitchable;
        needs = itsNeeds;
    }

    void setBounds(boolean isEndOfFrame, boolean isWithStructure) {
        endOfFrame = isEndOfFrame;
        withStructure = isWithStructure;
    }

    /** Null: nothing to choose from, every packet is needed. */
    public @Nullable LayerStructure structure() {
        return structure;
    }

    /** 0 to 3. */
    public int spatialId() {
        return spatialId;
    }

    /** 0 to 7. */
    public int temporalId() {
        return temporalId;
    }

    /** The targets that contain the frame. */
    public int present() {
        return present;
    }

    /** Whether this target contains the frame. */
    public boolean isIn(int target) {
        return ((present >>> target) & 1) != 0;
    }

    /** The targets that can be decoded from this frame on, whatever of them came before, if the frame itself can be. */
    public int switchable() {
        return switchable;
    }

    /** A target that must have been sent whole for the frame to be decoded; or {@link #NEEDS_NOTHING}, {@link #NEEDS_ITSELF}. */
    public int needs() {
        return needs;
    }

    /** The targets that the publisher sends now. */
    public int active() {
        return active;
    }

    /** Whether the packet is the last of its frame, and not only of the picture with all its spatial layers. */
    public boolean endOfFrame() {
        return endOfFrame;
    }

    /** Whether the packet brings a dependency structure. */
    public boolean withStructure() {
        return withStructure;
    }
}
