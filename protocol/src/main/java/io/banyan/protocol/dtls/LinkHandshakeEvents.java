package io.banyan.protocol.dtls;

import io.banyan.protocol.id.NodeId;
import io.banyan.protocol.link.LinkKeys;

/** What a {@link LinkHandshake} has to say. Called on the thread that runs it, which it may not block. */
public interface LinkHandshakeEvents {
    /**
     * Records for the peer, for one {@link io.banyan.protocol.link.HandshakeDatagram}; the array is the receiver's to keep.
     */
    void send(byte[] records);

    /**
     * Both certificates are good. Called at most once.
     *
     * @param peer whom the peer's certificate names
     */
    void completed(LinkKeys keys, NodeId peer);

    /**
     * The handshake is over; nothing follows. Called exactly once.
     *
     * @param detail for a log line, in English, never of the peer's own wording
     */
    void ended(LinkHandshakeEnd reason, String detail);
}
