package io.banyan.node.mesh.measure;

import static org.assertj.core.api.Assertions.assertThat;

import io.banyan.node.mesh.MeshRefusal;
import io.banyan.node.mesh.tree.RegionDelays;
import io.banyan.protocol.id.NodeId;
import io.banyan.protocol.id.RegionId;
import io.banyan.protocol.wire.v1.HeardNode;
import io.banyan.protocol.wire.v1.MeshHeartbeat;
import io.banyan.protocol.wire.v1.NetworkCoordinate;
import io.banyan.protocol.wire.v1.RegionPath;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class RegionPathsTest {
    private static final NodeId EU = NodeId.parse("eu/a");
    private static final NodeId US = NodeId.parse("us/a");
    private static final RegionId AP = new RegionId("ap");
    private static final List<RegionId> ALL = List.of(EU.region(), US.region(), AP);

    private final List<MeshRefusal> refused = new ArrayList<>();
    private final RegionPaths paths = new RegionPaths(EU, refused::add);

    private static long millis(long millis) {
        return TimeUnit.MILLISECONDS.toNanos(millis);
    }

    private static MeshHeartbeat beat(long sequence) {
        return MeshHeartbeat.newBuilder().setSequence(sequence).build();
    }

    private void echo(long sequence, int heldMicros, long nowNanos) {
        paths.onHeartbeat(
                US,
                MeshHeartbeat.newBuilder()
                        .addHeard(HeardNode.newBuilder()
                                .setNode("eu/a")
                                .setSequence(sequence)
                                .setDirect(true)
                                .setHeldMicros(heldMicros))
                        .build(),
                nowNanos);
    }

    private int delayMicros(RegionId from, RegionId to, long nowNanos) {
        RegionDelays delays = paths.delays(ALL, (one, other) -> -1, nowNanos);
        return delays.micros(from, to);
    }

    @Test
    void shouldMeasureRoundTripsByHeartbeatsThatComeBack() {
        for (long i = 1; i <= 40; i++) {
            MeshHeartbeat _ = paths.complete(beat(i), 0, millis(1000 * i));
            // Actors and TCP add to some.
            echo(i, 300_000, millis(1000 * i + 380 + (i % 3 == 0 ? 40 : 0)));
        }
        assertThat(delayMicros(EU.region(), US.region(), millis(41_000))).isBetween(40_000, 41_500);
        assertThat(paths.complete(beat(41), 0, millis(41_000)).getPathsList())
                .singleElement()
                .satisfies(path -> {
                    assertThat(path.getRegion()).isEqualTo("us");
                    assertThat(path.getRttMicros()).isBetween(80_000, 83_000);
                    assertThat(path.getJitterMicros()).isPositive();
                });
        assertThat(delayMicros(EU.region(), US.region(), millis(120_000))).isEqualTo(RegionDelays.UNKNOWN_MICROS);
    }

    @Test
    void shouldTakeTheWordOfEitherEnd() {
        paths.onHeartbeat(
                US,
                MeshHeartbeat.newBuilder()
                        .addPaths(RegionPath.newBuilder().setRegion("ap").setRttMicros(150_000))
                        .build(),
                0);
        assertThat(delayMicros(US.region(), AP, 0)).isEqualTo(75_000);
        assertThat(delayMicros(AP, US.region(), 0)).isEqualTo(75_000);
        assertThat(delayMicros(AP, US.region(), millis(61_000))).isEqualTo(RegionDelays.UNKNOWN_MICROS);
    }

    @Test
    void shouldRefuseAndCountWhatIsAbsurd() {
        MeshHeartbeat _ = paths.complete(beat(1), 0, 0);
        echo(1, 500_000, millis(100));
        echo(1, 1, millis(9_000));
        echo(77, 1, millis(10));
        for (int rtt : new int[] {0, -1, 5_000_001}) {
            paths.onHeartbeat(
                    US,
                    MeshHeartbeat.newBuilder()
                            .addPaths(RegionPath.newBuilder().setRegion("ap").setRttMicros(rtt))
                            .build(),
                    0);
        }
        paths.onHeartbeat(
                US,
                MeshHeartbeat.newBuilder()
                        .addPaths(RegionPath.newBuilder().setRegion("no/region").setRttMicros(5))
                        .build(),
                0);
        paths.onHeartbeat(
                US,
                MeshHeartbeat.newBuilder()
                        .setCoordinate(NetworkCoordinate.newBuilder().setX(Integer.MIN_VALUE))
                        .build(),
                0);
        paths.onHeartbeat(US, MeshHeartbeat.newBuilder().setLoadPermille(1001).build(), 0);

        assertThat(delayMicros(EU.region(), US.region(), millis(100))).isEqualTo(RegionDelays.UNKNOWN_MICROS);
        assertThat(delayMicros(US.region(), AP, millis(100))).isEqualTo(RegionDelays.UNKNOWN_MICROS);
        assertThat(paths.loads()).containsOnlyKeys(US).containsEntry(US, 0);
        assertThat(refused)
                .containsExactly(
                        MeshRefusal.ABSURD_NUMBER,
                        MeshRefusal.ABSURD_NUMBER,
                        MeshRefusal.ABSURD_NUMBER,
                        MeshRefusal.ABSURD_NUMBER,
                        MeshRefusal.ABSURD_NUMBER,
                        MeshRefusal.BAD_NAME,
                        MeshRefusal.ABSURD_NUMBER,
                        MeshRefusal.ABSURD_NUMBER);
    }

    @Test
    void shouldBelieveALinkRatherThanHeartbeats() {
        for (long i = 1; i <= 20; i++) {
            MeshHeartbeat _ = paths.complete(beat(i), 0, millis(1000 * i));
            echo(i, 0, millis(1000 * i + 120));
        }
        paths.onLink(US.region(), 80_000, 0, millis(21_000));
        MeshHeartbeat _ = paths.complete(beat(21), 0, millis(21_100));
        echo(21, 0, millis(21_300));

        assertThat(delayMicros(EU.region(), US.region(), millis(21_300))).isEqualTo(40_000);
        assertThat(paths.complete(beat(22), 0, millis(21_300)).getPaths(0).getByLink())
                .isTrue();
        // The way became longer: the link says so at once.
        paths.onLink(US.region(), 280_000, 0, millis(22_000));
        assertThat(delayMicros(EU.region(), US.region(), millis(22_000))).isEqualTo(140_000);
        // Its link is gone: heartbeats count again.
        MeshHeartbeat _ = paths.complete(beat(40), 0, millis(40_000));
        echo(40, 0, millis(40_100));
        assertThat(paths.complete(beat(41), 0, millis(41_000)).getPaths(0).getByLink())
                .isFalse();
    }

    @Test
    void shouldTakeARegionsLinkForBetterThanItsOtherNodesHeartbeats() {
        NodeId other = NodeId.parse("us/b");
        paths.onHeartbeat(US, said(200_000, 300, true), 0);
        paths.onHeartbeat(other, said(100_000, 0, false), millis(1_000));
        assertThat(delayMicros(AP, US.region(), millis(1_000))).isGreaterThan(100_000);

        paths.onHeartbeat(other, said(100_000, 0, false), millis(25_000));
        assertThat(delayMicros(AP, US.region(), millis(25_000))).isEqualTo(50_000);
    }

    @Test
    void shouldTakeALossyWayForLonger() {
        paths.onLink(US.region(), 80_000, 200, 0);
        paths.onHeartbeat(US, said(100_000, 500, true), 0);

        // Of what comes from us a fifth comes a round trip later, or two, and so on: a quarter of one on average.
        assertThat(delayMicros(US.region(), EU.region(), 0)).isEqualTo(40_000 + 20_000);
        assertThat(delayMicros(EU.region(), US.region(), 0)).isEqualTo(40_000);
        assertThat(delayMicros(AP, US.region(), 0)).isEqualTo(50_000 + 100_000);
        assertThat(delayMicros(US.region(), EU.region(), millis(50_000))).isEqualTo(60_000);
    }

    private static MeshHeartbeat said(int rttMicros, int lossPermille, boolean byLink) {
        return MeshHeartbeat.newBuilder()
                .addPaths(RegionPath.newBuilder()
                        .setRegion("ap")
                        .setRttMicros(rttMicros)
                        .setLossPermille(lossPermille)
                        .setByLink(byLink))
                .build();
    }

    @Test
    void shouldKeepTheLoadsOfSoManyNodesOfARegionAndNoOthers() {
        for (int i = 0; i < 100; i++) {
            paths.onHeartbeat(
                    NodeId.parse("us/n" + i),
                    MeshHeartbeat.newBuilder().setLoadPermille(i).build(),
                    0);
        }
        paths.onHeartbeat(
                NodeId.parse("ap/a"),
                MeshHeartbeat.newBuilder().setLoadPermille(7).build(),
                0);

        assertThat(paths.loads()).hasSize(65).containsEntry(NodeId.parse("ap/a"), 7);
        assertThat(refused).hasSize(36).containsOnly(MeshRefusal.FULL);
    }

    @Test
    void shouldTakeOnlyTheLoadOfSiblings() {
        NodeId sibling = NodeId.parse("eu/b");
        MeshHeartbeat beat = MeshHeartbeat.newBuilder()
                .setLoadPermille(700)
                .addPaths(RegionPath.newBuilder().setRegion("ap").setRttMicros(5_000))
                .build();
        paths.onHeartbeat(sibling, beat, 0);
        paths.onHeartbeat(EU, beat, 0);
        paths.onHeartbeat(
                NodeId.parse("eu/c"),
                MeshHeartbeat.newBuilder().setLoadPermille(-1).build(),
                0);

        assertThat(paths.loads()).containsExactly(Map.entry(sibling, 700));
        assertThat(delayMicros(EU.region(), AP, 0)).isEqualTo(RegionDelays.UNKNOWN_MICROS);
        assertThat(refused).containsExactly(MeshRefusal.ABSURD_NUMBER);
    }

    @Test
    void shouldTellAllWaysInTurn() {
        IntStream.range(0, 100).forEach(i -> paths.onLink(new RegionId("r" + i), 1_000L + i, 5, 0));
        List<String> told = new ArrayList<>();
        for (long i = 1; i <= 4; i++) {
            MeshHeartbeat beat = paths.complete(beat(i), 0, 0);
            assertThat(beat.getPathsCount()).isEqualTo(RegionPaths.MAX_PATHS);
            assertThat(beat.getSerializedSize()).isLessThan(1_000);
            beat.getPathsList().forEach(path -> told.add(path.getRegion()));
        }
        assertThat(told.stream().distinct()).hasSize(100);
    }

    @Test
    void shouldReckonRoundTripsThatNobodyMeasured() {
        SplittableRandom random = new SplittableRandom(4);
        int size = 40;
        double[][] at = new double[size][];
        for (int i = 0; i < size; i++) {
            at[i] = new double[] {
                random.nextDouble() * 150_000, random.nextDouble() * 80_000, random.nextDouble() * 9_000
            };
        }
        Coordinate[] places = new Coordinate[size];
        Arrays.fill(places, Coordinate.UNKNOWN);
        for (int step = 0; step < 20_000; step++) {
            int one = random.nextInt(size);
            int other = random.nextInt(size);
            // A third of the pairs are never measured.
            if (one != other && (one + other) % 3 != 0) {
                places[one] = places[one].moved(places[other], rtt(at[one], at[other]), one + other);
            }
        }
        List<Double> errors = new ArrayList<>();
        for (int one = 0; one < size; one++) {
            for (int other = 0; other < one; other++) {
                if ((one + other) % 3 == 0) {
                    double real = rtt(at[one], at[other]);
                    errors.add(Math.abs(places[one].rttMicros(places[other]) - real) / real);
                }
            }
        }
        errors.sort(Double::compare);
        assertThat(errors.get(errors.size() / 2)).isLessThan(0.1);
        assertThat(errors.get(errors.size() * 9 / 10)).isLessThan(0.25);
    }

    private static double rtt(double[] one, double[] other) {
        return 1_000 + Math.hypot(one[0] - other[0], one[1] - other[1]) + one[2] + other[2];
    }
}
