package io.banyan.node.mesh.tree;

import static org.assertj.core.api.Assertions.assertThat;

import io.banyan.node.mesh.MeshRefusal;
import io.banyan.node.mesh.MeshTime;
import io.banyan.protocol.id.NodeId;
import io.banyan.protocol.id.RegionId;
import io.banyan.protocol.link.ParentReason;
import io.banyan.protocol.wire.v1.OriginTree;
import io.banyan.protocol.wire.v1.TreeNews;
import io.banyan.protocol.wire.v1.TreePlace;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class RegionTreesTest {
    private static final RegionId EU = new RegionId("eu");
    private static final RegionId US = new RegionId("us");
    private static final MeshTime NOW = new MeshTime(0, 1_700_000_000_000L);

    private final List<MeshRefusal> refused = new ArrayList<>();
    private final RegionTrees trees = new RegionTrees(US, refused::add);

    private static OriginTree tree(long epoch, long version, String parent) {
        return OriginTree.newBuilder()
                .setOrigin("eu/a")
                .setEpoch(epoch)
                .setVersion(version)
                .addPlaces(TreePlace.newBuilder().setNode("us/a").setParent(parent))
                .build();
    }

    @Test
    void shouldObeyTheHighestEpochAndVersion() {
        OriginTree first = tree(5, 7, "eu/a");
        OriginTree older = tree(5, 6, "eu/b");
        OriginTree newer = tree(5, 8, "eu/b");
        OriginTree restarted = tree(6, 1, "eu/a");

        assertThat(trees.onTrees(EU, List.of(first), NOW)).containsExactly(first);
        assertThat(trees.onTrees(EU, List.of(first, older), NOW)).isEmpty();
        assertThat(trees.onTrees(EU, List.of(newer), NOW)).containsExactly(newer);
        assertThat(trees.onTrees(EU, List.of(restarted, first), NOW)).containsExactly(restarted);
        assertThat(trees.all()).containsExactly(restarted);
        assertThat(trees.known(List.of(first))).containsExactly(RegionTrees.stamp(restarted));
        assertThat(refused).isEmpty();
    }

    static List<Arguments> absurd() {
        TreePlace.Builder place = TreePlace.newBuilder().setNode("us/a").setParent("eu/a");
        OriginTree good = tree(5, 7, "eu/a");
        return List.of(
                Arguments.of(MeshRefusal.ABSURD_NUMBER, good.toBuilder().setVersion(0)),
                Arguments.of(MeshRefusal.ABSURD_NUMBER, good.toBuilder().setVersion(-1)),
                Arguments.of(MeshRefusal.ABSURD_NUMBER, good.toBuilder().setVersion(Long.MAX_VALUE)),
                Arguments.of(MeshRefusal.ABSURD_NUMBER, good.toBuilder().setEpoch(NOW.wallMillis() + 120_000)),
                Arguments.of(MeshRefusal.ABSURD_NUMBER, good.toBuilder().setEpoch(-5)),
                Arguments.of(MeshRefusal.BAD_NAME, good.toBuilder().setOrigin("eu")),
                Arguments.of(MeshRefusal.NOT_ITS_REGION, good.toBuilder().setOrigin("ap/a")),
                Arguments.of(MeshRefusal.NOT_ITS_REGION, good.toBuilder().addPlaces(place.setNode("ap/a"))),
                Arguments.of(
                        MeshRefusal.BAD_NAME,
                        good.toBuilder().addPlaces(place.setNode("us/b").setParent("?"))),
                Arguments.of(
                        MeshRefusal.BAD_NAME,
                        good.toBuilder().addPlaces(place.setParent("eu/a").setBackup("x/y/z?"))),
                Arguments.of(
                        MeshRefusal.CYCLE,
                        good.toBuilder().addPlaces(place.setBackup("").setParent("us/b"))),
                Arguments.of(
                        MeshRefusal.CYCLE,
                        good.toBuilder().addPlaces(place.setParent("eu/a").setBackup("us/b"))),
                Arguments.of(
                        MeshRefusal.CYCLE,
                        OriginTree.newBuilder(good)
                                .clearPlaces()
                                .addPlaces(
                                        TreePlace.newBuilder().setNode("us/a").setParent("us/b"))
                                .addPlaces(
                                        TreePlace.newBuilder().setNode("us/b").setParent("us/c"))
                                .addPlaces(
                                        TreePlace.newBuilder().setNode("us/c").setParent("us/a"))),
                Arguments.of(
                        MeshRefusal.CYCLE,
                        good.toBuilder()
                                .addPlaces(
                                        TreePlace.newBuilder().setNode("us/a").setParent("ap/a"))),
                Arguments.of(
                        MeshRefusal.ABSURD_NUMBER,
                        good.toBuilder()
                                .addPlaces(TreePlace.newBuilder()
                                        .setNode("us/b")
                                        .setParent("eu/a")
                                        .setDelayMicros(-7))),
                Arguments.of(
                        MeshRefusal.TOO_LARGE,
                        good.toBuilder()
                                .addAllPlaces(IntStream.range(0, 257)
                                        .mapToObj(i -> place.setNode("us/n" + i).build())
                                        .toList())));
    }

    @ParameterizedTest
    @MethodSource("absurd")
    void shouldRefuseAndCountWhatCannotBe(MeshRefusal reason, OriginTree.Builder tree) {
        assertThat(trees.onTrees(EU, List.of(tree.build()), NOW)).isEmpty();
        assertThat(trees.all()).isEmpty();
        assertThat(refused).containsExactly(reason);
    }

    @Test
    void shouldBoundWhatOneFrameSays() {
        List<OriginTree> many = IntStream.range(0, 65)
                .mapToObj(i ->
                        tree(5, 7, "eu/a").toBuilder().setOrigin("eu/n" + i).build())
                .toList();
        assertThat(trees.onTrees(EU, many, NOW)).isEmpty();
        TreeNews.Builder news = TreeNews.newBuilder();
        IntStream.range(0, 1025).forEach(i -> news.addWant("us/a"));
        assertThat(trees.isBounded(news.build())).isFalse();
        assertThat(refused).containsExactly(MeshRefusal.TOO_LARGE, MeshRefusal.TOO_LARGE);
    }

    @Test
    void shouldTakeFromWhomTheTreeSaysAndMeanwhileFromTheIngressOrTheOrigin() {
        ToldTrees told = new ToldTrees(NodeId.parse("us/b"));
        NodeId origin = NodeId.parse("eu/a");
        assertThat(told.choose(origin, node -> true))
                .isEqualTo(new ToldTrees.Choice(origin, null, ParentReason.ORIGIN));

        assertThat(told.onTree(tree(5, 7, "eu/a"))).isTrue();
        assertThat(told.choose(origin, node -> true))
                .isEqualTo(new ToldTrees.Choice(NodeId.parse("us/a"), null, ParentReason.INGRESS));

        OriginTree whole = tree(5, 8, "eu/a").toBuilder()
                .addPlaces(TreePlace.newBuilder()
                        .setNode("us/b")
                        .setParent("us/a")
                        .setBackup("ap/a")
                        .setWhy(ParentReason.SIBLING.number()))
                .build();
        assertThat(told.onTree(whole)).isTrue();
        assertThat(told.onTree(tree(5, 7, "eu/a"))).isFalse();
        assertThat(told.choose(origin, node -> true))
                .isEqualTo(new ToldTrees.Choice(NodeId.parse("us/a"), NodeId.parse("ap/a"), ParentReason.SIBLING));
        assertThat(told.choose(origin, node -> node.region().value().equals("ap")))
                .isEqualTo(new ToldTrees.Choice(NodeId.parse("ap/a"), null, ParentReason.BACKUP));
        assertThat(told.choose(origin, node -> false))
                .isEqualTo(new ToldTrees.Choice(origin, null, ParentReason.ORIGIN));
    }
}
