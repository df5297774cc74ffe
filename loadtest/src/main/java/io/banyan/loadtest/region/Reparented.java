package io.banyan.loadtest.region;

import io.banyan.loadtest.mesh.MeshNode;
import io.banyan.loadtest.peer.SlotStats;
import io.banyan.loadtest.peer.SyntheticPeer;
import io.banyan.loadtest.report.Distribution;
import io.banyan.loadtest.report.Figure;
import io.banyan.loadtest.report.Goal;
import java.time.Duration;
import java.util.List;

/**
 * The way from {@code eu} to {@code ap} gets so much longer that {@code us} is the better parent, and shorter again: the tree
 * follows, and whoever looks does not see it.
 *
 * @param moves there or back
 */
public record Reparented(int moves) implements RegionScenario {
    private static final Duration DETOUR = Duration.ofMillis(100);
    private static final Duration CALM = Duration.ofSeconds(3);
    private static final double FREEZE_MILLIS = 200;

    @Override
    public String name() {
        return "moves";
    }

    @Override
    public String plot() {
        return "a way gets 100 ms longer and shorter, " + moves + " times, and the tree follows";
    }

    @Override
    public boolean isWide() {
        return true;
    }

    @Override
    public List<Figure> play(RegionStage stage) {
        MeshNode eu = stage.first(RegionStage.EU);
        MeshNode us = stage.first(RegionStage.US);
        MeshNode ap = stage.first(RegionStage.AP);
        Distribution seconds = new Distribution();
        Distribution gaps = new Distribution();
        try (TreeRoom room = new TreeRoom(stage, name(), eu)) {
            SyntheticPeer _ = room.viewer(us);
            SyntheticPeer viewer = room.viewer(ap);
            RoomTree _ = room.awaitWay(ap, "ap takes from eu", way -> way.size() == 2);
            RegionStage.pass(CALM);
            long before = missing(viewer);
            for (int move = 0; move < moves; move++) {
                boolean isLonger = move % 2 == 0;
                if (isLonger) {
                    stage.mesh()
                            .change(
                                    RegionStage.EU,
                                    RegionStage.AP,
                                    link -> link.withDelay(link.delay().plus(DETOUR)));
                } else {
                    stage.mesh().heal(RegionStage.EU, RegionStage.AP);
                }
                // A way that gets longer is a gap itself: what is on it then comes later by that.
                RegionStage.pass(CALM);
                long beganNanos = System.nanoTime();
                PacketGaps watched = new PacketGaps(List.of(viewer));
                while (room.tree(ap).way().size() != (isLonger ? 3 : 2)) {
                    if (System.nanoTime() - beganNanos > Duration.ofSeconds(90).toNanos()) {
                        throw new IllegalStateException(
                                "the tree does not follow: " + room.tree(ap).text());
                    }
                    watched.watch(Duration.ofMillis(500));
                }
                seconds.add(CALM.toSeconds() + (System.nanoTime() - beganNanos) / 1e9);
                watched.watch(Duration.ofSeconds(4));
                gaps.add(watched.longestMillis());
                stage.say(room.tree(ap).text());
            }
            return List.of(
                    new Figure(
                            "moves.missing",
                            missing(viewer) - before,
                            "packets",
                            Goal.exactly(0),
                            "of " + moves + " moves"),
                    new Figure("moves.doubled", doubled(viewer), "packets", Goal.exactly(0)),
                    new Figure("moves.freeze", gaps.max(), "ms", Goal.atMost(FREEZE_MILLIS)),
                    new Figure("moves.after", seconds.median(), "s", Goal.NONE, "a better way has to last"));
        } finally {
            stage.mesh().heal();
        }
    }

    private static long missing(SyntheticPeer viewer) {
        return viewer.stats().slots().stream()
                .mapToLong(SlotStats::contentMissing)
                .sum();
    }

    private static long doubled(SyntheticPeer viewer) {
        return viewer.stats().slots().stream().mapToLong(SlotStats::duplicates).sum();
    }
}
