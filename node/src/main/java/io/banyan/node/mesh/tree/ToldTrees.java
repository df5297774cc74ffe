package io.banyan.node.mesh.tree;

import io.banyan.protocol.id.NodeId;
import io.banyan.protocol.wire.v1.OriginTree;
import io.banyan.protocol.wire.v1.TreePlace;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The trees that this node was told, and from whom it takes by them: the highest version of each origin. While an origin
 * cannot be reached its last tree stands; before it said anything its region's ingress is asked, or else itself. Owned by
 * one actor.
 */
public final class ToldTrees {
    private final NodeId self;
    private final Map<NodeId, OriginTree> trees = new HashMap<>();

    /**
     * From whom to take.
     *
     * @param backup null: there is none
     * @param isPlanned false: the origin has not said so, it is where this node tries meanwhile
     */
    public record Choice(NodeId parent, @Nullable NodeId backup, boolean isPlanned) {}

    public ToldTrees(NodeId self) {
        this.self = self;
    }

    /** Whether it is news. */
    public boolean onTree(OriginTree tree) {
        NodeId origin = RegionTrees.nodeOf(tree.getOrigin());
        OriginTree before = origin == null ? null : trees.get(origin);
        if (origin == null || (before != null && !RegionTrees.isLater(tree, before))) {
            return false;
        }
        trees.put(origin, tree);
        return true;
    }

    public void forget(NodeId origin) {
        trees.remove(origin);
    }

    /** Whether an origin has told this node its place. */
    public boolean isPlanned(NodeId origin) {
        return placeOf(origin).isPresent();
    }

    /** The place that an origin told this node. */
    public Optional<Place> placeOf(NodeId origin) {
        OriginTree tree = trees.get(origin);
        return tree == null
                ? Optional.empty()
                : tree.getPlacesList().stream()
                        .filter(place -> place.getNode().equals(self.toString()))
                        .findFirst()
                        .map(ToldTrees::place);
    }

    private static Place place(TreePlace place) {
        return new Place(
                NodeId.parse(place.getParent()),
                place.getBackup().isEmpty() ? null : NodeId.parse(place.getBackup()),
                place.getDelayMicros());
    }

    /**
     * From whom to take what an origin gives.
     *
     * @param isThere whether a node is in the room and can be asked
     */
    public Choice choose(NodeId origin, Predicate<NodeId> isThere) {
        List<NodeId> candidates = new ArrayList<>();
        Optional<Place> place = placeOf(origin);
        place.ifPresent(told -> {
            candidates.add(told.parent());
            if (told.backup() != null) {
                candidates.add(told.backup());
            }
        });
        boolean isPlanned = place.isPresent() && isThere.test(place.get().parent());
        if (place.isEmpty() && !origin.region().equals(self.region())) {
            ingress(origin).ifPresent(candidates::add);
        }
        candidates.removeIf(node -> !isThere.test(node));
        NodeId parent = candidates.isEmpty() ? origin : candidates.getFirst();
        NodeId backup = candidates.size() > 1 ? candidates.get(1) : null;
        return new Choice(parent, backup, isPlanned);
    }

    /** The sibling that takes the origin's tracks from outside, if this node knows of one. */
    private Optional<NodeId> ingress(NodeId origin) {
        OriginTree tree = trees.get(origin);
        return tree == null
                ? Optional.empty()
                : tree.getPlacesList().stream()
                        .filter(place -> {
                            NodeId parent = RegionTrees.nodeOf(place.getParent());
                            return parent != null && !parent.region().equals(self.region());
                        })
                        .map(place -> NodeId.parse(place.getNode()))
                        .filter(node -> !node.equals(self))
                        .findFirst();
    }

    /** The version of an origin's tree; 0: none is known. */
    public long versionOf(NodeId origin) {
        OriginTree tree = trees.get(origin);
        return tree == null ? 0 : tree.getVersion();
    }
}
