package io.banyan.node.mesh.tree;

import io.banyan.protocol.id.NodeId;
import io.banyan.protocol.id.RegionId;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A tree while it is planned: nodes are numbers, and every change keeps delays and children true. */
final class TreeSketch {
    static final Comparator<NodeId> BY_NAME =
            Comparator.comparing((NodeId node) -> node.region().value()).thenComparing(NodeId::name);

    static final int NONE = -1;

    /** What a node that passes packets on adds: its batch, its loop, its socket. */
    static final int HOP_MICROS = 500;

    private final List<TreeNode> nodes;
    private final Map<NodeId, Integer> index = new LinkedHashMap<>();
    private final int[] regionOf;
    private final int[][] legs;
    private final int origin;
    private final int[] parent;
    private final int[] delay;
    private final int[] firstChild;
    private final int[] nextSibling;
    private final int[] childCount;
    private final boolean[] attached;

    /**
     * @param nodes by name, the origin among them
     */
    TreeSketch(List<TreeNode> nodes, NodeId origin, RegionDelays delays) {
        this.nodes = nodes;
        int size = nodes.size();
        Map<RegionId, Integer> regions = new LinkedHashMap<>();
        regionOf = new int[size];
        for (int i = 0; i < size; i++) {
            NodeId node = nodes.get(i).node();
            index.put(node, i);
            regionOf[i] = regions.computeIfAbsent(node.region(), region -> regions.size());
        }
        List<RegionId> ids = List.copyOf(regions.keySet());
        legs = new int[ids.size()][ids.size()];
        for (int from = 0; from < legs.length; from++) {
            int[] row = delays.row(ids.get(from));
            for (int to = 0; to < legs.length; to++) {
                legs[from][to] = from == to ? RegionDelays.LOCAL_MICROS : Math.max(0, delays.micros(row, ids.get(to)));
            }
        }
        this.origin = numberOf(origin);
        parent = filled(size);
        delay = new int[size];
        firstChild = filled(size);
        nextSibling = filled(size);
        childCount = new int[size];
        attached = new boolean[size];
        attached[this.origin] = true;
    }

    private static int[] filled(int size) {
        int[] array = new int[size];
        Arrays.fill(array, NONE);
        return array;
    }

    int size() {
        return parent.length;
    }

    int regions() {
        return legs.length;
    }

    int origin() {
        return origin;
    }

    TreeNode node(int number) {
        return nodes.get(number);
    }

    /** {@link #NONE} if it is not in the tree. */
    int numberOf(NodeId node) {
        return index.getOrDefault(node, NONE);
    }

    int regionOf(int number) {
        return regionOf[number];
    }

    int parent(int number) {
        return parent[number];
    }

    int firstChild(int number) {
        return firstChild[number];
    }

    int nextSibling(int number) {
        return nextSibling[number];
    }

    int childCount(int number) {
        return childCount[number];
    }

    /** Whether its way leads to the origin. */
    boolean isAttached(int number) {
        return attached[number];
    }

    boolean hasRoom(int number) {
        return childCount[number] < nodes.get(number).fanOut();
    }

    /** From the origin, in microseconds; means nothing before it is attached. */
    int delay(int number) {
        return delay[number];
    }

    /** What one leg costs, the passing on included. */
    int leg(int from, int to) {
        return HOP_MICROS + legs[regionOf[from]][regionOf[to]];
    }

    /** The delay at a node if that one were its parent. */
    int delayVia(int via, int number) {
        return delay[via] + leg(via, number);
    }

    double cost(int from, int to) {
        return regionOf[from] == regionOf[to] ? 0 : nodes.get(from).costPerGb();
    }

    /** Whether a node is another one or takes from it, however far up. */
    boolean isBelow(int number, int ancestor) {
        for (int at = number; at != NONE; at = parent[at]) {
            if (at == ancestor) {
                return true;
            }
        }
        return false;
    }

    int subtreeSize(int number) {
        int size = 1;
        for (int child = firstChild[number]; child != NONE; child = nextSibling[child]) {
            size += subtreeSize(child);
        }
        return size;
    }

    /** Puts a node with all below it under a parent, wherever it was. */
    void put(int number, int under) {
        detach(number);
        parent[number] = under;
        nextSibling[number] = firstChild[under];
        firstChild[under] = number;
        childCount[under]++;
        refresh(number);
    }

    /** Takes a node with all below it out of the tree. */
    void detach(int number) {
        int from = parent[number];
        if (from == NONE) {
            return;
        }
        if (firstChild[from] == number) {
            firstChild[from] = nextSibling[number];
        } else {
            int before = firstChild[from];
            while (nextSibling[before] != number) {
                before = nextSibling[before];
            }
            nextSibling[before] = nextSibling[number];
        }
        childCount[from]--;
        parent[number] = NONE;
        nextSibling[number] = NONE;
        refresh(number);
    }

    private void refresh(int number) {
        int above = parent[number];
        attached[number] = number == origin || (above != NONE && attached[above]);
        delay[number] = attached[number] && above != NONE ? delayVia(above, number) : 0;
        for (int child = firstChild[number]; child != NONE; child = nextSibling[child]) {
            refresh(child);
        }
    }
}
