package io.banyan.node.control;

import io.banyan.protocol.id.ConnectionId;
import io.banyan.protocol.signal.v1.Resume;
import org.apache.pekko.actor.typed.ActorRef;

/**
 * A client that lost its connection is back, here or at another node of the region. Answered to {@code client} with
 * exactly one {@code Resumed}, or with a fatal {@code Error} (REJOIN) and a close.
 */
public record ResumeRequest(Resume resume, String requestId, ConnectionId connection, ActorRef<ToClient> client)
        implements FromEdge {}
