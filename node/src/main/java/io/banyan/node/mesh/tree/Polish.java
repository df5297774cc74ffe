package io.banyan.node.mesh.tree;

import java.util.Comparator;
import java.util.stream.IntStream;

/**
 * Makes a tree better that nobody takes from yet: moves nodes, and changes two about where the better place is taken. Later,
 * when every move is felt, only wishes move nodes.
 */
final class Polish {
    private static final int ROUNDS = 2;

    /** How many full parents are looked at for each node. */
    private static final int TRIES = 3;

    private static final int WORTH_MICROS = 100;

    private final TreeSketch sketch;
    private final Ingresses ingresses;
    private final int[] order;
    /** All nodes, soonest first, as the round began. */
    private int[] byDelay = {};

    Polish(TreeSketch sketch, Ingresses ingresses, int[] order) {
        this.sketch = sketch;
        this.ingresses = ingresses;
        this.order = order;
    }

    void run() {
        boolean isChanged = true;
        for (int round = 0; round < ROUNDS && isChanged; round++) {
            isChanged = false;
            byDelay = byDelay();
            for (int number : order) {
                isChanged |= sketch.isAttached(number) && improve(number);
            }
        }
    }

    private int[] byDelay() {
        return IntStream.range(0, sketch.size())
                .filter(sketch::isAttached)
                .boxed()
                .sorted(Comparator.<Integer>comparingInt(sketch::delay).thenComparingInt(number -> number))
                .mapToInt(number -> number)
                .toArray();
    }

    private boolean improve(int number) {
        boolean[] isTried = new boolean[sketch.size()];
        for (int attempt = 0; attempt < TRIES; attempt++) {
            int to = soonest(number, isTried);
            if (to == TreeSketch.NONE) {
                return false;
            }
            if (sketch.hasRoom(to)) {
                sketch.put(number, to);
                return true;
            }
            if (change(number, to)) {
                return true;
            }
            isTried[to] = true;
        }
        return false;
    }

    private int soonest(int number, boolean[] isTried) {
        int best = TreeSketch.NONE;
        int delay = sketch.delay(number) - WORTH_MICROS;
        double cost = sketch.cost(sketch.parent(number), number);
        for (int from : byDelay) {
            if (sketch.delay(from) >= delay) {
                break;
            }
            if (!isTried[from]
                    && sketch.delayVia(from, number) < delay
                    && (sketch.cost(from, number) <= cost || isHeard(number, sketch.delayVia(from, number)))
                    && ingresses.mayTake(number, from)
                    && !sketch.isBelow(from, number)) {
                best = from;
                delay = sketch.delayVia(from, number);
            }
        }
        return best;
    }

    /** Where a node can go that is neither below it nor below another one. */
    private int refugeFor(int child, int number, long limit) {
        int best = TreeSketch.NONE;
        long delay = limit;
        for (int from : byDelay) {
            if (sketch.delay(from) >= delay) {
                break;
            }
            if (sketch.delayVia(from, child) < delay
                    && sketch.hasRoom(from)
                    && ingresses.mayTake(child, from)
                    && !sketch.isBelow(from, child)
                    && !sketch.isBelow(from, number)) {
                best = from;
                delay = sketch.delayVia(from, child);
            }
        }
        return best;
    }

    private boolean isHeard(int number, int delay) {
        return sketch.delay(number) - delay > OriginPlanner.SAME_MICROS + delay / OriginPlanner.SAME_SHARE;
    }

    /** Takes the place of one that loses less by going to this node, or to where this node was. */
    private boolean change(int number, int to) {
        int old = sketch.parent(number);
        int reached = sketch.delayVia(to, number);
        long gain = (long) (sketch.delay(number) - reached - WORTH_MICROS) * sketch.subtreeSize(number);
        int loser = TreeSketch.NONE;
        int refuge = TreeSketch.NONE;
        for (int child = sketch.firstChild(to); child != TreeSketch.NONE; child = sketch.nextSibling(child)) {
            if (child == number || sketch.isBelow(old, child)) {
                continue;
            }
            int size = sketch.subtreeSize(child);
            int away = refugeFor(child, number, sketch.delay(child) + gain / size);
            if (away != TreeSketch.NONE) {
                gain = (long) (sketch.delayVia(away, child) - sketch.delay(child)) * size;
                loser = child;
                refuge = away;
            }
            if (ingresses.mayTake(child, old)) {
                long loss = (long) (sketch.delayVia(old, child) - sketch.delay(child)) * size;
                if (loss < gain) {
                    gain = loss;
                    loser = child;
                    refuge = old;
                }
            }
            if (sketch.hasRoom(number) && ingresses.mayTake(child, number)) {
                long loss = (long) (reached + sketch.leg(number, child) - sketch.delay(child)) * size;
                if (loss < gain) {
                    gain = loss;
                    loser = child;
                    refuge = number;
                }
            }
        }
        if (loser == TreeSketch.NONE) {
            return false;
        }
        sketch.detach(loser);
        sketch.put(number, to);
        sketch.put(loser, refuge);
        return true;
    }
}
