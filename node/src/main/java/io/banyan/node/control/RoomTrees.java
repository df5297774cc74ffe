package io.banyan.node.control;

import io.banyan.node.mesh.measure.RegionMap;
import io.banyan.node.mesh.tree.OwnTree;
import io.banyan.node.mesh.tree.Place;
import io.banyan.node.mesh.tree.ToldTrees;
import io.banyan.node.mesh.tree.TreeNode;
import io.banyan.protocol.id.NodeId;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * The trees of a room at one node: the one that it plans as an origin, and those that others told it. Owned by the node's
 * part of the room.
 */
final class RoomTrees {
    private static final long FIRST_ASK_NANOS = TimeUnit.SECONDS.toNanos(2);
    private static final long LAST_ASK_NANOS = TimeUnit.SECONDS.toNanos(60);

    private final ControlContext control;
    private final Consumer<RoomActor.Command> index;
    private final OwnTree own;
    private final ToldTrees told;
    private final Map<NodeId, Lacking> lacking = new HashMap<>();

    /** An origin whose tree this node has no place in. */
    private record Lacking(long askNanos, long intervalNanos) {}

    RoomTrees(ControlContext control, Consumer<RoomActor.Command> index) {
        this.control = control;
        this.index = index;
        own = new OwnTree(control.node(), control.incarnation(), control.partCounter()::incrementAndGet);
        told = new ToldTrees(control.node());
    }

    ToldTrees told() {
        return told;
    }

    /** Who is to take from whom what an origin gives, as far as this node knows. */
    Map<NodeId, Place> placesOf(NodeId origin) {
        return origin.equals(control.node()) ? own.plan().places() : told.placesOf(origin);
    }

    /** Whether this node takes from elsewhere now. */
    boolean onTold(FromRoom.TreesTold news) {
        boolean isNews = false;
        for (var tree : news.trees()) {
            isNews |= told.onTree(tree);
        }
        news.known().forEach(known -> own.onKnown(known.region(), known.stamp()));
        news.asking().forEach(own::onAsked);
        collect(List.of());
        return isNews;
    }

    void forget(NodeId origin) {
        told.forget(origin);
        lacking.remove(origin);
    }

    /**
     * Who is in the room now.
     *
     * @param reached other nodes that this one gives to; none if it publishes nothing
     * @param origins other nodes that publish
     */
    void update(Collection<NodeId> reached, Collection<NodeId> origins) {
        RegionMap map = control.mesh().map();
        List<TreeNode> nodes = reached.stream().map(map::node).toList();
        own.update(
                nodes,
                map.node(control.node()),
                map.delays(),
                control.mesh().time().get());
        collect(asked(origins));
    }

    private List<NodeId> asked(Collection<NodeId> origins) {
        long now = control.mesh().time().get().nanos();
        lacking.keySet().removeIf(origin -> !origins.contains(origin) || told.isPlanned(origin));
        List<NodeId> asked = new ArrayList<>();
        for (NodeId origin : origins) {
            if (told.isPlanned(origin)) {
                continue;
            }
            Lacking before = lacking.get(origin);
            if (before == null) {
                lacking.put(origin, new Lacking(now + FIRST_ASK_NANOS, FIRST_ASK_NANOS));
            } else if (now >= before.askNanos()) {
                long interval = Math.min(2 * before.intervalNanos(), LAST_ASK_NANOS);
                lacking.put(origin, new Lacking(now + interval, interval));
                asked.add(origin);
            }
        }
        return asked;
    }

    private void collect(List<NodeId> asked) {
        List<RoomActor.TreeForRegion> say = new ArrayList<>();
        own.collect(control.mesh().time().get(), (region, tree) -> say.add(new RoomActor.TreeForRegion(region, tree)));
        if (!say.isEmpty() || !asked.isEmpty()) {
            index.accept(new RoomActor.TreesPlanned(control.node(), say, asked));
        }
    }
}
