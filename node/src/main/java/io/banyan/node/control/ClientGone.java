package io.banyan.node.control;

import io.banyan.protocol.id.ConnectionId;

/**
 * A socket is closed.
 *
 * @param cleanly by the client with 1000 or 1001: it left on purpose. Otherwise it is reconnecting
 */
public record ClientGone(ConnectionId connection, boolean cleanly)
        implements FromEdge, ParticipantMessage, WireMessage {}
