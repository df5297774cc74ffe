package io.banyan.loadtest.region;

import io.banyan.loadtest.peer.SyntheticPeer;
import io.banyan.loadtest.peer.VideoSettings;
import io.banyan.loadtest.report.Figure;
import io.banyan.loadtest.report.Goal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * {@code eu} is cut off from both other regions; people join on both sides; then it is healed.
 *
 * @param seconds that the cut lasts: above 33, people of the other side are gone meanwhile
 */
public record RegionCut(int seconds) implements RegionScenario {
    private static final double HEALED_SECONDS = 10;
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final VideoSettings VIDEO = VideoSettings.single(15, 200_000);

    @Override
    public String name() {
        return "cut." + seconds;
    }

    @Override
    public String plot() {
        return "eu is cut off for " + seconds + " s, people join on both sides, and it is healed";
    }

    @Override
    public List<Figure> play(RegionStage stage) {
        String room = stage.people().newRoom(name());
        List<SyntheticPeer> all = new ArrayList<>();
        try {
            for (String region : List.of(RegionStage.EU, RegionStage.US, RegionStage.AP)) {
                RegionPeers.join(
                        stage,
                        all,
                        stage.peer(stage.first(region), room, "first-" + region).publishing(true, VIDEO));
            }
            RegionPeers.awaitAllSeeAll(stage, all, PATIENCE);
            SyntheticPeer us = all.get(1);
            RegionPeers.watch(us, 0, all.get(2).participantId());
            RegionPeers.awaitPackets(stage, List.of(us));
            stage.mesh().cut(RegionStage.EU, RegionStage.US);
            stage.mesh().cut(RegionStage.EU, RegionStage.AP);
            long cutNanos = System.nanoTime();
            long packetsBefore = us.stats().packetsReceived();
            for (String region : List.of(RegionStage.EU, RegionStage.US)) {
                RegionPeers.join(stage, all, stage.peer(stage.first(region), room, "later-" + region));
            }
            double joinedSeconds = (System.nanoTime() - cutNanos) / 1e9;
            RegionStage.pass(Duration.ofNanos(cutNanos + seconds * 1_000_000_000L - System.nanoTime()));
            double packetsPerSecond = (us.stats().packetsReceived() - packetsBefore) / (double) seconds;
            stage.mesh().heal();
            double healedMillis = RegionPeers.awaitAllSeeAll(stage, all, PATIENCE);
            long sessions = all.stream().map(RegionPeers::session).distinct().count();
            return List.of(
                    new Figure(name() + ".joins", joinedSeconds, "s for two joins", Goal.atMost(2)),
                    new Figure(name() + ".going-on", packetsPerSecond, "packets/s from ap to us", Goal.atLeast(50)),
                    new Figure(name() + ".whole", healedMillis / 1e3, "s", Goal.atMost(HEALED_SECONDS)),
                    new Figure(name() + ".sessions", sessions, "sessions", Goal.exactly(1)));
        } finally {
            stage.mesh().heal();
            all.forEach(SyntheticPeer::close);
        }
    }
}
