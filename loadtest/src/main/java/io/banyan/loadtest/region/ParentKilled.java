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
 * A node of {@code us} takes what {@code eu} gives from its sibling, which is killed and started again, time after time.
 *
 * @param times that it is killed
 */
public record ParentKilled(int times) implements RegionScenario {
    /** Suspicion after 300 ms, looked for each 50 ms. */
    private static final double GAP_MILLIS = 350;

    private static final Duration CALM = Duration.ofSeconds(3);
    private static final Duration WATCHED = Duration.ofSeconds(5);

    @Override
    public String name() {
        return "parent";
    }

    @Override
    public String plot() {
        return "a node's parent is killed " + times + " times";
    }

    @Override
    public int nodesPerRegion() {
        return 2;
    }

    @Override
    public boolean isWide() {
        return true;
    }

    @Override
    public boolean breaksNodes() {
        return true;
    }

    @Override
    public List<Figure> play(RegionStage stage) {
        Distribution gaps = new Distribution();
        Distribution roundTrips = new Distribution();
        long missing = 0;
        long doubled = 0;
        long wrong = 0;
        for (int time = 0; time < times; time++) {
            MeshNode one = stage.first(RegionStage.US);
            MeshNode other = stage.mesh().nodes(RegionStage.US).getLast();
            try (TreeRoom room = new TreeRoom(stage, name(), stage.first(RegionStage.EU))) {
                SyntheticPeer atOne = room.viewer(one);
                SyntheticPeer atOther = room.viewer(other);
                stage.await(
                        "one takes from the other",
                        Duration.ofSeconds(30),
                        () -> isBelow(room, one) != isBelow(room, other));
                boolean isOneBelow = isBelow(room, one);
                MeshNode child = isOneBelow ? one : other;
                MeshNode parent = isOneBelow ? other : one;
                SyntheticPeer viewer = isOneBelow ? atOne : atOther;
                RegionStage.pass(CALM);
                String backup = room.tree(child).backupOf(RegionStage.US + "/" + child.name());
                stage.say("kills " + parent.name() + ", whose child has the backup " + backup);
                PacketGaps watched = new PacketGaps(List.of(viewer));
                stage.mesh().kill(parent.name());
                watched.watch(WATCHED);
                gaps.add(watched.longestMillis());
                if (!backup.isEmpty()) {
                    MeshNode next = stage.mesh().node(backup.substring(backup.indexOf('/') + 1));
                    roundTrips.add((double) stage.roundTripMillis(child, next));
                }
                room.lose(isOneBelow ? atOther : atOne);
                for (SlotStats slot : viewer.stats().slots()) {
                    missing += slot.contentMissing();
                    doubled += slot.duplicates();
                    wrong += slot.isClean() ? 0 : 1;
                }
                stage.mesh().restart(parent.name(), false);
            }
        }
        double goal = GAP_MILLIS + (roundTrips.count() == 0 ? 0 : roundTrips.max());
        return List.of(
                new Figure("parent.gap.p95", gaps.percentile(95), "ms", Goal.atMost(goal), "of " + gaps.count()),
                new Figure("parent.gap.median", gaps.median(), "ms", Goal.NONE),
                new Figure("parent.backup", roundTrips.count(), "of " + times + " had one", Goal.exactly(times)),
                new Figure("parent.missing", missing, "packets", Goal.NONE),
                new Figure("parent.doubled", doubled, "packets", Goal.NONE),
                new Figure("parent.wrong", wrong, "slots", Goal.exactly(0)));
    }

    private static boolean isBelow(TreeRoom room, MeshNode node) {
        return room.tree(node).way().size() == 3;
    }
}
