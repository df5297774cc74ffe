package io.banyan.node.control;

import io.banyan.protocol.id.ConnectionId;
import io.banyan.protocol.signal.v1.ClientMessage;

/** A message of a client after its join or resume. What comes before the reply to that waits for it. */
public record FromClient(ConnectionId connection, ClientMessage message)
        implements FromEdge, ParticipantMessage, WireMessage {}
