package io.banyan.node.mesh.tree;

import io.banyan.node.plane.RelayCapacity;
import io.banyan.protocol.id.NodeId;
import io.banyan.protocol.link.ParentReason;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Plans from whom each node takes what one origin gives: a pure function, the same for the same request.
 *
 * <p>Nodes that have a place keep it, unless their parent is gone or full. The others are put, nearest first, where they
 * hear the origin soonest among those that have room. Of parents that make no difference to the ear the cheapest is taken.
 * Whoever would be much better off elsewhere is said to wish so, and is moved once the wish has lasted; a few at a time.
 */
public final class OriginPlanner {
    /** Gains below that nobody hears, and measurements waver by as much. */
    static final int WORTH_MICROS = 5_000;

    /** Beyond that a gain counts by its share of the way, one in so many. */
    private static final int WORTH_SHARE = 20;

    /** Of those that wish to, one in so many moves with one plan. */
    private static final int MOVES_SHARE = 20;

    /** Delays closer than this, and a fiftieth, are the same: then the cost decides. */
    static final int SAME_MICROS = 1_000;

    static final int SAME_SHARE = 50;

    /** What a parent without room for one more would be later by, if it counted. */
    private static final int CROWD_MICROS = 10_000;

    private final TreeSketch sketch;
    private final Ingresses ingresses;
    private final PlanRequest request;
    private final int[] order;

    private OriginPlanner(PlanRequest request) {
        this.request = request;
        SortedMap<NodeId, TreeNode> nodes = new TreeMap<>(TreeSketch.BY_NAME);
        request.nodes().forEach(node -> nodes.put(node.node(), node));
        nodes.computeIfAbsent(
                request.origin(),
                origin -> new TreeNode(origin, RelayCapacity.WHOLE.fanOut(), RelayCapacity.WHOLE.spare(), 0));
        sketch = new TreeSketch(List.copyOf(nodes.values()), request.origin(), request.delays());
        ingresses = new Ingresses(sketch, request.present());
        order = new ShortestPaths(sketch, ingresses).order();
    }

    /** Plans anew. */
    public static TreePlan plan(PlanRequest request) {
        return new OriginPlanner(request).plan();
    }

    private TreePlan plan() {
        boolean isFirst = request.present().places().isEmpty();
        if (!isFirst) {
            keep();
        }
        attach();
        SortedMap<NodeId, NodeId> wishes = new TreeMap<>(TreeSketch.BY_NAME);
        if (isFirst) {
            new Polish(sketch, ingresses, order).run();
        } else {
            move();
            wishes.putAll(wishes());
        }
        int[] backups = new Backups(sketch, ingresses, order, request.present()).choose();
        SortedMap<NodeId, Place> places = new TreeMap<>(TreeSketch.BY_NAME);
        for (int number : order) {
            if (sketch.isAttached(number)) {
                places.put(idOf(number), place(number, backups[number]));
            }
        }
        return new TreePlan(request.origin(), places, wishes);
    }

    private Place place(int number, int backup) {
        return new Place(
                idOf(sketch.parent(number)),
                backup == TreeSketch.NONE ? null : idOf(backup),
                sketch.delay(number),
                why(number));
    }

    private ParentReason why(int number) {
        if (sketch.regionOf(number) == sketch.regionOf(sketch.parent(number))) {
            return ParentReason.SIBLING;
        }
        int soonest = Integer.MAX_VALUE;
        int soonestWithRoom = Integer.MAX_VALUE;
        for (int from = 0; from < sketch.size(); from++) {
            if (sketch.isAttached(from) && sketch.delayVia(from, number) < soonestWithRoom) {
                int delay = sketch.delayVia(from, number);
                boolean isPossible = ingresses.mayTake(number, from) && !sketch.isBelow(from, number);
                soonest = isPossible ? Math.min(soonest, delay) : soonest;
                soonestWithRoom = isPossible && sketch.hasRoom(from) ? delay : soonestWithRoom;
            }
        }
        int delay = sketch.delay(number);
        if (delay <= asGoodAs(soonest)) {
            return ParentReason.SOONEST;
        }
        return delay <= asGoodAs(soonestWithRoom) ? ParentReason.SOONEST_WITH_ROOM : ParentReason.KEPT;
    }

    /** What makes no difference to the ear. */
    private static int asGoodAs(int soonestMicros) {
        return soonestMicros == Integer.MAX_VALUE
                ? soonestMicros
                : soonestMicros + SAME_MICROS + soonestMicros / SAME_SHARE;
    }

    private NodeId idOf(int number) {
        return sketch.node(number).node();
    }

    /** Takes over the edges that still can be, those near the origin first. */
    private void keep() {
        for (int number : order) {
            Place place = request.present().places().get(idOf(number));
            int parent = place == null ? TreeSketch.NONE : sketch.numberOf(place.parent());
            if (parent != TreeSketch.NONE
                    && parent != number
                    && sketch.hasRoom(parent)
                    && ingresses.mayTake(number, parent)
                    && !sketch.isBelow(parent, number)) {
                sketch.put(number, parent);
            }
        }
    }

