package io.banyan.node.mesh.tree;

import io.banyan.protocol.id.NodeId;
import java.util.Arrays;

/**
 * Who takes whose place: for each node another one to take from when its parent fails, so that whatever single node fails,
 * everybody else still hears the origin. The way of a backup avoids the parent and the node itself; only a region's nodes
 * fall back on the successor of their ingress, which falls back on another region.
 *
 * <p>Room for it is kept: however many a backup serves, those that come to it when one node fails are within its spare.
 */
final class Backups {
    private final TreeSketch sketch;
    private final Ingresses ingresses;
    private final int[] order;
    private final TreePlan present;
    private final int[] backup;
    /** By the parent that fails, then by backup: how many come. */
    private final int[][] coming;

    Backups(TreeSketch sketch, Ingresses ingresses, int[] order, TreePlan present) {
        this.sketch = sketch;
        this.ingresses = ingresses;
        this.order = order;
        this.present = present;
        backup = new int[sketch.size()];
        Arrays.fill(backup, TreeSketch.NONE);
        coming = new int[sketch.size()][0];
    }

    /** By node; {@link TreeSketch#NONE}: there is none. */
    int[] choose() {
        // A node's backup is looked at when its siblings choose: the successors first.
        for (int number : order) {
            if (ingresses.isIngress(number) || ingresses.isSuccessor(number)) {
                choose(number);
            }
        }
        for (int number : order) {
            if (!ingresses.isIngress(number) && !ingresses.isSuccessor(number)) {
                choose(number);
            }
        }
        return backup;
    }

    private void choose(int number) {
        if (!sketch.isAttached(number)) {
            return;
        }
        int best = successorFor(number);
        if (best == TreeSketch.NONE) {
            best = soonest(number);
            int kept = kept(number);
            if (kept != TreeSketch.NONE
                    && sketch.delayVia(kept, number) - sketch.delayVia(best, number) < OriginPlanner.WORTH_MICROS) {
                best = kept;
            }
        }
        if (best != TreeSketch.NONE) {
            backup[number] = best;
            comingFrom(sketch.parent(number))[best]++;
        }
    }

    /** Of a node that takes from its ingress: the successor, if that has somewhere to go itself. */
    private int successorFor(int number) {
        int region = sketch.regionOf(number);
        int successor = ingresses.successorOf(region);
        boolean does = successor != TreeSketch.NONE
                && successor != number
                && sketch.parent(number) == ingresses.of(region)
                && sketch.parent(successor) == ingresses.of(region)
                && backup[successor] != TreeSketch.NONE
                && hasSpare(successor, sketch.parent(number));
        return does ? successor : TreeSketch.NONE;
    }

    private int kept(int number) {
        NodeId node = sketch.node(number).node();
        Place place = present.places().get(node);
        NodeId before = place == null ? null : place.backup();
        int kept = before == null ? TreeSketch.NONE : sketch.numberOf(before);
        return kept != TreeSketch.NONE && isSafe(kept, number) ? kept : TreeSketch.NONE;
    }

    private int soonest(int number) {
        int best = TreeSketch.NONE;
        int delay = Integer.MAX_VALUE;
        for (int from = 0; from < sketch.size(); from++) {
            if (sketch.isAttached(from) && sketch.delayVia(from, number) < delay && isSafe(from, number)) {
                best = from;
                delay = sketch.delayVia(from, number);
            }
        }
        return best;
    }

    private boolean isSafe(int from, int number) {
        int parent = sketch.parent(number);
        // If the way from the origin itself fails, the origin is still there for others.
        int lost = parent == sketch.origin() ? number : parent;
        return from != parent
                && from != number
                && sketch.isAttached(from)
                && !sketch.isBelow(from, lost)
                && hasSpare(from, parent);
    }

    private boolean hasSpare(int from, int parent) {
        TreeNode node = sketch.node(from);
        return node.fanOut() + node.spare() - sketch.childCount(from) > comingFrom(parent)[from];
    }

    private int[] comingFrom(int parent) {
        int[] row = coming[parent];
        if (row.length == 0) {
            row = new int[sketch.size()];
            coming[parent] = row;
        }
        return row;
    }
}
