package io.banyan.node.mesh.tree;

import io.banyan.protocol.id.NodeId;
import io.banyan.protocol.id.TrackId;
import java.util.Collection;
import org.jspecify.annotations.Nullable;

/**
 * Which node each node takes a track from. Pure: the same arguments give the same tree everywhere, and whatever the nodes
 * know of each other, following it up never leads in a circle.
 */
@FunctionalInterface
public interface TreePlanner {
    /**
     * The parent of a node.
     *
     * @param self the node that asks
     * @param origin the node that the track is published at
     * @param nodes all that are in the room and reachable, {@code self} among them or not
     * @return null at the origin
     */
    @Nullable
    NodeId parentOf(NodeId self, NodeId origin, Collection<NodeId> nodes, TrackId track);
}
