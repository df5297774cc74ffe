package io.banyan.node.control.quality;

/** What keeps a score down. */
public enum QualityCause {
    LOSS,
    JITTER,
    DELAY,
    FREEZES,
    FRAME_RATE,
    RESOLUTION,
    /** The network carries less than the least that there is to send. */
    BANDWIDTH
}
