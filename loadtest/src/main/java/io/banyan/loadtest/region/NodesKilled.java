package io.banyan.loadtest.region;

import io.banyan.loadtest.mesh.MeshNode;
import io.banyan.loadtest.peer.SyntheticPeer;
import io.banyan.loadtest.peer.VideoSettings;
import io.banyan.loadtest.report.Figure;
import io.banyan.loadtest.report.Goal;
import io.banyan.protocol.signal.v1.PauseReason;
import io.banyan.protocol.signal.v1.Presence;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Each node of a region of two is killed in turn, and started again before the other one is. */
public record NodesKilled() implements RegionScenario {
    private static final double CONTROL_SECONDS = 10;
    /** Of 33 ms between frames, and of the stall that a busy machine has anyway. */
    private static final double GAP_MILLIS = 200;

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final VideoSettings VIDEO = VideoSettings.single(30, 300_000);

    @Override
    public String name() {
        return "nodes";
    }

    @Override
    public String plot() {
        return "each node of a region of two is killed in turn";
    }

    @Override
    public int nodesPerRegion() {
        return 2;
    }

    @Override
    public boolean breaksNodes() {
        return true;
    }

    @Override
    public List<Figure> play(RegionStage stage) {
        List<Figure> figures = new ArrayList<>();
        List<MeshNode> nodes = stage.mesh().nodes(RegionStage.EU);
        for (MeshNode victim : nodes) {
            MeshNode survivor = victim.equals(nodes.getFirst()) ? nodes.getLast() : nodes.getFirst();
            figures.addAll(kill(stage, victim, survivor));
        }
        return figures;
    }

    private static List<Figure> kill(RegionStage stage, MeshNode victim, MeshNode survivor) {
        String prefix = "nodes." + victim.name();
        String room = stage.people().newRoom(prefix);
        List<SyntheticPeer> all = new ArrayList<>();
        try {
            SyntheticPeer talker = RegionPeers.join(
                    stage, all, stage.peer(survivor, room, "talker").publishing(true, VIDEO));
            SyntheticPeer viewer = RegionPeers.join(stage, all, stage.peer(survivor, room, "viewer"));
            SyntheticPeer abroad = RegionPeers.join(
                    stage,
                    all,
                    stage.peer(stage.first(RegionStage.US), room, "abroad").publishing(true, VIDEO));
            SyntheticPeer lost = RegionPeers.join(stage, all, stage.peer(victim, room, "lost"));
            RegionPeers.watch(viewer, 0, talker.participantId());
            RegionPeers.watch(viewer, 1, abroad.participantId());
            RegionPeers.watch(abroad, 0, talker.participantId());
            RegionPeers.awaitPackets(stage, List.of(viewer, abroad));
            RegionPeers.awaitAllSeeAll(stage, all, PATIENCE);
            RegionStage.pass(Duration.ofSeconds(2));
            PacketGaps gaps = new PacketGaps(List.of(viewer, abroad));
            stage.mesh().kill(victim.name());
            long killedNanos = System.nanoTime();
            gaps.watch(Duration.ofSeconds(3));
            SyntheticPeer late = RegionPeers.join(stage, all, stage.peer(survivor, room, "late"));
            double joined = secondsSince(killedNanos);
            stage.await(
                    "the survivor's newcomer is seen abroad, and here",
                    PATIENCE,
                    () -> RegionPeers.presence(abroad, late.participantId()) == Presence.PRESENCE_PRESENT
                            && RegionPeers.presence(viewer, late.participantId()) == Presence.PRESENCE_PRESENT);
            double control = secondsSince(killedNanos);
            gaps.watch(Duration.ofSeconds(5));
            long wrong = viewer.stats().slots().stream()
                    .filter(slot -> !slot.isClean())
                    .count();
            lost.vanish();
            all.remove(lost);
            long restartNanos = System.nanoTime();
            stage.mesh().restart(victim.name(), false);
            SyntheticPeer back = RegionPeers.join(stage, all, stage.peer(victim, room, "back"));
            stage.await(
                    "who joined the restarted node is seen by all",
                    PATIENCE,
                    () -> all.stream()
                            .allMatch(peer ->
                                    RegionPeers.presence(peer, back.participantId()) == Presence.PRESENCE_PRESENT));
            double restarted = secondsSince(restartNanos);
            return List.of(
                    new Figure(
                            prefix + ".media.gap",
                            gaps.longestMillis(),
                            "ms",
                            Goal.atMost(GAP_MILLIS),
                            pauses(List.of(viewer, abroad))),
                    new Figure(prefix + ".media.wrong", wrong, "slots", Goal.exactly(0)),
                    new Figure(
                            prefix + ".control",
                            control,
                            "s",
                            Goal.atMost(CONTROL_SECONDS),
                            "a join at the survivor was answered after " + Math.round(joined * 10) / 10.0 + " s"),
                    new Figure(prefix + ".restarted", restarted, "s", Goal.NONE, "serves and is seen again"));
        } finally {
            all.forEach(SyntheticPeer::close);
        }
    }

    /** A picture that its viewer's link has no room for stands still whatever happens to nodes. */
    private static String pauses(List<SyntheticPeer> peers) {
        long pauses = peers.stream()
                .flatMap(peer -> peer.pauses().stream())
                .filter(pause -> pause.getReason() == PauseReason.PAUSE_REASON_BANDWIDTH)
                .count();
        return pauses == 0 ? "" : pauses + " pauses for want of bandwidth since the join";
    }

    private static double secondsSince(long nanos) {
        return (System.nanoTime() - nanos) / 1e9;
    }
}
