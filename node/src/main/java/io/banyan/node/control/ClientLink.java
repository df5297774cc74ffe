package io.banyan.node.control;

import io.banyan.protocol.id.ConnectionId;
import org.apache.pekko.actor.typed.ActorRef;

/**
 * One connection of a client, as the participant's owner knows it. Both ends may be at another node of the region.
 *
 * @param client where what the client is to get goes
 * @param connection the actor that what the client says comes from
 */
record ClientLink(ConnectionId id, ActorRef<ToClient> client, ActorRef<OwnerReply> connection) {}
