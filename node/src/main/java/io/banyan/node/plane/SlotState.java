package io.banyan.node.plane;

/** Whether a slot carries what was asked for. */
public enum SlotState {
    FLOWING,
    HIDDEN,
    /** The way to the subscriber does not carry even the lowest layer. */
    NO_BANDWIDTH,
    /** The subscriber negotiated no codec that the track comes in. */
    NO_COMMON_CODEC,
    /** The track has sent nothing, or stopped sending. */
    NO_MEDIA
}
