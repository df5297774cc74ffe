package io.banyan.node.mesh.tree;

import io.banyan.cluster.Rendezvous;
import io.banyan.protocol.id.NodeId;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Which node of each region takes what comes from outside, and which one does after it. Both stay as long as they are
 * there; otherwise they are spread over the region's nodes, another one for each origin.
 */
final class Ingresses {
    private final TreeSketch sketch;
    private final int[] ingress;
    private final int[] successor;

    Ingresses(TreeSketch sketch, TreePlan present) {
        this.sketch = sketch;
        ingress = new int[sketch.regions()];
        successor = new int[sketch.regions()];
        Arrays.fill(ingress, TreeSketch.NONE);
        Arrays.fill(successor, TreeSketch.NONE);
        String key = sketch.node(sketch.origin()).node().toString();
        int[] rank = new int[sketch.size()];
        long[] weight = new long[sketch.size()];
        for (int number = 0; number < rank.length; number++) {
            NodeId node = sketch.node(number).node();
            rank[number] = rank(number, present);
            weight[number] = Rendezvous.weight(key, node.toString());
        }
        for (int number = 0; number < rank.length; number++) {
            int region = sketch.regionOf(number);
            if (isBefore(number, ingress[region], rank, weight)) {
                successor[region] = ingress[region];
                ingress[region] = number;
            } else if (isBefore(number, successor[region], rank, weight)) {
                successor[region] = number;
            }
        }
        // Within its own region the origin gives to everybody, and nobody can take its place.
        successor[sketch.regionOf(sketch.origin())] = TreeSketch.NONE;
    }

    /** Lower is better. */
    private int rank(int number, TreePlan present) {
        TreeNode node = sketch.node(number);
        Place place = present.places().get(node.node());
        if (number == sketch.origin()) {
            return 0;
        }
        if (node.fanOut() == 0) {
            return 5;
        }
        if (place == null) {
            return 4;
        }
        if (isOutside(place.parent(), node.node())) {
            return 1;
        }
        if (isOutside(place.backup(), node.node())) {
            return 2;
        }
        // Whoever takes from the ingress itself knows at once when it falls silent.
        Place above = present.places().get(place.parent());
        return above != null && isOutside(above.parent(), node.node()) ? 3 : 4;
    }

    private static boolean isOutside(@Nullable NodeId one, NodeId other) {
        return one != null && !one.region().equals(other.region());
    }

    private static boolean isBefore(int one, int other, int[] rank, long[] weight) {
        if (other == TreeSketch.NONE) {
            return true;
        }
        return rank[one] != rank[other]
                ? rank[one] < rank[other]
                : Long.compareUnsigned(weight[one], weight[other]) > 0;
    }

    int of(int region) {
        return ingress[region];
    }

    boolean isIngress(int number) {
        return ingress[sketch.regionOf(number)] == number;
    }

    boolean isSuccessor(int number) {
        return successor[sketch.regionOf(number)] == number;
    }

    int successorOf(int region) {
        return successor[region];
    }

    /** Whether the rules of regions let a node take from another. */
    boolean mayTake(int number, int from) {
        if (sketch.regionOf(number) != sketch.regionOf(from)) {
            return isIngress(number);
        }
        return !isIngress(number);
    }
}
