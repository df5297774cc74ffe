package io.banyan.node.mesh.tree;

import io.banyan.node.mesh.MeshTime;
import io.banyan.protocol.id.NodeId;
import io.banyan.protocol.id.RegionId;
import io.banyan.protocol.wire.v1.OriginTree;
import io.banyan.protocol.wire.v1.TreePlace;
import io.banyan.protocol.wire.v1.TreeStamp;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import java.util.function.LongSupplier;

/**
 * The tree that this node plans as the origin of tracks: planned anew when nodes come and go and every few seconds, and told
 * to each region as far as it concerns its nodes, until that has said that it knows. Owned by one actor.
 */
public final class OwnTree {
    /** Ways change while nodes do not. */
    static final long REPLAN_NANOS = TimeUnit.SECONDS.toNanos(5);

    /** So long a node must have wished to be elsewhere: two plans in between saw it too. */
    static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(12);

    static final long REPEAT_NANOS = TimeUnit.SECONDS.toNanos(2);
    private static final long LAST_REPEAT_NANOS = TimeUnit.SECONDS.toNanos(30);

    private final NodeId self;
    private final long epoch;
    private final LongSupplier versions;
    private final SortedMap<NodeId, Long> wishedSince = new TreeMap<>(TreeSketch.BY_NAME);
    private final SortedMap<RegionId, Told> told = new TreeMap<>(Comparator.comparing(RegionId::value));
    private List<TreeNode> nodes = List.of();
    private TreePlan plan;
    private long plannedNanos;

    /** What a region was told last. */
    private static final class Told {
        private OriginTree tree = OriginTree.getDefaultInstance();
        private boolean isKnown = true;
        private long repeatNanos;
        private long intervalNanos;
    }

    /**
     * @param epoch this node's incarnation
     * @param versions each higher than all before in this epoch, also when a part of the room ended and began anew
     */
    public OwnTree(NodeId self, long epoch, LongSupplier versions) {
        this.self = self;
        this.epoch = epoch;
        this.versions = versions;
        plan = TreePlan.none(self);
    }

    /**
     * Plans, if there is a reason to.
     *
     * @param reached the other nodes that are to be reached; none: this node gives nothing
     */
    public void update(Collection<TreeNode> reached, TreeNode own, RegionDelays delays, MeshTime now) {
        List<TreeNode> next = new ArrayList<>(reached);
        next.add(own);
        next.sort(Comparator.comparing(TreeNode::node, TreeSketch.BY_NAME));
        // What a node can carry wavers: only who is there is a reason to plan at once.
        boolean isSame = ids(next).equals(ids(nodes));
        if (isSame && (next.size() == 1 || now.nanos() - plannedNanos < REPLAN_NANOS)) {
            return;
        }
        nodes = List.copyOf(next);
        plannedNanos = now.nanos();
        wishedSince.keySet().retainAll(plan.wishes().keySet());
        List<NodeId> ripe = wishedSince.entrySet().stream()
                .filter(wish -> now.nanos() - wish.getValue() >= PATIENCE_NANOS)
                .map(Map.Entry::getKey)
                .toList();
        plan = OriginPlanner.plan(new PlanRequest(self, nodes, delays, plan, Set.copyOf(ripe)));
        plan.wishes().keySet().forEach(node -> wishedSince.putIfAbsent(node, now.nanos()));
        wishedSince.keySet().retainAll(plan.wishes().keySet());
        divide();
    }

    private static List<NodeId> ids(List<TreeNode> nodes) {
        return nodes.stream().map(TreeNode::node).toList();
    }

    /** Sees what each region has to know and does not. */
    private void divide() {
        Map<RegionId, List<TreePlace>> byRegion = new HashMap<>();
        plan.places()
                .forEach((node, place) -> byRegion.computeIfAbsent(node.region(), region -> new ArrayList<>())
                        .add(toProto(node, place)));
        told.keySet().retainAll(byRegion.keySet());
        long version = 0;
        for (Map.Entry<RegionId, List<TreePlace>> each : byRegion.entrySet()) {
            Told region = told.computeIfAbsent(each.getKey(), key -> new Told());
            if (isChanged(region.tree.getPlacesList(), each.getValue())) {
                version = version == 0 ? versions.getAsLong() : version;
                region.tree = OriginTree.newBuilder()
                        .setOrigin(self.toString())
                        .setEpoch(epoch)
                        .setVersion(version)
                        .addAllPlaces(each.getValue())
                        .build();
                region.isKnown = false;
                region.repeatNanos = Long.MIN_VALUE;
                region.intervalNanos = REPEAT_NANOS;
            }
        }
    }

    /** Delays and reasons waver without end: they are told along with what matters. */
    private static boolean isChanged(List<TreePlace> before, List<TreePlace> after) {
        return !before.stream()
                .map(OwnTree::edge)
                .toList()
                .equals(after.stream().map(OwnTree::edge).toList());
    }

    private static TreePlace edge(TreePlace place) {
        return place.toBuilder().clearDelayMicros().clearWhy().build();
    }

    private static TreePlace toProto(NodeId node, Place place) {
        NodeId backup = place.backup();
        return TreePlace.newBuilder()
                .setNode(node.toString())
                .setParent(place.parent().toString())
                .setBackup(backup == null ? "" : backup.toString())
                .setDelayMicros(place.delayMicros())
                .setWhy(place.why().number())
                .build();
    }

    /** A region knows a tree of this node. */
    public void onKnown(RegionId region, TreeStamp stamp) {
        Told known = told.get(region);
        if (known != null
                && stamp.getEpoch() == epoch
                && stamp.getVersion() == known.tree.getVersion()
                && stamp.getOrigin().equals(self.toString())) {
            known.isKnown = true;
        }
    }

    /** A region does not know the tree of this node. */
    public void onAsked(RegionId region) {
        Told asking = told.get(region);
        if (asking != null) {
            asking.isKnown = false;
            asking.repeatNanos = Long.MIN_VALUE;
        }
    }

    /** Says what is to be said now. */
    public void collect(MeshTime now, BiConsumer<RegionId, OriginTree> say) {
        told.forEach((region, each) -> {
            if (!each.isKnown && now.nanos() >= each.repeatNanos) {
                each.repeatNanos = now.nanos() + each.intervalNanos;
                each.intervalNanos = Math.min(2 * each.intervalNanos, LAST_REPEAT_NANOS);
                say.accept(region, each.tree);
            }
        });
    }

    public TreePlan plan() {
        return plan;
    }
}
