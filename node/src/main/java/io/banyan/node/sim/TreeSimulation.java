package io.banyan.node.sim;

import io.banyan.node.mesh.MeshTime;
import io.banyan.node.mesh.tree.RegionTrees;
import io.banyan.node.mesh.tree.TreeNode;
import io.banyan.node.plane.RelayCapacity;
import io.banyan.protocol.id.NodeId;
import io.banyan.protocol.id.RegionId;
import io.banyan.protocol.wire.v1.OriginTree;
import io.banyan.protocol.wire.v1.TreeNews;
import io.banyan.protocol.wire.v1.TreeStamp;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;

/**
 * One room's trees in virtual time: the real planner, what it tells and what nodes obey, over ways that lose frames, are cut
 * and heal, and nodes that crash, stand still and come back. Links are modelled: silent after 300 ms, a subscriber that would
 * be its own parent is refused.
 */
public final class TreeSimulation {
    static final long STEP_NANOS = TimeUnit.MILLISECONDS.toNanos(50);

    private static final long LEASE_NANOS = TimeUnit.SECONDS.toNanos(3);
    private static final long BUSY_NANOS = TimeUnit.SECONDS.toNanos(120);

    /** Lost frames are said again after 2, 4, 8 s, up to 30. */
    private static final long SETTLED_NANOS = TimeUnit.SECONDS.toNanos(45);

    /** So that trees are deep with few nodes. */
    private static final RelayCapacity FAULTY = new RelayCapacity(4, 2);

    private static final int LOSS_PERMILLE = 20;

    /** A fault each second or so. */
    private static final int STEPS_BETWEEN_FAULTS = 20;

    private static final long EPOCH_MILLIS = 1_700_000_000_000L;

    private final SplittableRandom random;
    private final CityDelays world;
    private final RelayCapacity capacity;
    private final int waysUntilKnown;
    private final int lossPermille;
    private final List<RegionId> regions;
    private final Map<NodeId, TreeSimNode> nodes = new LinkedHashMap<>();
    private final Map<RegionId, RegionTrees> indexes = new HashMap<>();
    private final Map<RegionId, NodeId> indexNodes = new HashMap<>();
    private final TreeWays ways = new TreeWays();
    private final EventQueue events = new EventQueue();
    private final RunDigest digest = new RunDigest();
    private final List<String> broken = new ArrayList<>();
    private final TreeFaults faults;
    private final TreeGaps gaps = new TreeGaps();
    private long said;

    private TreeSimulation(
            List<WorldCity> cities,
            RelayCapacity capacity,
            int waysUntilKnown,
            int lossPermille,
            SplittableRandom random) {
        this.random = random;
        this.capacity = capacity;
        this.waysUntilKnown = waysUntilKnown;
        this.lossPermille = lossPermille;
        world = new CityDelays(cities, random.split());
        regions = world.regions();
        faults = new TreeFaults(this, ways, events, random.split());
    }

    private static TreeSimulation ofSeed(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        int size = 5 + random.nextInt(12);
        int first = random.nextInt(200);
        List<WorldCity> cities = WorldCity.all().subList(first, first + size);
        TreeSimulation sim = new TreeSimulation(cities, FAULTY, 0, LOSS_PERMILLE, random);
        for (RegionId region : sim.regions) {
            for (int i = 1 + random.nextInt(3); i > 0; i--) {
                sim.add(new NodeId(region, "n" + i), random.nextInt(4) == 0);
            }
        }
        return sim;
    }

    /**
     * One node in each city, none of which has entered yet.
     *
     * @param origins so many of the first ones publish
     * @param lossPermille of what is said of trees
     */
    static TreeSimulation ofCities(List<WorldCity> cities, int origins, int lossPermille, SplittableRandom random) {
        TreeSimulation sim = new TreeSimulation(cities, RelayCapacity.WHOLE, 3, lossPermille, random);
        sim.regions.forEach(region -> sim.add(new NodeId(region, "n"), sim.nodes.size() < origins));
        return sim;
    }

    private void add(NodeId node, boolean isOrigin) {
        nodes.put(node, new TreeSimNode(node, this, isOrigin));
    }

    /**
     * What a run came to.
     *
     * @param digest of who took from whom at every moment: the same for the same seed
     * @param broken what did not hold; empty: everything did
     * @param gapMillis how long a node that was there went without an origin that was there, each time
     */
    public record Outcome(String digest, List<String> broken, List<Long> gapMillis) {
        public Outcome {
            gapMillis = List.copyOf(gapMillis);
            broken = List.copyOf(broken);
        }
    }

