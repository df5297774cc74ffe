package io.banyan.node.media.forward;

/**
 * What differs between a packet of the publisher and its copy on a slot. A reusable holder; what {@link
 * RetransmissionMap} keeps of a packet that was sent.
 */
final class Rewritten {
    /** The payload or header has no such field. */
    static final int ABSENT = -1;

    /** No decode targets are announced. */
    static final int NO_TARGETS = 0;

    long outSeq;
    int timestamp;
    boolean marker;
    int csrc;
    int pictureId = ABSENT;
    int tl0PictureIndex = ABSENT;
    int frameNumber = ABSENT;
    /** Decode targets that are announced with the packet, a bit for each. */
    int activeTargets = NO_TARGETS;

    /** Takes over all of it. */
    void set(Rewritten other) {
        outSeq = other.outSeq;
        timestamp = other.timestamp;
        marker = other.marker;
        csrc = other.csrc;
        pictureId = other.pictureId;
        tl0PictureIndex = other.tl0PictureIndex;
        frameNumber = other.frameNumber;
        activeTargets = other.activeTargets;
    }

    void clearPayload() {
        pictureId = ABSENT;
        tl0PictureIndex = ABSENT;
        frameNumber = ABSENT;
        activeTargets = NO_TARGETS;
    }
}
