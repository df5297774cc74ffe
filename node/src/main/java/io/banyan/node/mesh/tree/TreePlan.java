package io.banyan.node.mesh.tree;

import io.banyan.protocol.id.NodeId;
import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * One plan: from whom each node takes what an origin gives.
 *
 * @param places of every node that has one; not the origin's
 * @param wishes where nodes had better be, which stay where they are for now: by node, the parent that would do
 */
public record TreePlan(NodeId origin, SortedMap<NodeId, Place> places, SortedMap<NodeId, NodeId> wishes) {
    public TreePlan {
        places = Collections.unmodifiableSortedMap(new TreeMap<>(places));
        wishes = Collections.unmodifiableSortedMap(new TreeMap<>(wishes));
    }

    /** Before anything was planned. */
    public static TreePlan none(NodeId origin) {
        return new TreePlan(origin, new TreeMap<>(TreeSketch.BY_NAME), new TreeMap<>(TreeSketch.BY_NAME));
    }

    /** How many nodes are under another parent than in an earlier plan; those that are in one only do not count. */
    public int moved(TreePlan earlier) {
        int moved = 0;
        for (Map.Entry<NodeId, Place> each : places.entrySet()) {
            Place before = earlier.places.get(each.getKey());
            if (before != null && !before.parent().equals(each.getValue().parent())) {
                moved++;
            }
        }
        return moved;
    }
}
