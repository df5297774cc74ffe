package io.banyan.node.media.link;

import io.banyan.protocol.id.NodeId;
import io.banyan.protocol.link.LinkKeys;

/** What another thread has to tell a loop about one of its links. */
public sealed interface LinkResult {
    /** The loop's own id of the link; one that is gone is nobody's. */
    int linkId();

    /** Handshake records for the peer; the array is handed over. */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    record Outgoing(int linkId, byte[] records) implements LinkResult {}

    /** The peer is who its certificate says. */
    record Connected(int linkId, NodeId peer, LinkKeys keys) implements LinkResult {}

    /** The handshake failed. */
    record Failed(int linkId, String detail) implements LinkResult {}

    /** Another loop of this node took the link that it was offered. */
    record Accepted(int linkId, int remoteId) implements LinkResult {}

    /**
     * Another loop of this node wants a link; it is its initiator.
     *
     * @param fromLoop whose it is
     * @param linkId 0: there is none yet at this end
     */
    record Offered(int linkId, int fromLoop, int remoteId) implements LinkResult {}
}
