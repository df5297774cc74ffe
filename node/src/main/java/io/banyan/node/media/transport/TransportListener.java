package io.banyan.node.media.transport;

import io.banyan.node.plane.TransportState;
import java.nio.ByteBuffer;

/** What a transport carries for: hears how it fares and what arrives on it. Called on the loop's thread. */
public interface TransportListener {
    /**
     * @param detail for people: the SRTP profile, or what went wrong
     */
    void onState(TransportState state, String detail, long nowNanos);

    /**
     * An SRTP packet as it arrived; keys are there. {@link PeerTransport#unprotectRtp} opens it to where it shall lie.
     */
    void onRtp(ByteBuffer buffer, int offset, int length, long nowNanos);

    /** The same for SRTCP. */
    void onRtcp(ByteBuffer buffer, int offset, int length, long nowNanos);
}
