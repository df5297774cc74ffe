package io.banyan.node.mesh.tree;

import io.banyan.cluster.Rendezvous;
import io.banyan.protocol.id.NodeId;
import io.banyan.protocol.id.TrackId;
import java.util.Collection;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The plain tree: within the origin's region everybody takes from the origin; in every other region one node does, the
 * ingress, and its siblings take from it, so that a track crosses to a region once. Which node that is, is spread over
 * tracks by rendezvous hashing: a node that comes or goes moves only the tracks that it is first for.
 */
public final class IngressTree implements TreePlanner {
    @Override
    public @Nullable NodeId parentOf(NodeId self, NodeId origin, Collection<NodeId> nodes, TrackId track) {
        if (self.equals(origin)) {
            return null;
        }
        if (self.region().equals(origin.region())) {
            return origin;
        }
        NodeId ingress = ingressOf(self, nodes, track);
        return ingress.equals(self) ? origin : ingress;
    }

    private static NodeId ingressOf(NodeId self, Collection<NodeId> nodes, TrackId track) {
        Set<NodeId> siblings = new HashSet<>();
        siblings.add(self);
        for (NodeId node : nodes) {
            if (node.region().equals(self.region())) {
                siblings.add(node);
            }
        }
        return Rendezvous.first(track.value(), siblings, 1, node -> true).getFirst();
    }
}
