package io.banyan.node.sim;

import io.banyan.node.mesh.tree.OriginPlanner;
import io.banyan.node.mesh.tree.PlanRequest;
import io.banyan.node.mesh.tree.RegionDelays;
import io.banyan.node.mesh.tree.TreeNode;
import io.banyan.node.mesh.tree.TreePlan;
import io.banyan.protocol.id.NodeId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;

/**
 * Plans one tree over cities of the world, at once and joined one by one, and says how good each is.
 *
 * @param origin the city that gives
 * @param fresh planned for everybody at once
 * @param grown everybody joined one after another, in any order, and wishes were granted as they lasted
 * @param movedPerJoin edges that moved while it grew, for each that joined
 * @param planMicros the least time of a plan for everybody
 * @param curves for plots
 */
public record PlanTrial(
        WorldCity origin,
        TreeQuality fresh,
        TreeQuality grown,
        double movedPerJoin,
        long planMicros,
        PlanCurves curves) {
    private static final int WARMING = 100;

    /** A wish lasts that many plans before it is granted. */
    private static final int PATIENCE = 10;

    /**
     * @param regions so many of the cities, one node in each
     * @param fanOut of each node
     */
    public static PlanTrial run(long seed, int regions, int fanOut) {
        SplittableRandom random = new SplittableRandom(seed);
        List<WorldCity> cities = new ArrayList<>(WorldCity.all());
        shuffle(cities, random.split());
        cities = cities.subList(0, Math.min(regions, cities.size()));
        CityDelays world = new CityDelays(cities, random.split());
        List<TreeNode> nodes = world.regions().stream()
                .map(region -> new TreeNode(new NodeId(region, "n"), fanOut, fanOut / 2, 0))
                .toList();
        NodeId origin = nodes.getFirst().node();
        RegionDelays delays = world.table();
        PlanRequest request = new PlanRequest(origin, nodes, delays, TreePlan.none(origin), Set.of());
        long least = Long.MAX_VALUE;
        TreePlan fresh = TreePlan.none(origin);
        for (int round = 0; round < WARMING; round++) {
            long began = System.nanoTime();
            fresh = OriginPlanner.plan(request);
            least = Math.min(least, System.nanoTime() - began);
        }
        Growth growth = new Growth(origin, delays, PATIENCE);
        double[] moved = new double[nodes.size()];
        for (int joined = 1; joined <= nodes.size(); joined++) {
            growth.plan(nodes.subList(0, joined));
            moved[joined - 1] = growth.moved;
        }
        int joins = growth.moved;
        for (int calm = 0; calm < 10 * PATIENCE; calm++) {
            growth.plan(nodes);
        }
        return new PlanTrial(
                cities.getFirst(),
                TreeQuality.of(request, fresh),
                TreeQuality.of(request, growth.plan),
                (double) joins / nodes.size(),
                least / 1000,
                new PlanCurves(
                        TreeQuality.stretches(request, fresh),
                        TreeQuality.stretches(request, growth.plan),
                        moved,
                        TreeWaysTotal.of(request, fresh)));
    }

    private static void shuffle(List<WorldCity> cities, SplittableRandom random) {
        for (int i = cities.size() - 1; i > 0; i--) {
            cities.set(i, cities.set(random.nextInt(i + 1), cities.get(i)));
        }
    }

    /** A tree that is planned again and again. */
    private static final class Growth {
        private final NodeId origin;
        private final RegionDelays delays;
        private final int patience;
        private final Map<NodeId, Integer> wishedFor =
                new TreeMap<>((one, other) -> one.toString().compareTo(other.toString()));
        private TreePlan plan;
        private int moved;

        private Growth(NodeId origin, RegionDelays delays, int patience) {
            this.origin = origin;
            this.delays = delays;
            this.patience = patience;
            plan = TreePlan.none(origin);
        }

        private void plan(List<TreeNode> nodes) {
            List<NodeId> ripe = wishedFor.entrySet().stream()
                    .filter(wish -> wish.getValue() >= patience)
                    .map(Map.Entry::getKey)
                    .toList();
            TreePlan next = OriginPlanner.plan(new PlanRequest(origin, nodes, delays, plan, Set.copyOf(ripe)));
            moved += next.moved(plan);
            plan = next;
            wishedFor.keySet().retainAll(next.wishes().keySet());
            next.wishes().keySet().forEach(node -> wishedFor.merge(node, 1, Integer::sum));
        }
    }
}
