package io.banyan.protocol.link;

/**
 * The first byte of each frame within a datagram. Part of the wire format: never renumbered or reused. From
 * {@link #FIRST_WITH_LENGTH} on a frame says its length, so that a reader steps over types that a newer version brought.
 */
final class FrameType {
    static final int MEDIA = 1;
    /** The frame behind it is numbered, delivered once and in order. */
    static final int ORDERED = 2;

    static final int FEEDBACK = 3;
    static final int REPAIR = 4;
    static final int GONE = 5;

    static final int FIRST_WITH_LENGTH = 16;
    static final int DEMAND = 16;
    static final int TRACK_STATE = 17;
    static final int KEY_FRAME_WANTED = 18;
    static final int SENDER_REPORT = 19;
    static final int PATH = 20;
    /** Reserved: a client's datagram that reached the wrong node. */
    static final int TUNNEL = 21;

    static final int HANDSHAKE_WANTED = 22;

    private FrameType() {}
}
