package io.banyan.node.mesh.tree;

import io.banyan.protocol.id.NodeId;
import io.banyan.protocol.link.ParentReason;
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
     * @param why this parent
     */
    public record Choice(NodeId parent, @Nullable NodeId backup, ParentReason why) {}

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
                place.getDelayMicros(),
                ParentReason.of(place.getWhy()));
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
        if (place.isEmpty() && !origin.region().equals(self.region())) {
            ingress(origin).ifPresent(candidates::add);
        }
        candidates.removeIf(node -> !isThere.test(node));
        NodeId parent = candidates.isEmpty() ? origin : candidates.getFirst();
        NodeId backup = candidates.size() > 1 ? candidates.get(1) : null;
        return new Choice(parent, backup, why(origin, parent, place));
    }

    private static ParentReason why(NodeId origin, NodeId parent, Optional<Place> place) {
        if (place.isPresent() && parent.equals(place.get().parent())) {
            return place.get().why();
        }
        if (place.isPresent() && parent.equals(place.get().backup())) {
            return ParentReason.BACKUP;
        }
        return parent.equals(origin) ? ParentReason.ORIGIN : ParentReason.INGRESS;
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

    /** The places that an origin told the nodes of this region. */
    public Map<NodeId, Place> placesOf(NodeId origin) {
        OriginTree tree = trees.getOrDefault(origin, OriginTree.getDefaultInstance());
        Map<NodeId, Place> places = new HashMap<>();
        tree.getPlacesList().forEach(place -> places.put(NodeId.parse(place.getNode()), place(place)));
        return places;
    }

    /** The version of an origin's tree; 0: none is known. */
    public long versionOf(NodeId origin) {
        OriginTree tree = trees.get(origin);
        return tree == null ? 0 : tree.getVersion();
    }
}