    /** Runs one seed. */
    public static Outcome run(long seed) {
        TreeSimulation sim = ofSeed(seed);
        sim.run();
        return new Outcome(sim.digest.toString(), sim.broken, sim.gaps.ended());
    }

    private void run() {
        nodes.values().forEach(this::enter);
        boolean isHealed = false;
        while (now() < BUSY_NANOS + SETTLED_NANOS) {
            if (now() < BUSY_NANOS) {
                if (random.nextInt(STEPS_BETWEEN_FAULTS) == 0) {
                    faults.strike();
                }
            } else if (!isHealed) {
                isHealed = true;
                faults.end();
            }
            pass();
            nodes.values().forEach(node -> digest.add(node.feeds()));
            checkCycles();
            watch();
        }
        checkServed();
    }

    /** Everybody does what is due. */
    void pass() {
        events.run(now() + STEP_NANOS);
        moveIndexes();
        nodes.values().forEach(TreeSimNode::step);
    }

    /** A node enters the room, now or again. */
    void enter(TreeSimNode node) {
        node.start(EPOCH_MILLIS + now() / 1_000_000);
    }

    List<TreeSimNode> nodes() {
        return List.copyOf(nodes.values());
    }

    /** Frames that told of trees. */
    long said() {
        return said;
    }

    /** Whether every node takes from where it is planned, and what it takes comes from the origin. */
    boolean isComplete() {
        return nodes.values().stream()
                .filter(TreeSimNode::isOrigin)
                .allMatch(origin -> nodes.values().stream()
                        .allMatch(
                                node -> node == origin || (hops(node, origin, true) == 1 && node.isAsPlanned(origin))));
    }

    long now() {
        return events.nowNanos();
    }

    MeshTime time() {
        return new MeshTime(now(), EPOCH_MILLIS + now() / 1_000_000);
    }

    CityDelays world() {
        return world;
    }

    TreeSimNode node(NodeId node) {
        TreeSimNode known = nodes.get(node);
        if (known == null) {
            throw new IllegalStateException("there is no node " + node);
        }
        return known;
    }

    Iterable<TreeSimNode> all() {
        return nodes.values();
    }

    List<RegionId> regions() {
        return regions;
    }

    private boolean isWhole(RegionId one, RegionId other) {
        return ways.isWhole(one, other);
    }

    /** Whether a link between them can begin. */
    boolean isLinked(TreeSimNode one, TreeSimNode other) {
        return one.isRunning()
                && other.isRunning()
                && isWhole(one.id().region(), other.id().region());
    }

    /** Whether a child hears a parent in this step: links say something every 50 ms. */
    boolean hears(TreeSimNode child, TreeSimNode parent) {
        RegionId from = parent.id().region();
        RegionId to = child.id().region();
        return parent.isRunning() && ways.carries(from, to, now()) && !isLost(from, to);
    }

    private boolean isLost(RegionId from, RegionId to) {
        return ways.isLossy(from, to) && random.nextDouble() < TreeWays.LOSS;
    }

    /** Whether a node is taken for living: a lease after it died, and as long as any region that is reached hears it. */
    boolean isKnownAlive(TreeSimNode by, TreeSimNode other) {
        boolean isHeard = isWhole(by.id().region(), other.id().region())
                || regions.stream()
                        .anyMatch(third -> isWhole(by.id().region(), third)
                                && isWhole(third, other.id().region())
                                && indexNodes.containsKey(third));
        long sinceNanos = now() - other.sinceNanos();
        long knownNanos = 1_000L
                * waysUntilKnown
                * world.micros(by.id().region(), other.id().region());
        boolean isBeating = other.isUp() && other.stalledNanos() < LEASE_NANOS;
        return isHeard && (isBeating ? sinceNanos >= knownNanos : !other.isUp() && sinceNanos < LEASE_NANOS);
    }

    // What a region's index does

    private void moveIndexes() {
        for (RegionId region : regions) {
            NodeId at = indexNodes.get(region);
            if (at == null || !node(at).isUp()) {
                indexNodes.remove(region);
                indexes.remove(region);
                nodes.values().stream()
                        .filter(node -> node.id().region().equals(region) && node.isUp())
                        .findFirst()
                        .ifPresent(node -> {
                            indexNodes.put(region, node.id());
                            indexes.put(region, new RegionTrees(region, reason -> broken.add("refused " + reason)));
                        });
            }
        }
    }

