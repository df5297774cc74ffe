package io.banyan.node.control;

import io.banyan.node.mesh.part.PartUpdate;
import io.banyan.node.mesh.part.SessionClaim;
import io.banyan.protocol.id.NodeId;

/** What the index of a room says to the nodes that have people in it. */
sealed interface FromRoom extends RoomPartMessage, WireMessage {
    /** Another node's part changed. */
    record PartChanged(PartUpdate update) implements FromRoom {}

    /** Another node's part has no living owner now. */
    record PartLost(NodeId node, long incarnation) implements FromRoom {}

    /** A part is no more. To its owner it says that the withdrawal has arrived. */
    record PartGone(NodeId node, long incarnation) implements FromRoom {}

    /** The oldest session that anybody knows of. */
    record SessionAgreed(SessionClaim session) implements FromRoom {}

    /** The index misses something: send the whole part. */
    enum Reannounce implements FromRoom {
        INSTANCE
    }
}
