package io.banyan.node.control;

import io.banyan.protocol.wire.v1.ResumeToken;
import java.util.Optional;
import org.apache.pekko.actor.typed.ActorRef;

/** Finds the node that owns a participant. */
@FunctionalInterface
interface OwnerLookup {
    /** Where a resume goes; empty if that node, in that life, is not in the cluster. */
    Optional<ActorRef<RoomsMessage>> find(ResumeToken token);
}
