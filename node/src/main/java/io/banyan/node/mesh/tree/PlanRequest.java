package io.banyan.node.mesh.tree;

import io.banyan.protocol.id.NodeId;
import java.util.Collection;
import java.util.List;
import java.util.Set;

/**
 * All that a plan follows from.
 *
 * @param nodes that are to be reached, the origin among them or not
 * @param delays measured, or reckoned where nobody measured
 * @param present the tree as it stands
 * @param ripe nodes whose wish to move has lasted
 */
public record PlanRequest(
        NodeId origin, Collection<TreeNode> nodes, RegionDelays delays, TreePlan present, Set<NodeId> ripe) {
    public PlanRequest {
        nodes = List.copyOf(nodes);
        ripe = Set.copyOf(ripe);
    }
}
