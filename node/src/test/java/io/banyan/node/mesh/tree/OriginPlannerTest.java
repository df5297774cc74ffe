package io.banyan.node.mesh.tree;

import static org.assertj.core.api.Assertions.assertThat;

import io.banyan.node.sim.CityDelays;
import io.banyan.node.sim.TreeQuality;
import io.banyan.node.sim.WorldCity;
import io.banyan.protocol.id.NodeId;
import io.banyan.protocol.id.RegionId;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OriginPlannerTest {
    private static final NodeId EU = NodeId.parse("eu/a");

    private static TreeNode node(String name) {
        return new TreeNode(NodeId.parse(name), 8, 4, 0);
    }

    private static RegionDelays delays(Map<String, Integer> millis) {
        Set<RegionId> regions = new TreeSet<>(Comparator.comparing(RegionId::value));
        millis.keySet().forEach(pair -> {
            regions.add(new RegionId(pair.split("-", -1)[0]));
            regions.add(new RegionId(pair.split("-", -1)[1]));
        });
        return RegionDelays.of(regions, (from, to) -> {
            Integer there = millis.getOrDefault(from + "-" + to, millis.get(to + "-" + from));
            return there == null ? -1 : there * 1000;
        });
    }

    private static TreePlan plan(Collection<TreeNode> nodes, RegionDelays delays) {
        return OriginPlanner.plan(new PlanRequest(EU, nodes, delays, TreePlan.none(EU), Set.of()));
    }

    private static NodeId parent(TreePlan plan, String node) {
        Place place = plan.places().get(NodeId.parse(node));
        assertThat(place).as(node).isNotNull();
        return place.parent();
    }

    @Test
    void shouldStepOverAThirdRegionWhereThatIsFaster() {
        TreePlan plan = plan(
                List.of(node("eu/a"), node("in/a"), node("au/a")),
                delays(Map.of("eu-in", 60, "in-au", 70, "eu-au", 150)));

        assertThat(parent(plan, "au/a")).isEqualTo(NodeId.parse("in/a"));
        assertThat(parent(plan, "in/a")).isEqualTo(EU);
    }

    @Test
    void shouldCrossToEachRegionOnceAndNameASuccessor() {
        TreePlan plan = plan(
                List.of(node("eu/a"), node("eu/b"), node("us/a"), node("us/b"), node("us/c"), node("ap/a")),
                delays(Map.of("eu-us", 45, "eu-ap", 80, "us-ap", 100)));

        List<NodeId> outside = new ArrayList<>();
        List<NodeId> successors = new ArrayList<>();
        plan.places().forEach((node, place) -> {
            if (node.region().value().equals("us")) {
                NodeId backup = place.backup();
                assertThat(backup).isNotNull();
                if (!place.parent().region().equals(node.region())) {
                    outside.add(node);
                } else if (!backup.region().equals(node.region())) {
                    successors.add(node);
                }
            }
        });
        assertThat(outside).hasSize(1);
        assertThat(successors).hasSize(1);
    }

    @Test
    void shouldTakeTheCheaperOfTwoThatAreAsNear() {
        TreePlan plan = plan(
                List.of(
                        node("eu/a"),
                        new TreeNode(NodeId.parse("x/a"), 8, 4, 0.09),
                        new TreeNode(NodeId.parse("y/a"), 8, 4, 0.02),
                        node("far/a")),
                delays(Map.of("eu-x", 20, "eu-y", 20, "x-y", 30, "x-far", 80, "y-far", 81, "eu-far", 150)));

        assertThat(parent(plan, "far/a")).isEqualTo(NodeId.parse("y/a"));
    }

    @Test
    void shouldReachARegionsSecondNodeThoughItsIngressIsFull() {
        List<TreeNode> nodes = new ArrayList<>(List.of(
                new TreeNode(EU, 1, 1, 0), new TreeNode(NodeId.parse("us/a"), 2, 1, 0), node("ca/a"), node("mx/a")));
        RegionDelays delays =
                delays(Map.of("eu-us", 45, "us-ca", 10, "us-mx", 20, "eu-ca", 90, "eu-mx", 99, "ca-mx", 40));
        TreePlan before = plan(nodes, delays);
        nodes.add(node("us/b"));
        TreePlan after = OriginPlanner.plan(new PlanRequest(EU, nodes, delays, before, Set.of()));

        assertThat(parent(after, "us/b")).isEqualTo(NodeId.parse("us/a"));
        assertThat(after.places()).hasSize(4);
    }

    @Test
    void shouldMoveOnlyWhenAWishHasLasted() {
        List<TreeNode> nodes = List.of(node("eu/a"), node("in/a"), node("au/a"));
        TreePlan before = plan(nodes, delays(Map.of("eu-in", 60, "in-au", 70, "eu-au", 150)));
        RegionDelays changed = delays(Map.of("eu-in", 60, "in-au", 70, "eu-au", 90));

        TreePlan same = OriginPlanner.plan(new PlanRequest(EU, nodes, changed, before, Set.of()));
        TreePlan moved = OriginPlanner.plan(
                new PlanRequest(EU, nodes, changed, same, same.wishes().keySet()));

        assertThat(parent(same, "au/a")).isEqualTo(NodeId.parse("in/a"));
        assertThat(same.wishes()).containsExactly(Map.entry(NodeId.parse("au/a"), EU));
        assertThat(parent(moved, "au/a")).isEqualTo(EU);
        assertThat(moved.wishes()).isEmpty();
    }

    @Test
    void shouldNotWishForWhatNobodyHears() {
        List<TreeNode> nodes = List.of(node("eu/a"), node("in/a"), node("au/a"));
        TreePlan before = plan(nodes, delays(Map.of("eu-in", 60, "in-au", 70, "eu-au", 150)));
        TreePlan same = OriginPlanner.plan(
                new PlanRequest(EU, nodes, delays(Map.of("eu-in", 60, "in-au", 70, "eu-au", 128)), before, Set.of()));

        assertThat(same.places()).isEqualTo(before.places());
        assertThat(same.wishes()).isEmpty();
    }

    @Test
    void shouldReachEverybodyAsWellAsIfNoNodeHadALimit() {
        List<WorldCity> cities = WorldCity.all();
        assertThat(cities).hasSize(300);
        for (int seed = 1; seed <= 10; seed++) {
            CityDelays world = new CityDelays(cities, new SplittableRandom(seed));
            List<TreeNode> nodes = world.regions().stream()
                    .map(region -> new TreeNode(new NodeId(region, "n"), 8, 4, 0))
                    .toList();
            NodeId origin = nodes.get(seed * 29).node();
            PlanRequest request = new PlanRequest(origin, nodes, world.table(), TreePlan.none(origin), Set.of());
            TreeQuality quality = TreeQuality.of(request, OriginPlanner.plan(request));
            assertThat(quality.unplaced()).isZero();
            assertThat(quality.worst()).isBetween(0.999, 1.10);
            assertThat(quality.mean()).isBetween(0.999, 1.05);
            assertThat(quality.crossings()).isLessThanOrEqualTo(1);
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12})
    void shouldStayATreeThatSurvivesAnySingleNode(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        CityDelays world = new CityDelays(WorldCity.all().subList(0, 60), random.split());
        RegionDelays delays = world.table();
        NodeId origin = new NodeId(world.regions().get(random.nextInt(60)), "n0");
        Map<NodeId, TreeNode> living = new HashMap<>();
        TreePlan plan = TreePlan.none(origin);
        for (int step = 0; step < 200; step++) {
            for (int i = random.nextInt(5); i >= 0; i--) {
                NodeId node = new NodeId(world.regions().get(random.nextInt(60)), "n" + random.nextInt(4));
                if (random.nextInt(3) > 0) {
                    int fanOut = random.nextInt(20) == 0 ? 0 : 1 + random.nextInt(8);
                    living.put(node, new TreeNode(node, fanOut, 2, random.nextInt(3)));
                } else {
                    living.remove(node);
                }
            }
            living.put(origin, new TreeNode(origin, 6, 2, 0));
            PlanRequest request = new PlanRequest(
                    origin,
                    living.values(),
                    delays,
                    plan,
                    random.nextBoolean() ? plan.wishes().keySet() : Set.of());
            TreePlan next = OriginPlanner.plan(request);
            assertThat(OriginPlanner.plan(request)).isEqualTo(next);
            PlanCheck.check(request, next);
            plan = next;
        }
    }

    @Test
    void shouldMoveFewForSmallChanges() {
        CityDelays world = new CityDelays(WorldCity.all(), new SplittableRandom(3));
        Map<NodeId, TreeNode> nodes = new TreeMap<>(TreeSketch.BY_NAME);
        world.regions().forEach(region -> {
            NodeId node = new NodeId(region, "n");
            nodes.put(node, new TreeNode(node, 8, 4, 0));
        });
        NodeId origin = new NodeId(world.regions().get(17), "n");
        TreePlan plan = OriginPlanner.plan(
                new PlanRequest(origin, nodes.values(), world.table(), TreePlan.none(origin), Set.of()));
        for (int i = 0; i < 300; i += 10) {
            NodeId gone = new NodeId(world.regions().get(i), "n");
            Place place = plan.places().get(gone);
            if (place == null) {
                continue;
            }
            TreePlan before = plan;
            long children = before.places().values().stream()
                    .filter(each -> each.parent().equals(gone))
                    .count();
            TreeNode kept = nodes.remove(gone);
            TreePlan without =
                    OriginPlanner.plan(new PlanRequest(origin, nodes.values(), world.table(), before, Set.of()));
            assertThat((long) without.moved(before)).isLessThanOrEqualTo(children);
            nodes.put(gone, kept == null ? new TreeNode(gone, 8, 4, 0) : kept);
            plan = OriginPlanner.plan(new PlanRequest(origin, nodes.values(), world.table(), without, Set.of()));
            assertThat(plan.moved(without)).isZero();
        }
    }
}
