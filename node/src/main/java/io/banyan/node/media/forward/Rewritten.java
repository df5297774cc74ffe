package io.banyan.node.media.forward;

/**
 * What differs between a packet of the publisher and its copy on a slot. A reusable holder; what {@link
 * RetransmissionMap} keeps of a packet that was sent.
 */
final class Rewritten {
    /** The payload or header has no such field. */
    static final int ABSENT = -1;

    long outSeq;
    int timestamp;
    boolean marker;
    int csrc;
    int pictureId = ABSENT;
    int tl0PictureIndex = ABSENT;
    int frameNumber = ABSENT;

    /** Takes over all of it. */
    void set(Rewritten other) {
        outSeq = other.outSeq;
        timestamp = other.timestamp;
        marker = other.marker;
        csrc = other.csrc;
        pictureId = other.pictureId;
        tl0PictureIndex = other.tl0PictureIndex;
        frameNumber = other.frameNumber;
    }

    void clearPayload() {
        pictureId = ABSENT;
        tl0PictureIndex = ABSENT;
        frameNumber = ABSENT;
    }
}
