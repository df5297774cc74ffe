package io.banyan.node.media.forward;

import io.banyan.node.media.receive.EncodingReceiver;
import io.banyan.node.media.receive.PacketSlot;
import io.banyan.node.plane.SlotWish;
import org.jspecify.annotations.Nullable;

/** Which of a track's packets one subscriber gets. Asks for the key frames that it needs. Owned by a media loop. */
public sealed interface LayerSelector permits SingleSelector, SimulcastSelector {
    /** Judges a packet, and moves on if it is one to switch at. */
    Selection select(EncodingReceiver from, PacketSlot slot, long nowNanos);

    /** The subscriber wants another size. */
    void onWish(SlotWish wish);

    /** The best {@link Layer} that is of use for that size. */
    int wanted();

    /** The best {@link Layer} that may be forwarded: what the subscriber's way carries. */
    void limit(int layer);

    /** Which frames of the encoding are forwarded that is. */
    LayerFilter layers();

    /** The subscriber's decoder needs a key frame. */
    void onKeyframeWanted(long nowNanos);

    /** Looks again at what is there, and asks for a key frame as long as one is waited for; every 100 ms or so. */
    void poll(long nowNanos);

    /** What was forwarded is broken off: the next packet must be one that a decoder can start with. */
    void restart();

    /** Whether this encoding is forwarded, or is what would be. */
    boolean wants(EncodingReceiver encoding);

    /** What is forwarded, null before the first. */
    @Nullable
    EncodingReceiver current();
}
