package io.banyan.node.control;

import org.apache.pekko.actor.typed.ActorRef;

/** What a participant's owner says to a connection's actor. */
sealed interface OwnerReply extends WireMessage {
    /** This actor takes what the client says. */
    record Attached(ActorRef<ParticipantMessage> participant) implements OwnerReply {}

    /** The owner has nothing more to do with the connection; its client has been told why. */
    enum Detached implements OwnerReply {
        INSTANCE
    }
}
