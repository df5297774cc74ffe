package io.banyan.node.mesh.tree;

import io.banyan.protocol.id.NodeId;

/**
 * A node that a tree is to reach.
 *
 * @param fanOut how many others it can give a track to, 0 or more
 * @param spare how many more it can take on when their parent fails, 0 or more
 * @param costPerGb of what leaves its region, in the topology's unit
 */
public record TreeNode(NodeId node, int fanOut, int spare, double costPerGb) {
    public TreeNode {
        if (fanOut < 0 || spare < 0 || !(costPerGb >= 0)) {
            throw new IllegalArgumentException("a node cannot carry less than nothing");
        }
    }
}
