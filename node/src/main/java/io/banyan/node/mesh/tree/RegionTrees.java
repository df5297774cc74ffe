package io.banyan.node.mesh.tree;

import io.banyan.node.mesh.MeshRefusal;
import io.banyan.node.mesh.MeshTime;
import io.banyan.node.mesh.Refusals;
import io.banyan.protocol.id.NodeId;
import io.banyan.protocol.id.RegionId;
import io.banyan.protocol.wire.v1.OriginTree;
import io.banyan.protocol.wire.v1.TreeNews;
import io.banyan.protocol.wire.v1.TreePlace;
import io.banyan.protocol.wire.v1.TreeStamp;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a region's index of a room keeps of trees: of each origin the highest version that concerns its nodes, for those that
 * come later. What cannot be is refused and counted. Owned by one actor.
 */
public final class RegionTrees {
    static final int MAX_TREES = 64;
    static final int MAX_PLACES = 256;
    private static final int MAX_STAMPS = 1024;
    private static final int MAX_ORIGINS = 1024;
    private static final long MAX_VERSION = 1L << 48;

    /** A minute from the origin: no plan has so many legs. */
    private static final int MAX_DELAY_MICROS = 60_000_000;

    private final RegionId self;
    private final Refusals refusals;
    private final Map<NodeId, OriginTree> trees = new LinkedHashMap<>();

    public RegionTrees(RegionId self, Refusals refusals) {
        this.self = self;
        this.refusals = refusals;
    }

    /**
     * Takes what a region says of the trees of its origins.
     *
     * @return those that are new, for this region's nodes
     */
    public List<OriginTree> onTrees(RegionId from, List<OriginTree> said, MeshTime now) {
        if (said.size() > MAX_TREES) {
            refusals.count(MeshRefusal.TOO_LARGE);
            return List.of();
        }
        List<OriginTree> fresh = new ArrayList<>();
        for (OriginTree tree : said) {
            MeshRefusal refusal = refusalOf(from, tree, now);
            if (refusal != null) {
                refusals.count(refusal);
                continue;
            }
            NodeId origin = NodeId.parse(tree.getOrigin());
            OriginTree before = trees.get(origin);
            if (before == null ? trees.size() < MAX_ORIGINS : isLater(tree, before)) {
                trees.put(origin, tree);
                fresh.add(tree);
            }
        }
        return fresh;
    }

    private @Nullable MeshRefusal refusalOf(RegionId from, OriginTree tree, MeshTime now) {
        if (tree.getPlacesCount() > MAX_PLACES) {
            return MeshRefusal.TOO_LARGE;
        }
        boolean isNumber = tree.getVersion() > 0 && tree.getVersion() <= MAX_VERSION;
        if (!isNumber || !now.isPlausible(tree.getEpoch())) {
            return MeshRefusal.ABSURD_NUMBER;
        }
        NodeId origin = nodeOf(tree.getOrigin());
        if (origin == null) {
            return MeshRefusal.BAD_NAME;
        }
        if (!origin.region().equals(from)) {
            return MeshRefusal.NOT_ITS_REGION;
        }
        for (TreePlace place : tree.getPlacesList()) {
            NodeId node = nodeOf(place.getNode());
            NodeId parent = nodeOf(place.getParent());
            boolean isBackup = place.getBackup().isEmpty() || nodeOf(place.getBackup()) != null;
            if (node == null || parent == null || !isBackup) {
                return MeshRefusal.BAD_NAME;
            }
            if (!node.region().equals(self) || node.equals(origin)) {
                return MeshRefusal.NOT_ITS_REGION;
            }
            if (node.equals(parent) || place.getNode().equals(place.getBackup())) {
                return MeshRefusal.CYCLE;
            }
            if (place.getDelayMicros() < 0 || place.getDelayMicros() > MAX_DELAY_MICROS) {
                return MeshRefusal.ABSURD_NUMBER;
            }
        }
        return goesRound(tree.getPlacesList()) ? MeshRefusal.CYCLE : null;
    }

    /** Whether a node has two places, or takes from itself by way of others of its region. */
    private static boolean goesRound(List<TreePlace> places) {
        Map<String, String> parents = new HashMap<>();
        for (TreePlace place : places) {
            if (parents.put(place.getNode(), place.getParent()) != null) {
                return true;
            }
        }
        for (String start : parents.keySet()) {
            String at = start;
            for (int steps = 0; at != null; steps++) {
                if (steps > places.size()) {
                    return true;
                }
                at = parents.get(at);
            }
        }
        return false;
    }

    static boolean isLater(OriginTree one, OriginTree other) {
        return one.getEpoch() != other.getEpoch()
                ? one.getEpoch() > other.getEpoch()
                : one.getVersion() > other.getVersion();
    }

    /** What is known of the trees that a region just said, for it to hear: all of them, or it would say them again. */
    public List<TreeStamp> known(List<OriginTree> said) {
        List<TreeStamp> known = new ArrayList<>();
        for (OriginTree tree : said.subList(0, Math.min(said.size(), MAX_TREES))) {
            NodeId origin = nodeOf(tree.getOrigin());
            OriginTree held = origin == null ? null : trees.get(origin);
            if (held != null) {
                known.add(stamp(held));
            }
        }
        return known;
    }

    public static TreeStamp stamp(OriginTree tree) {
        return TreeStamp.newBuilder()
                .setOrigin(tree.getOrigin())
                .setEpoch(tree.getEpoch())
                .setVersion(tree.getVersion())
                .build();
    }

    /** Whether acknowledgements and questions are within their limits. */
    public boolean isBounded(TreeNews news) {
        boolean isBounded = news.getHaveCount() <= MAX_STAMPS && news.getWantCount() <= MAX_STAMPS;
        if (!isBounded) {
            refusals.count(MeshRefusal.TOO_LARGE);
        }
        return isBounded;
    }

    /** All that are known. */
    public Collection<OriginTree> all() {
        return List.copyOf(trees.values());
    }

    /** An origin is not in the room any more. */
    public void forget(NodeId origin) {
        trees.remove(origin);
    }

    /** Null: not a node. */
    public static @Nullable NodeId nodeOf(String text) {
        try {
            return NodeId.parse(text);
        } catch (IllegalArgumentException notANode) {
            return null;
        }
    }
}
