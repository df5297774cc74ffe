package io.banyan.node.mesh.room;

import io.banyan.node.mesh.authority.RoomFacts;
import io.banyan.node.mesh.part.PartMedia;
import io.banyan.node.mesh.part.PartUpdate;
import io.banyan.protocol.id.NodeId;
import io.banyan.protocol.id.RegionId;
import io.banyan.protocol.wire.v1.RoomFrame;
import java.util.Set;

/** What a {@link RegionRoom} says: to other regions, and to the own region's nodes. */
public interface RoomPort {
    /** To any node of the region; may be lost. */
    void send(RegionId to, RoomFrame frame);

    /** A part changed; to all own nodes but the part's owner. */
    void partChanged(PartUpdate update, PartMedia media);

    /** Nobody hears of the part's owner: its people are reconnecting. */
    void partLost(NodeId node, long incarnation);

    /** The owner is heard of again. */
    void partBack(NodeId node, long incarnation);

    /** The part is no more. */
    void partGone(NodeId node, long incarnation);

    /** Something was decided, or the session turned out to be another one. */
    void factsChanged(RoomFacts facts);

    /** The other regions that the room is in. */
    void regionsChanged(Set<RegionId> regions);
}
