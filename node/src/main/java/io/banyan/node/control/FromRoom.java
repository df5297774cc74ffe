package io.banyan.node.control;

import io.banyan.node.mesh.authority.RoomFacts;
import io.banyan.node.mesh.part.PartMedia;
import io.banyan.node.mesh.part.PartUpdate;
import io.banyan.protocol.id.NodeId;
import io.banyan.protocol.id.ParticipantId;
import io.banyan.protocol.id.RegionId;
import io.banyan.protocol.wire.v1.OriginTree;
import io.banyan.protocol.wire.v1.TreeStamp;
import java.util.List;

/** What the index of a room says to the nodes of its region that have people in it. */
sealed interface FromRoom extends RoomPartMessage, WireMessage {
    /** Another node's part changed, of this region or another one. */
    record PartChanged(PartUpdate update, PartMedia media) implements FromRoom {}

    /** Another node's part has no living owner now. */
    record PartLost(NodeId node, long incarnation) implements FromRoom {}

    /** The owner of a part that was lost is heard of again. */
    record PartBack(NodeId node, long incarnation) implements FromRoom {}

    /** A part is no more. To its owner it says that the withdrawal has arrived. */
    record PartGone(NodeId node, long incarnation) implements FromRoom {}

    /** What was decided about the room, and its session. */
    record FactsAgreed(RoomFacts facts) implements FromRoom {}

    /** How many viewers are in other regions that are only counted. */
    record ViewersElsewhere(int count) implements FromRoom {}

    /** A participant's identity joined elsewhere, later. */
    record Replaced(ParticipantId participant) implements FromRoom {}

    /** What a client of this node asked to decide is decided. */
    record Decided(String requestId) implements FromRoom {}

    /**
     * Trees that the node is in, and what regions know of its own.
     *
     * @param asking regions that do not know the node's tree
     */
    record TreesTold(List<OriginTree> trees, List<TreeKnown> known, List<RegionId> asking) implements FromRoom {}

    /** A region knows this much of the node's tree. */
    record TreeKnown(RegionId region, TreeStamp stamp) {}

    /** The index misses something: send the whole part. */
    enum Reannounce implements FromRoom {
        INSTANCE
    }
}
