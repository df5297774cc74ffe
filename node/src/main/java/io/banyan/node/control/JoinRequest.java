package io.banyan.node.control;

import io.banyan.protocol.id.ConnectionId;
import io.banyan.protocol.signal.v1.Join;
import org.apache.pekko.actor.typed.ActorRef;

/**
 * Somebody with a checked token wants in. Answered to {@code client} with exactly one {@code Joined} or a fatal
 * {@code Error} and a close.
 *
 * @param grants what the token says; its room is the one that is joined
 * @param join as the client sent it; the token in it is not read again
 * @param requestId the client's; the same join with the same id, on whatever connection, makes no second participant
 */
public record JoinRequest(
        TokenGrants grants, Join join, String requestId, ConnectionId connection, ActorRef<ToClient> client)
        implements FromEdge {}
