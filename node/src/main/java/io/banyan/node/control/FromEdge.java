package io.banyan.node.control;

import io.banyan.protocol.id.ConnectionId;

/** What the edge says about one signalling connection. The first of a connection is a join or a resume. */
public sealed interface FromEdge permits JoinRequest, ResumeRequest, FromClient, ClientGone {
    /** Made by the edge when the socket opened. */
    ConnectionId connection();
}
