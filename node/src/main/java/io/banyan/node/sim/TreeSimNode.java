package io.banyan.node.sim;

import io.banyan.node.mesh.tree.OwnTree;
import io.banyan.node.mesh.tree.Place;
import io.banyan.node.mesh.tree.RegionDelays;
import io.banyan.node.mesh.tree.ToldTrees;
import io.banyan.node.mesh.tree.TreeNode;
import io.banyan.protocol.id.NodeId;
import io.banyan.protocol.id.RegionId;
import io.banyan.protocol.wire.v1.TreeStamp;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** One node of a {@link TreeSimulation}: what its part of the room and its loop would do. */
final class TreeSimNode {
    private static final long SUSPECT_NANOS = TimeUnit.MILLISECONDS.toNanos(300);
    private static final long RETURN_NANOS = TimeUnit.SECONDS.toNanos(2);
    private static final long LONG_AGO = Long.MIN_VALUE / 2;
    private static final long UPDATE_NANOS = TimeUnit.SECONDS.toNanos(2);

    private final NodeId id;
    private final TreeSimulation sim;
    private final boolean isOrigin;
    private final RegionDelays delays;
    private final Map<NodeId, NodeId> feeds = new HashMap<>();
    private final Map<NodeId, NodeId> chosen = new HashMap<>();
    private final Map<NodeId, Long> parentLinkedNanos = new HashMap<>();
    private final Map<NodeId, Long> parentHeardNanos = new HashMap<>();
    private OwnTree own;
    private ToldTrees told;
    private boolean isUp;
    private long sinceNanos = LONG_AGO;
    private long nextUpdateNanos;
    private long stalledFromNanos;
    private long stalledUntilNanos;

    TreeSimNode(NodeId id, TreeSimulation sim, boolean isOrigin) {
        this.id = id;
        this.sim = sim;
        this.isOrigin = isOrigin;
        delays = sim.world().table();
        own = new OwnTree(id, 0, new AtomicLong()::incrementAndGet);
        told = new ToldTrees(id);
    }

    void start(long epoch) {
        isUp = true;
        sinceNanos = sim.now();
        own = new OwnTree(id, epoch, new AtomicLong()::incrementAndGet);
        told = new ToldTrees(id);
        feeds.clear();
        chosen.clear();
        parentHeardNanos.clear();
        parentLinkedNanos.clear();
        nextUpdateNanos = sim.now();
        stalledUntilNanos = sim.now();
        sim.register(this);
    }

    /** It does nothing for so long, and does not know it. */
    void stall(long nanos) {
        if (isRunning()) {
            stalledFromNanos = sim.now();
            stalledUntilNanos = sim.now() + nanos;
        }
    }

    /** For how long it has stood still; 0: it runs. */
    long stalledNanos() {
        return sim.now() < stalledUntilNanos ? sim.now() - stalledFromNanos : 0;
    }

    /** Whether it is up and does not stand still. */
    boolean isRunning() {
        return isUp && sim.now() >= stalledUntilNanos;
    }

    void crash() {
        isUp = false;
        sinceNanos = sim.now();
        feeds.clear();
    }

    NodeId id() {
        return id;
    }

    boolean isUp() {
        return isUp;
    }

    boolean isOrigin() {
        return isOrigin;
    }

    long sinceNanos() {
        return sinceNanos;
    }

    ToldTrees told() {
        return told;
    }

    void onKnown(RegionId region, TreeStamp stamp) {
        own.onKnown(region, stamp);
    }

    void onAsked(RegionId region) {
        own.onAsked(region);
    }

    /** From whom it takes, of each origin. */
    String feeds() {
        return isUp ? new TreeMap<>(named(feeds)).toString() : "";
    }

    private static Map<String, NodeId> named(Map<NodeId, NodeId> feeds) {
        Map<String, NodeId> named = new HashMap<>();
        feeds.forEach((origin, parent) -> named.put(origin.toString(), parent));
        return named;
    }

    @Nullable
    NodeId feedOf(NodeId origin) {
        return feeds.get(origin);
    }

    void step() {
        if (!isRunning()) {
            return;
        }
        if (stalledFromNanos > 0) {
            // What was not heard meanwhile was not listened to.
            parentHeardNanos.replaceAll((origin, heard) -> sim.now());
            stalledFromNanos = 0;
        }
        List<NodeId> origins = new ArrayList<>();
        List<TreeNode> reached = new ArrayList<>();
        for (TreeSimNode other : sim.all()) {
            if (other != this && sim.isKnownAlive(this, other)) {
                reached.add(sim.treeNode(other.id()));
                if (other.isOrigin()) {
                    origins.add(other.id());
                }
            }
        }
        if (isOrigin) {
            own.update(reached, sim.treeNode(id), delays, sim.time());
            own.collect(sim.time(), (region, tree) -> sim.sayTree(id.region(), region, tree));
        }
        boolean isDue = sim.now() >= nextUpdateNanos;
        if (isDue) {
            nextUpdateNanos = sim.now() + UPDATE_NANOS;
        }
        for (NodeId origin : origins) {
            if (isDue && !told.isPlanned(origin)) {
                sim.sayWant(id.region(), origin);
            }
            subscribe(origin);
        }
    }

    private void subscribe(NodeId origin) {
        ToldTrees.Choice choice =
                told.choose(origin, node -> node.equals(origin) || sim.isKnownAlive(this, sim.node(node)));
        NodeId wanted = choice.parent();
        NodeId backup = choice.backup();
        long now = sim.now();
        if (!wanted.equals(chosen.put(origin, wanted))) {
            // Nothing is known against another parent.
            parentHeardNanos.put(origin, now);
            parentLinkedNanos.put(origin, now - RETURN_NANOS);
        }
        boolean isFed = wanted.equals(feeds.get(origin));
        if (isFed ? sim.hears(this, sim.node(wanted)) : sim.isLinked(this, sim.node(wanted))) {
            parentHeardNanos.put(origin, now);
        }
        boolean isSilent = now - parentHeardNanos.getOrDefault(origin, now) >= SUSPECT_NANOS;
        if (isSilent) {
            parentLinkedNanos.remove(origin);
        } else {
            parentLinkedNanos.putIfAbsent(origin, now);
        }
        boolean isBack = now - parentLinkedNanos.getOrDefault(origin, now) >= RETURN_NANOS;
        NodeId present = feeds.get(origin);
        if (backup != null && (isSilent || (backup.equals(present) && !isBack))) {
            wanted = backup;
        }
        TreeSimNode parent = sim.node(wanted);
        // The subscribe carries whom this node serves; whoever is among them refuses.
        if (!wanted.equals(present) && sim.isLinked(this, parent) && !sim.isBelow(parent, this, origin)) {
            feeds.put(origin, wanted);
        }
    }

    boolean isAsPlanned(TreeSimNode origin) {
        Place planned = origin.own.plan().places().get(id);
        return planned != null && planned.parent().equals(feeds.get(origin.id));
    }

    String describe(NodeId origin) {
        return "takes from " + feeds.get(origin) + ", was told " + told.placeOf(origin) + " in version "
                + told.versionOf(origin) + ", planned is "
                + sim.node(origin).own.plan().places().get(id);
    }
}
