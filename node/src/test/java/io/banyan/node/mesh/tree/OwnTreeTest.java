package io.banyan.node.mesh.tree;

import static org.assertj.core.api.Assertions.assertThat;

import io.banyan.node.mesh.MeshTime;
import io.banyan.protocol.id.NodeId;
import io.banyan.protocol.id.RegionId;
import io.banyan.protocol.wire.v1.OriginTree;
import io.banyan.protocol.wire.v1.TreeStamp;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class OwnTreeTest {
    private static final NodeId SELF = NodeId.parse("eu/a");
    private static final RegionId EU = new RegionId("eu");
    private static final RegionId US = new RegionId("us");
    private static final RegionId AP = new RegionId("ap");
    private static final long EPOCH = 1_700_000_000_000L;

    private final OwnTree tree = new OwnTree(SELF, EPOCH, new AtomicLong()::incrementAndGet);
    private final Map<RegionId, OriginTree> said =
            new TreeMap<>((one, other) -> one.value().compareTo(other.value()));
    private int farMillis = 100;
    private long seconds;

    private MeshTime now() {
        return new MeshTime(TimeUnit.SECONDS.toNanos(seconds), EPOCH);
    }

    private void update(String... nodes) {
        RegionDelays delays = RegionDelays.of(List.of(EU, US, AP), (from, to) -> {
            boolean isFar = Stream.of(from, to).anyMatch(AP::equals)
                    && Stream.of(from, to).anyMatch(EU::equals);
            return isFar ? farMillis * 1000 : 40_000;
        });
        List<TreeNode> reached = Stream.of(nodes)
                .map(node -> new TreeNode(NodeId.parse(node), 8, 4, 0))
                .toList();
        tree.update(reached, new TreeNode(SELF, 8, 4, 0), delays, now());
        collect();
    }

    private void collect() {
        said.clear();
        tree.collect(now(), said::put);
    }

    private void know(RegionId region) {
        OriginTree known = said.get(region);
        assertThat(known).isNotNull();
        tree.onKnown(region, RegionTrees.stamp(known));
    }

    @Test
    void shouldTellEachRegionWhatConcernsItUntilItKnows() {
        update("us/a", "ap/a", "eu/b");
        assertThat(said.keySet()).containsExactlyInAnyOrder(US, AP, EU);
        assertThat(said.get(US)).satisfies(us -> {
            assertThat(us.getEpoch()).isEqualTo(EPOCH);
            assertThat(us.getVersion()).isOne();
            assertThat(us.getPlacesList()).singleElement().satisfies(place -> {
                assertThat(place.getNode()).isEqualTo("us/a");
                assertThat(place.getParent()).isEqualTo("eu/a");
            });
        });
        know(US);
        seconds = 2;
        collect();
        assertThat(said.keySet()).containsExactlyInAnyOrder(AP, EU);
    }

    @Test
    void shouldSayNothingToThoseWhomAChangeDoesNotConcern() {
        update("us/a", "ap/a");
        know(US);
        know(AP);
        update("us/a", "ap/a", "us/b");
        assertThat(said.keySet()).containsExactly(US);
        assertThat(said.get(US)).extracting(OriginTree::getVersion).isEqualTo(2L);
    }

    @Test
    void shouldTellAgainWhoAsks() {
        update("us/a");
        know(US);
        collect();
        assertThat(said).isEmpty();
        tree.onAsked(US);
        collect();
        assertThat(said.keySet()).containsExactly(US);
    }

    @Test
    void shouldNotTakeAnotherVersionForKnown() {
        update("us/a");
        OriginTree first = said.get(US);
        assertThat(first).isNotNull();
        TreeStamp other = RegionTrees.stamp(first).toBuilder().setVersion(9).build();
        tree.onKnown(US, other);
        seconds = 2;
        collect();
        assertThat(said.keySet()).containsExactly(US);
    }

    @Test
    void shouldMoveAnEdgeOnlyAfterTheWishHasLasted() {
        update("us/a", "ap/a");
        assertThat(parentOfAp()).isEqualTo(NodeId.parse("us/a"));
        List<NodeId> parents = new ArrayList<>();
        farMillis = 50;
        for (seconds = 10; seconds < 50; seconds++) {
            update("us/a", "ap/a");
            parents.add(parentOfAp());
            if (seconds == 15) {
                farMillis = 100;
            }
            if (seconds == 20) {
                farMillis = 50;
            }
        }
        assertThat(parents.subList(0, 20)).containsOnly(NodeId.parse("us/a"));
        assertThat(parents.getLast()).isEqualTo(SELF);
    }

    @Test
    void shouldGoOnCountingWhenItBeginsAnewInOneEpoch() {
        AtomicLong counter = new AtomicLong();
        RegionTrees index = new RegionTrees(US, reason -> {});
        for (int life = 0; life < 3; life++) {
            OwnTree anew = new OwnTree(SELF, EPOCH, counter::incrementAndGet);
            List<TreeNode> reached = List.of(new TreeNode(NodeId.parse("us/a"), 8, 4, 0));
            RegionDelays delays = RegionDelays.of(List.of(EU, US), (from, to) -> 40_000);
            anew.update(reached, new TreeNode(SELF, 8, 4, 0), delays, now());
            anew.collect(now(), said::put);
            OriginTree told = said.get(US);
            assertThat(told).isNotNull();
            assertThat(index.onTrees(EU, List.of(told), now())).containsExactly(told);
        }
    }

    @Test
    void shouldEndWhenItGivesNothing() {
        update("us/a");
        update();
        assertThat(tree.plan().places()).isEmpty();
        assertThat(said).isEmpty();
    }

    private NodeId parentOfAp() {
        Place place = tree.plan().places().get(NodeId.parse("ap/a"));
        assertThat(place).isNotNull();
        return place.parent();
    }
}
