package io.banyan.node.mesh.tree;

import static org.assertj.core.api.Assertions.assertThat;

import io.banyan.protocol.id.NodeId;
import io.banyan.protocol.id.TrackId;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class IngressTreeTest {
    private static final NodeId ORIGIN = NodeId.parse("eu/a");
    private static final NodeId SIBLING = NodeId.parse("eu/b");
    private static final List<NodeId> US =
            Stream.of("us/a", "us/b", "us/c").map(NodeId::parse).toList();
    private static final TrackId TRACK = new TrackId("tr_1");

    private final TreePlanner planner = new IngressTree();

    @Test
    void shouldTakeFromTheOriginInItsOwnRegion() {
        assertThat(planner.parentOf(ORIGIN, ORIGIN, US, TRACK)).isNull();
        assertThat(planner.parentOf(SIBLING, ORIGIN, US, TRACK)).isEqualTo(ORIGIN);
    }

    @Test
    void shouldCrossToEachRegionOnce() {
        for (int i = 0; i < 100; i++) {
            TrackId track = new TrackId("tr_" + i);
            List<@Nullable NodeId> parents = new ArrayList<>();
            US.forEach(node -> parents.add(planner.parentOf(node, ORIGIN, US, track)));

            assertThat(parents).containsOnlyOnce(ORIGIN);
            assertThat(new HashSet<>(parents)).hasSize(2);
        }
    }

    @Test
    void shouldSpreadTracksOverTheRegionsNodes() {
        Set<NodeId> ingresses = new HashSet<>();
        for (int i = 0; i < 30; i++) {
            TrackId track = new TrackId("tr_" + i);
            US.stream()
                    .filter(node -> ORIGIN.equals(planner.parentOf(node, ORIGIN, US, track)))
                    .forEach(ingresses::add);
        }
        assertThat(ingresses).containsExactlyInAnyOrderElementsOf(US);
    }

    @Test
    void shouldCountANodeThatOthersDoNotKnowYet() {
        assertThat(planner.parentOf(US.getFirst(), ORIGIN, List.of(), TRACK)).isEqualTo(ORIGIN);
    }

    @Test
    void shouldEndAtTheOriginHoweverDifferentlyNodesSeeTheRoom() {
        SplittableRandom random = new SplittableRandom(5);
        List<NodeId> all = new ArrayList<>(US);
        all.add(ORIGIN);
        all.add(SIBLING);
        for (int i = 0; i < 1_000; i++) {
            TrackId track = new TrackId("tr_" + i);
            NodeId at = US.get(random.nextInt(US.size()));
            int hops = 0;
            while (!at.equals(ORIGIN)) {
                List<NodeId> seen =
                        all.stream().filter(node -> random.nextInt(3) > 0).toList();
                NodeId parent = planner.parentOf(at, ORIGIN, seen, track);
                assertThat(parent).isNotNull();
                at = parent == null ? ORIGIN : parent;
                assertThat(++hops).isLessThanOrEqualTo(US.size());
            }
        }
    }
}
