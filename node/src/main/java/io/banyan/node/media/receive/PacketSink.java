package io.banyan.node.media.receive;

/** Takes the packets of a track, of all its encodings, in the order in which they arrived. */
public interface PacketSink {
    /**
     * A packet that is authenticated, no duplicate, and in its ring. One without payload (padding only) comes too: its
     * sequence number is used up.
     *
     * @param slot may be kept together with its generation; its bytes must not be changed
     */
    void onPacket(EncodingReceiver from, PacketSlot slot, long nowNanos);
}
