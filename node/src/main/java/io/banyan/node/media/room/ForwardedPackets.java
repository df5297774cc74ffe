package io.banyan.node.media.room;

/** Counts RTP packets sent on slots, for the delay that they have in common. Owned by a media loop. */
final class ForwardedPackets {
    private long sinceLast;

    void onSent() {
        sinceLast++;
    }

    /** How many since the last call. */
    long poll() {
        long packets = sinceLast;
        sinceLast = 0;
        return packets;
    }
}
