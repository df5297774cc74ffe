package io.banyan.loadtest.region;

import io.banyan.loadtest.peer.SyntheticPeer;
import io.banyan.loadtest.report.Figure;
import io.banyan.loadtest.report.Goal;
import io.banyan.protocol.signal.v1.Presence;
import io.banyan.protocol.signal.v1.ServerMessage;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Only the way between {@code us} and {@code eu} is cut: everybody stays, and news goes by {@code ap}.
 *
 * @param seconds that the cut lasts
 */
public record PairCut(int seconds) implements RegionScenario {
    /** As docs/rooms.md has it: changes arrive by the third region within 2 s, and a join's way is one. */
    private static final double NEWS_SECONDS = 3;

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @Override
    public String name() {
        return "paircut";
    }

    @Override
    public String plot() {
        return "the way between us and eu is cut for " + seconds + " s";
    }

    @Override
    public List<Figure> play(RegionStage stage) {
        String room = stage.people().newRoom(name());
        List<SyntheticPeer> all = new ArrayList<>();
        try {
            for (String region : List.of(RegionStage.EU, RegionStage.US, RegionStage.AP)) {
                RegionPeers.join(stage, all, stage.peer(stage.first(region), room, "first-" + region));
            }
            RegionPeers.awaitAllSeeAll(stage, all, PATIENCE);
            List<Integer> heardBefore =
                    all.stream().map(peer -> peer.heard().size()).toList();
            stage.mesh().cut(RegionStage.EU, RegionStage.US);
            RegionStage.pass(Duration.ofSeconds(seconds));
            long wavered = 0;
            for (int i = 0; i < heardBefore.size(); i++) {
                List<ServerMessage> heard = all.get(i).heard();
                wavered += heard.subList(heardBefore.get(i), heard.size()).stream()
                        .filter(PairCut::isLoss)
                        .count();
            }
            long joinNanos = System.nanoTime();
            RegionPeers.join(stage, all, stage.peer(stage.first(RegionStage.EU), room, "later-eu"));
            RegionPeers.awaitAllSeeAll(stage, all, PATIENCE);
            double newsSeconds = (System.nanoTime() - joinNanos) / 1e9;
            stage.mesh().heal();
            return List.of(
                    new Figure(name() + ".wavered", wavered, "times", Goal.exactly(0)),
                    new Figure(
                            name() + ".news",
                            newsSeconds,
                            "s",
                            Goal.atMost(NEWS_SECONDS),
                            "the join and its connecting included"));
        } finally {
            stage.mesh().heal();
            all.forEach(SyntheticPeer::close);
        }
    }

    /** Whether somebody was told that somebody is reconnecting, or gone. */
    private static boolean isLoss(ServerMessage message) {
        return message.hasRosterChanged()
                && (message.getRosterChanged().getGoneCount() > 0
                        || message.getRosterChanged().getUpsertedList().stream()
                                .anyMatch(each -> each.getPresence() == Presence.PRESENCE_RECONNECTING));
    }
}
