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

    /** Whether packets of this encoding are of use now: what no sink of a track wants need not be brought here. */
    default boolean wants(EncodingReceiver encoding) {
        return true;
    }

    /**
     * Among how many of the loudest of its room a track of sound has to be for this sink to want it; 0: it wants it
     * whatever. Asked only while it {@link #wants} it.
     */
    default int wantsAmong() {
        return 0;
    }

    /**
     * The publisher's sender report (RFC 3550 §6.4.1) about an encoding of which packets have come.
     *
     * @param ntpTimestamp on the publisher's clock
     * @param rtpTimestamp the same moment
     */
    default void onSenderReport(EncodingReceiver from, long ntpTimestamp, int rtpTimestamp, long nowNanos) {}
}
