package io.banyan.node.mesh.lease;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.InvalidProtocolBufferException;
import io.banyan.node.mesh.MeshRefusal;
import io.banyan.node.mesh.MeshTime;
import io.banyan.protocol.id.NodeId;
import io.banyan.protocol.id.RegionId;
import io.banyan.protocol.wire.v1.HeardNode;
import io.banyan.protocol.wire.v1.MeshHeartbeat;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class RegionLeasesTest {
    private static final NodeId SELF = NodeId.parse("eu/a");
    private static final NodeId US = NodeId.parse("us/b");
    private static final NodeId AP = NodeId.parse("ap/c");
    private static final long WALL = 1_800_000_000_000L;
    private static final long LIFE = WALL - 60_000;

    private final Map<MeshRefusal, Integer> refused = new EnumMap<>(MeshRefusal.class);
    private final List<String> told = new ArrayList<>();
    private final RegionLeases leases =
            new RegionLeases(SELF, LIFE, reason -> refused.merge(reason, 1, Integer::sum), new Liveness.Listener() {
                @Override
                public void onAlive(NodeId node, long incarnation) {
                    told.add(node + " lives");
                }

                @Override
                public void onLapsed(NodeId node) {
                    told.add(node + " lapsed");
                }

                @Override
                public void onPath(RegionId region, Path path) {
                    told.add(region + " " + path);
                }
            });

    @BeforeEach
    void share() {
        leases.share(US.region(), at(0).nanos());
        leases.share(AP.region(), at(0).nanos());
    }

    private static MeshTime at(double second) {
        return new MeshTime(1_000_000_000_000L + (long) (second * 1e9), WALL + (long) (second * 1e3));
    }

    private static MeshHeartbeat.Builder beat(long sequence) {
        return MeshHeartbeat.newBuilder()
                .setIncarnation(LIFE)
                .setSequence(sequence)
                .setWallMillis(WALL)
                .addHeard(heard(SELF, 1, true));
    }

    private static HeardNode heard(NodeId node, long sequence, boolean direct) {
        return HeardNode.newBuilder()
                .setNode(node.toString())
                .setIncarnation(LIFE)
                .setSequence(sequence)
                .setDirect(direct)
                .build();
    }

    private void collect(double second) {
        leases.collect(at(second), (to, beat) -> {});
    }

    @Test
    void shouldLapseThreeSecondsAfterTheLastHeartbeat() {
        leases.onHeartbeat(US, beat(1).build(), at(0));
        collect(2.9);
        assertThat(leases.isAlive(US, LIFE)).isTrue();
        assertThat(leases.isAlive(US, LIFE + 1)).isFalse();
        collect(3.0);
        assertThat(leases.isAlive(US, LIFE)).isFalse();
        assertThat(leases.path(US.region())).isEqualTo(Path.NONE);
        leases.onHeartbeat(US, beat(9).build(), at(9));
        assertThat(told).containsSubsequence("us/b lives", "us/b lapsed", "us/b lives");
    }

    @Test
    void shouldTakeHalfAWayForNone() {
        for (int second = 0; second < 6; second++) {
            leases.onHeartbeat(
                    US,
                    beat(second).clearHeard().addHeard(heard(SELF, 1, false)).build(),
                    at(second));
            collect(second + 0.5);
        }
        assertThat(leases.isAlive(US, LIFE)).isTrue();
        assertThat(leases.path(US.region())).isEqualTo(Path.TRANSIT);
    }

    @Test
    void shouldNotKeepADeadNodeAliveByWhatOthersRepeatOfIt() {
        leases.onHeartbeat(AP, beat(7).build(), at(0));
        for (int second = 1; second < 10; second++) {
            // Heard once and told for ever, or an earlier number as if it were news.
            leases.onHeartbeat(
                    US, beat(second).addHeard(heard(AP, 7 - second % 2, true)).build(), at(second));
            collect(second);
        }
        assertThat(leases.isAlive(AP, LIFE)).isFalse();
        assertThat(told).containsOnlyOnce("ap/c lapsed");
    }

    @Test
    void shouldBelieveNobodyAboutTheOwnRegionOrAbsurdNumbers() {
        leases.onHeartbeat(NodeId.parse("eu/z"), beat(1).build(), at(0));
        assertThat(leases.isAlive(NodeId.parse("eu/z"), LIFE)).isFalse();
        leases.onHeartbeat(AP, beat(7).build(), at(0));
        leases.onHeartbeat(US, beat(1).addHeard(heard(AP, 1_000_000, true)).build(), at(1));
        leases.onHeartbeat(
                US,
                beat(2).addHeard(heard(AP, 8, true).toBuilder().setIncarnation(WALL + 3_600_000))
                        .build(),
                at(1));
        leases.onHeartbeat(US, beat(3).addHeard(heard(AP, -1, true)).build(), at(1));
        assertThat(refused).containsEntry(MeshRefusal.ABSURD_NUMBER, 3);
        collect(3);
        assertThat(leases.isAlive(AP, LIFE)).isFalse();
    }

    @Test
    void shouldBeLedAstrayByNoWrongClock() {
        for (long wrong : new long[] {0, WALL - 86_400_000, WALL + 86_400_000, Long.MAX_VALUE, -1}) {
            leases.onHeartbeat(US, beat(1).setWallMillis(wrong).build(), at(0));
        }
        assertThat(refused).containsOnlyKeys(MeshRefusal.CLOCK_AHEAD).containsEntry(MeshRefusal.CLOCK_AHEAD, 3);
        assertThat(leases.isAlive(US, LIFE))
                .as("that it lives is true all the same")
                .isTrue();
        collect(3);
        assertThat(leases.isAlive(US, LIFE)).isFalse();
    }

    @Test
    void shouldRefuseAnEarlierLifeAndTooManyNames() {
        leases.onHeartbeat(US, beat(1).build(), at(0));
        leases.onHeartbeat(US, beat(5).setIncarnation(LIFE - 1).build(), at(1));
        assertThat(refused).containsOnlyKeys(MeshRefusal.EARLIER_LIFE);
        MeshHeartbeat.Builder much = beat(2);
        for (int node = 0; node <= RegionLeases.MAX_HEARD; node++) {
            much.addHeard(heard(NodeId.parse("sa/n" + node), 1, true));
        }
        leases.onHeartbeat(US, much.build(), at(1));
        leases.onHeartbeat(
                US,
                beat(3).addHeard(HeardNode.newBuilder().setNode("x".repeat(10_000_000)))
                        .build(),
                at(1));
        assertThat(refused).containsOnlyKeys(MeshRefusal.EARLIER_LIFE, MeshRefusal.TOO_LARGE, MeshRefusal.BAD_NAME);
        assertThat(leases.isAlive(NodeId.parse("sa/n1"), LIFE)).isFalse();
    }

    @Test
    void shouldStandAnyMutilatedHeartbeat() {
        SplittableRandom random = new SplittableRandom(3);
        byte[] valid = beat(7).addHeard(heard(AP, 3, true)).build().toByteArray();
        for (int round = 0; round < 50_000; round++) {
            byte[] bytes = valid.clone();
            for (int flips = random.nextInt(1, 4); flips > 0; flips--) {
                bytes[random.nextInt(bytes.length)] = (byte) random.nextInt();
            }
            try {
                leases.onHeartbeat(US, MeshHeartbeat.parseFrom(bytes), at(round / 1000.0));
            } catch (InvalidProtocolBufferException notAHeartbeat) {
                continue;
            }
            leases.collect(
                    at(round / 1000.0),
                    (to, beat) -> assertThat(beat.getHeardCount()).isLessThanOrEqualTo(RegionLeases.MAX_HEARD));
        }
        leases.onHeartbeat(US, beat(1).setIncarnation(WALL).build(), at(720));
        assertThat(leases.isAlive(US, WALL)).isTrue();
    }
}