    /** A node comes: it hears what its region's index knows. */
    void register(TreeSimNode node) {
        RegionTrees index = indexes.get(node.id().region());
        if (index != null) {
            index.all().forEach(tree -> node.told().onTree(tree));
        }
    }

    void sayTree(RegionId from, RegionId to, OriginTree tree) {
        say(from, to, TreeNews.newBuilder().addTrees(tree).build());
    }

    void sayWant(RegionId from, NodeId origin) {
        say(
                from,
                origin.region(),
                TreeNews.newBuilder().addWant(origin.toString()).build());
    }

    private void say(RegionId from, RegionId to, TreeNews news) {
        said++;
        if (!isWhole(from, to) || isLost(from, to) || random.nextInt(1000) < lossPermille) {
            return;
        }
        long delay = from.equals(to) ? 1_000_000 : 1_000L * world.micros(from, to) + random.nextInt(20_000_000);
        events.in(delay, () -> {
            RegionTrees index = indexes.get(to);
            if (index != null && isWhole(from, to)) {
                onNews(index, from, to, news);
            }
        });
    }

    private void onNews(RegionTrees index, RegionId from, RegionId to, TreeNews news) {
        List<OriginTree> fresh = index.onTrees(from, news.getTreesList(), time());
        nodes.values().stream()
                .filter(node -> node.isUp() && node.id().region().equals(to))
                .forEach(node -> fresh.forEach(tree -> node.told().onTree(tree)));
        List<TreeStamp> known = index.known(news.getTreesList());
        if (!known.isEmpty()) {
            say(to, from, TreeNews.newBuilder().addAllHave(known).build());
        }
        news.getHaveList()
                .forEach(stamp -> node(NodeId.parse(stamp.getOrigin())).onKnown(from, stamp));
        news.getWantList().forEach(origin -> node(NodeId.parse(origin)).onAsked(from));
    }

    TreeNode treeNode(NodeId node) {
        return new TreeNode(node, capacity.fanOut(), capacity.spare(), 0);
    }

    private void watch() {
        for (TreeSimNode origin : nodes.values()) {
            for (TreeSimNode node : nodes.values()) {
                boolean isWatched = origin.isOrigin() && node != origin && origin.isRunning() && node.isRunning();
                gaps.look(node.id() + " " + origin.id(), isWatched, hops(node, origin, true) == 1, now());
            }
        }
    }

    // What must hold

    private void checkCycles() {
        for (TreeSimNode origin : nodes.values()) {
            for (TreeSimNode node : nodes.values()) {
                if (hops(node, origin, false) < 0) {
                    broken.add("at " + now() / 1_000_000 + " ms " + node.id() + " takes from itself of " + origin.id());
                    return;
                }
            }
        }
    }

    private void checkServed() {
        for (TreeSimNode origin : nodes.values()) {
            if (!origin.isOrigin()) {
                continue;
            }
            for (TreeSimNode node : nodes.values()) {
                if (node == origin) {
                    continue;
                }
                int hops = hops(node, origin, true);
                if (hops != 1) {
                    broken.add(node.id() + " does not hear " + origin.id() + " after " + faults + ": "
                            + node.describe(origin.id()));
                } else if (!node.isAsPlanned(origin)) {
                    broken.add(
                            node.id() + " is not where " + origin.id() + " planned it: " + node.describe(origin.id()));
                }
            }
        }
    }

    /** 1: its way leads to the origin; 0: it ends before; -1: it goes round. */
    int hops(TreeSimNode from, TreeSimNode origin, boolean overLinks) {
        TreeSimNode at = from;
        for (int hops = 0; hops <= nodes.size(); hops++) {
            if (at == origin) {
                return 1;
            }
            NodeId parent = at.isUp() ? at.feedOf(origin.id()) : null;
            if (parent == null || (overLinks && !isLinked(at, node(parent)))) {
                return 0;
            }
            at = node(parent);
        }
        return -1;
    }

    /** Whether a node takes what an origin gives from another, however far up. */
    boolean isBelow(TreeSimNode node, TreeSimNode above, NodeId origin) {
        TreeSimNode at = node;
        for (int hops = 0; hops <= nodes.size(); hops++) {
            if (at == above) {
                return true;
            }
            NodeId parent = at.feedOf(origin);
            if (parent == null) {
                return false;
            }
            at = node(parent);
        }
        return true;
    }
}
