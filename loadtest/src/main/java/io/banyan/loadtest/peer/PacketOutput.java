package io.banyan.loadtest.peer;

import java.nio.ByteBuffer;

/** Where a source's packets go: a transport in a call, a list in a test. */
public interface PacketOutput {
    /** The transport-wide number of the packet that is sent next, 16 bits. */
    int nextTransportSeq();

    /** A plain RTP packet from index 0; the buffer is the caller's again when this returns. */
    void sendRtp(ByteBuffer packet, int length, long nowNanos);
}
