package io.banyan.node.media.forward;

import java.nio.ByteBuffer;

/** Where a subscriber's packets go: its transport encrypts and sends them. Called on the loop's thread. */
public interface PacketOutput {
    /** What its packets are put together with. */
    Workbench workbench();

    /**
     * Gives the next transport-wide number (draft-holmer-rmcat-transport-wide-cc-extensions-01 §2) to a packet that is
     * sent next. Only called if the subscriber negotiated the extension.
     *
     * @param packetBytes header and payload, before encryption
     * @return 16 bits
     */
    int numberPacket(int packetBytes, long nowNanos);

    /**
     * Sends a packet in two parts, which the transport puts one behind the other. The first holds the RTP header and,
     * where the payload's beginning was rewritten, that too. Both are borrowed for the call.
     *
     * @param header the first part, from index 0
     * @param headerLength bytes of it
     * @param payload the rest, must not be changed
     * @param payloadOffset absolute
     * @param payloadLength 0 or more
     */
    void send(
            ByteBuffer header,
            int headerLength,
            ByteBuffer payload,
            int payloadOffset,
            int payloadLength,
            long nowNanos);
}
