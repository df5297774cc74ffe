package io.banyan.loadtest.region;

import io.banyan.loadtest.mesh.MeshNode;
import io.banyan.loadtest.peer.PeerSettings;
import io.banyan.loadtest.peer.SyntheticPeer;
import io.banyan.loadtest.report.Distribution;
import io.banyan.loadtest.report.Figure;
import io.banyan.loadtest.report.Goal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Time to the join's answer in a room that has people in all regions, while the other regions are near and far in turns.
 *
 * @param joins counted of each sort
 */
public record JoinTime(int joins) implements RegionScenario {
    /** Until the code that a join runs is compiled, more or less. */
    private static final int WARM_UP = 40;

    private static final int FAR_MILLIS = 300;
    private static final int TURN = 10;
    /** A wait for another region would be 300 ms more; what a busy machine adds is a few. */
    private static final double MORE_MILLIS = 10;

    @Override
    public String name() {
        return "jointime";
    }

    @Override
    public String plot() {
        return "time to a join's answer with 0 and " + FAR_MILLIS + " ms to the other regions";
    }

    @Override
    public List<Figure> play(RegionStage stage) {
        String room = stage.people().newRoom(name());
        MeshNode eu = stage.first(RegionStage.EU);
        List<SyntheticPeer> all = new ArrayList<>();
        Distribution near = new Distribution();
        Distribution far = new Distribution();
        try {
            for (String region : List.of(RegionStage.US, RegionStage.AP, RegionStage.EU)) {
                RegionPeers.join(stage, all, stage.peer(stage.first(region), room, "resident-" + region));
            }
            RegionPeers.awaitAllSeeAll(stage, all, Duration.ofSeconds(20));
            for (int i = 0; i < WARM_UP; i++) {
                join(stage, eu, room);
            }
            for (int turn = 0; turn < joins / TURN; turn++) {
                measure(stage, eu, room, near);
                stage.mesh().change("all", "all", link -> link.withDelay(Duration.ofMillis(FAR_MILLIS / 2)));
                measure(stage, eu, room, far);
                stage.mesh().heal();
            }
        } finally {
            stage.mesh().heal();
            all.forEach(SyntheticPeer::close);
        }
        return List.of(
                new Figure("jointime.near.median", near.median(), "ms", Goal.NONE, "p95 " + near.percentile(95)),
                new Figure(
                        "jointime.far.median",
                        far.median(),
                        "ms",
                        Goal.atMost(near.median() + MORE_MILLIS),
                        "p95 " + far.percentile(95)),
                new Figure("jointime.far.max", far.max(), "ms", Goal.atMost(FAR_MILLIS)),
                new Figure("jointime.ratio", far.median() / near.median(), "far to near", Goal.NONE));
    }

    private static void measure(RegionStage stage, MeshNode node, String room, Distribution millis) {
        for (int i = 0; i < TURN; i++) {
            millis.add(join(stage, node, room));
        }
    }

    /** Socket, join and answer, in milliseconds; the token and the media are not in it. */
    private static double join(RegionStage stage, MeshNode node, String room) {
        PeerSettings settings = stage.peer(node, room, "guest");
        var peers = stage.people().peers();
        long startNanos = System.nanoTime();
        SyntheticPeer guest = SyntheticPeer.join(peers, settings);
        double millis = (System.nanoTime() - startNanos) / 1e6;
        guest.close();
        return millis;
    }
}