    /** Gives everybody a place who has none; whoever takes from a node that lost its place comes along with it. */
    private void attach() {
        boolean isChanged = true;
        while (isChanged) {
            isChanged = false;
            for (int number : order) {
                if (sketch.parent(number) == TreeSketch.NONE) {
                    int parent = parentFor(number);
                    if (parent != TreeSketch.NONE) {
                        sketch.put(number, parent);
                        isChanged = true;
                    }
                }
            }
        }
    }

    private int parentFor(int number) {
        int best = best(number);
        Place before = request.present().places().get(idOf(number));
        int backup = before == null || before.backup() == null ? TreeSketch.NONE : sketch.numberOf(before.backup());
        if (best != TreeSketch.NONE && backup != TreeSketch.NONE && canTake(number, backup)) {
            // It has gone over there by itself already.
            int there = sketch.delayVia(backup, number);
            return there - sketch.delayVia(best, number) > worth(there) ? best : backup;
        }
        if (best == TreeSketch.NONE) {
            best = madeRoom(number);
        }
        return best;
    }

    /** A region's nodes have nowhere else to go: one of them that gives to another region lets that one go. */
    private int madeRoom(int number) {
        if (ingresses.isIngress(number)) {
            return TreeSketch.NONE;
        }
        int guest = TreeSketch.NONE;
        for (int from = 0; from < sketch.size(); from++) {
            if (sketch.isAttached(from) && ingresses.mayTake(number, from) && !sketch.isBelow(from, number)) {
                for (int child = sketch.firstChild(from); child != TreeSketch.NONE; child = sketch.nextSibling(child)) {
                    if (sketch.regionOf(child) != sketch.regionOf(from) && isSmaller(child, guest)) {
                        guest = child;
                    }
                }
            }
        }
        if (guest == TreeSketch.NONE) {
            return TreeSketch.NONE;
        }
        int host = sketch.parent(guest);
        sketch.detach(guest);
        return host;
    }

    private boolean isSmaller(int one, int other) {
        if (other == TreeSketch.NONE) {
            return true;
        }
        int bySize = Integer.compare(sketch.subtreeSize(one), sketch.subtreeSize(other));
        return bySize != 0 ? bySize < 0 : one < other;
    }

    private boolean canTake(int number, int from) {
        return sketch.isAttached(from)
                && sketch.hasRoom(from)
                && ingresses.mayTake(number, from)
                && !sketch.isBelow(from, number);
    }

    /** Where it hears the origin soonest, or as good as that and better for the others. */
    private int best(int number) {
        int soonest = Integer.MAX_VALUE;
        for (int from = 0; from < sketch.size(); from++) {
            if (sketch.isAttached(from) && sketch.delayVia(from, number) < soonest && canTake(number, from)) {
                soonest = sketch.delayVia(from, number);
            }
        }
        if (soonest == Integer.MAX_VALUE) {
            return TreeSketch.NONE;
        }
        int limit = asGoodAs(soonest);
        int best = TreeSketch.NONE;
        for (int from = 0; from < sketch.size(); from++) {
            if (sketch.isAttached(from)
                    && sketch.delayVia(from, number) <= limit
                    && canTake(number, from)
                    && (best == TreeSketch.NONE || isBetter(from, best, number))) {
                best = from;
            }
        }
        return best;
    }

    /** Cheaper, or as cheap and with more room left: that is kept for those who are far. */
    private boolean isBetter(int one, int other, int number) {
        int byCost = Double.compare(sketch.cost(one, number), sketch.cost(other, number));
        return byCost != 0
                ? byCost < 0
                : sketch.delayVia(one, number) + crowdMicros(one) < sketch.delayVia(other, number) + crowdMicros(other);
    }

    private int crowdMicros(int number) {
        return CROWD_MICROS * sketch.childCount(number) / sketch.node(number).fanOut();
    }

    private static int worth(int delayMicros) {
        return Math.max(WORTH_MICROS, delayMicros / WORTH_SHARE);
    }

    /** What a node would gain elsewhere, counted for all that take from it; 0: it is not worth a move. */
    private long gain(int number, int to) {
        int gain = to == TreeSketch.NONE ? 0 : sketch.delay(number) - sketch.delayVia(to, number);
        return gain < worth(sketch.delay(number)) ? 0 : (long) gain * sketch.subtreeSize(number);
    }

    private void move() {
        record Move(int number, long gain) {}
        List<Move> moves = new ArrayList<>();
        for (int number : order) {
            if (sketch.isAttached(number) && request.ripe().contains(idOf(number))) {
                moves.add(new Move(number, gain(number, best(number))));
            }
        }
        moves.sort(Comparator.comparingLong(Move::gain).reversed());
        int most = 1 + sketch.size() / MOVES_SHARE;
        for (Move move : moves.subList(0, Math.min(most, moves.size()))) {
            int to = best(move.number());
            if (gain(move.number(), to) > 0) {
                sketch.put(move.number(), to);
            }
        }
    }

    private SortedMap<NodeId, NodeId> wishes() {
        SortedMap<NodeId, NodeId> wishes = new TreeMap<>(TreeSketch.BY_NAME);
        for (int number : order) {
            int to = sketch.isAttached(number) ? best(number) : TreeSketch.NONE;
            if (gain(number, to) > 0) {
                wishes.put(idOf(number), idOf(to));
            }
        }
        return wishes;
    }
}
