package io.banyan.loadtest.region;

import io.banyan.loadtest.browser.CallPage;
import io.banyan.loadtest.browser.PageSettings;
import io.banyan.loadtest.browser.TileFigures;
import io.banyan.loadtest.mesh.MeshNode;
import io.banyan.loadtest.peer.SyntheticPeer;
import io.banyan.loadtest.peer.VideoSettings;
import io.banyan.loadtest.report.Figure;
import io.banyan.loadtest.report.Goal;
import io.banyan.loadtest.scenario.Stage;
import io.banyan.protocol.signal.v1.Presence;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * {@code kill -9} of the only node of {@code ap}, and its return at a new address while {@code eu} is cut off from it.
 */
public record RegionLost() implements RegionScenario {
    private static final double FREEZE_MILLIS = 500;
    private static final double RECONNECTING_SECONDS = 5;
    /** 30 s after it was noticed, which a lease takes. */
    private static final double GONE_SECONDS = 30 + RECONNECTING_SECONDS;

    private static final double SERVES_SECONDS = 15;
    private static final int WATCHED_SECONDS = 12;
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final VideoSettings VIDEO = VideoSettings.single(15, 200_000);

    @Override
    public String name() {
        return "lost";
    }

    @Override
    public String plot() {
        return "kill -9 of ap's node; it comes back at a new address, eu cut off from it";
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
        String room = stage.people().newRoom(name());
        MeshNode ap = stage.first(RegionStage.AP);
        List<SyntheticPeer> all = new ArrayList<>();
        List<Figure> figures = new ArrayList<>();
        try (CallPage one = open(stage, RegionStage.EU, room, 101);
                CallPage other = open(stage, RegionStage.US, room, 102)) {
            one.awaitJoined(Stage.PATIENCE);
            other.awaitJoined(Stage.PATIENCE);
            SyntheticPeer witness =
                    RegionPeers.join(stage, all, stage.peer(stage.first(RegionStage.EU), room, "witness"));
            SyntheticPeer victim =
                    RegionPeers.join(stage, all, stage.peer(ap, room, "victim").publishing(true, VIDEO));
            String victimId = victim.participantId();
            witness.roster().awaitParticipant(each -> each.getParticipantId().equals(victimId), PATIENCE);
            String oneId = one.participantId();
            String otherId = other.participantId();
            one.await("seeing the other", Stage.PATIENCE, () -> one.readTile(otherId) != null);
            other.await("seeing the other", Stage.PATIENCE, () -> other.readTile(oneId) != null);
            // The bandwidth estimate and the pictures settle.
            RegionStage.pass(Duration.ofSeconds(5));
            one.beginCollecting(name(), WATCHED_SECONDS);
            other.beginCollecting(name(), WATCHED_SECONDS);
            RegionStage.pass(Duration.ofSeconds(2));
            stage.mesh().kill(ap.name());
            long killedNanos = System.nanoTime();
            stage.await(
                    "ap's people are reconnecting",
                    PATIENCE,
                    () -> RegionPeers.presence(witness, victimId) == Presence.PRESENCE_RECONNECTING);
            double reconnecting = secondsSince(killedNanos);
            List<TileFigures> tiles = new ArrayList<>(one.endCollecting(name()).tiles());
            tiles.addAll(other.endCollecting(name()).tiles());
            double freeze = tiles.stream()
                    .filter(tile -> tile.participantId().equals(oneId)
                            || tile.participantId().equals(otherId))
                    .mapToDouble(TileFigures::longestGapMillis)
                    .max()
                    .orElse(Double.NaN);
            stage.await(
                    "ap's people are gone",
                    PATIENCE,
                    () -> RegionPeers.presence(witness, victimId) == Presence.UNRECOGNIZED);
            double gone = secondsSince(killedNanos);
            figures.add(new Figure("lost.freeze.longest", freeze, "ms", Goal.atMost(FREEZE_MILLIS)));
            figures.add(new Figure("lost.reconnecting", reconnecting, "s", Goal.atMost(RECONNECTING_SECONDS)));
            figures.add(new Figure("lost.gone", gone, "s", Goal.atMost(GONE_SECONDS)));
            figures.add(new Figure("lost.kept", gone - reconnecting, "s", Goal.atLeast(29)));
            victim.vanish();
            all.remove(victim);
            figures.addAll(comeBack(stage, room, ap, all));
        } finally {
            stage.mesh().heal();
            all.forEach(SyntheticPeer::close);
        }
        return figures;
    }

    private static List<Figure> comeBack(RegionStage stage, String room, MeshNode ap, List<SyntheticPeer> all) {
        SyntheticPeer witness = all.getFirst();
        stage.mesh().cut(RegionStage.EU, RegionStage.AP);
        long startNanos = System.nanoTime();
        stage.mesh().restart(ap.name(), true);
        SyntheticPeer newcomer = RegionPeers.join(stage, all, stage.peer(ap, room, "newcomer"));
        double serves = secondsSince(startNanos);
        String newcomerId = newcomer.participantId();
        stage.await(
                "eu sees ap's new people through us",
                PATIENCE,
                () -> RegionPeers.presence(witness, newcomerId) == Presence.PRESENCE_PRESENT);
        double seen = secondsSince(startNanos);
        newcomer.roster().await(people -> people.size() == 4, PATIENCE);
        double sees = secondsSince(startNanos);
        stage.mesh().heal();
        return List.of(
                new Figure("lost.back.serves", serves, "s", Goal.atMost(SERVES_SECONDS), "its start included"),
                new Figure("lost.back.seen-in-eu", seen, "s", Goal.NONE, "through us"),
                new Figure("lost.back.sees-all", sees, "s", Goal.NONE, "through us"));
    }

    private static CallPage open(RegionStage stage, String region, String room, int number) {
        return stage.people()
                .open(PageSettings.small(stage.first(region).process().url(), room, "Viewer " + region, number));
    }

    private static double secondsSince(long nanos) {
        return (System.nanoTime() - nanos) / 1e9;
    }
}
