package io.banyan.loadtest.region;

import io.banyan.loadtest.mesh.MeshNode;
import io.banyan.loadtest.peer.DemoToken;
import io.banyan.loadtest.peer.PeerSettings;
import io.banyan.loadtest.peer.SignalRefusedException;
import io.banyan.loadtest.peer.SyntheticPeer;
import io.banyan.loadtest.report.Figure;
import io.banyan.loadtest.report.Goal;
import io.banyan.protocol.signal.v1.ClientMessage;
import io.banyan.protocol.signal.v1.EndReason;
import io.banyan.protocol.signal.v1.Moderate;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * What happens on both sides while {@code eu} is cut off, and what is left of it once healed: one identity twice, a kick,
 * an end, a room at its limit. The outcomes are the ones of docs/rooms.md.
 */
public record Races() implements RegionScenario {
    /** Above the 3 s of a lease: both sides know that they are alone. */
    private static final Duration LEASE = Duration.ofSeconds(5);

    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final int LIMIT = 3;

    @Override
    public String name() {
        return "races";
    }

    @Override
    public String plot() {
        return "one identity twice, a kick, an end and a full room during a cut";
    }

    @Override
    public List<Figure> play(RegionStage stage) {
        MeshNode eu = stage.first(RegionStage.EU);
        MeshNode us = stage.first(RegionStage.US);
        Room moderated = new Room(stage, "kick");
        Room ended = new Room(stage, "end");
        Room full = new Room(stage, "limit");
        List<Room> rooms = List.of(moderated, ended, full);
        try {
            SyntheticPeer kicker = moderated.admin(us, "admin");
            SyntheticPeer rogue = moderated.join(eu, "rogue");
            SyntheticPeer ender = ended.admin(us, "admin");
            SyntheticPeer early = ended.join(eu, "early");
            full.limited(eu, "one");
            full.limited(us, "two");
            rooms.forEach(Room::awaitAllSeeAll);
            stage.mesh().cut(RegionStage.EU, RegionStage.US);
            stage.mesh().cut(RegionStage.EU, RegionStage.AP);
            RegionStage.pass(LEASE);

            SyntheticPeer firstTwin = moderated.join(eu, "twin");
            SyntheticPeer secondTwin = moderated.join(us, "twin");
            kicker.signal()
                    .request(ClientMessage.newBuilder()
                            .setModerate(Moderate.newBuilder()
                                    .setKick(Moderate.Kick.newBuilder().setIdentity("rogue"))));
            ender.signal()
                    .request(ClientMessage.newBuilder()
                            .setModerate(Moderate.newBuilder().setEnd(true)));
            SyntheticPeer afterEnd = ended.join(eu, "after-end");
            full.limited(eu, "three-eu");
            full.limited(us, "three-us");

            stage.mesh().heal();
            boolean replaced = ended(stage, firstTwin, EndReason.END_REASON_REPLACED);
            boolean kicked = ended(stage, rogue, EndReason.END_REASON_KICKED);
            boolean out = ended(stage, early, EndReason.END_REASON_ROOM_ENDED);
            moderated.all.removeAll(List.of(firstTwin, rogue));
            ended.all.removeAll(List.of(early, ender));
            rooms.forEach(Room::awaitAllSeeAll);
            boolean isRefused = full.isRefused(us, "four");
            return List.of(
                    flag("races.identity.later-stays", replaced && !isEnded(secondTwin)),
                    flag("races.kick.holds", kicked),
                    flag("races.end.holds", out),
                    flag("races.end.later-stays", !isEnded(afterEnd)),
                    new Figure(
                            "races.limit.people", full.all.size(), "of " + LIMIT + ", nobody put out", Goal.exactly(4)),
                    flag("races.limit.nobody-new", isRefused));
        } finally {
            stage.mesh().heal();
            rooms.forEach(Room::close);
        }
    }

    private static Figure flag(String name, boolean holds) {
        return new Figure(name, holds ? 1 : 0, "holds", Goal.exactly(1));
    }

    /** Waits until a peer is ended; whether it is for that reason. */
    private static boolean ended(RegionStage stage, SyntheticPeer peer, EndReason reason) {
        stage.await(reason + " reaches whom it concerns", PATIENCE, () -> isEnded(peer));
        return peer.heard().stream()
                .filter(message -> message.hasEnded())
                .allMatch(message -> message.getEnded().getReason() == reason);
    }

    private static boolean isEnded(SyntheticPeer peer) {
        return peer.heard().stream().anyMatch(message -> message.hasEnded());
    }

    /** One room of the tenant whose tokens the stage makes. */
    private static final class Room implements AutoCloseable {
        final List<SyntheticPeer> all = new ArrayList<>();
        private final RegionStage stage;
        private final String name;

        Room(RegionStage stage, String plot) {
            this.stage = stage;
            this.name = stage.people().newRoom(plot);
        }

        SyntheticPeer join(MeshNode node, String identity) {
            return enter(node, identity, stage.tokens().of(name, identity));
        }

        SyntheticPeer admin(MeshNode node, String identity) {
            return enter(node, identity, stage.tokens().ofAdmin(name, identity));
        }

        SyntheticPeer limited(MeshNode node, String identity) {
            return enter(node, identity, stage.tokens().limited(name, identity, LIMIT));
        }

        boolean isRefused(MeshNode node, String identity) {
            try {
                limited(node, identity);
                return false;
            } catch (SignalRefusedException full) {
                return true;
            }
        }

        void awaitAllSeeAll() {
            RegionPeers.awaitAllSeeAll(stage, all, PATIENCE);
        }

        private SyntheticPeer enter(MeshNode node, String identity, String token) {
            return RegionPeers.join(
                    stage,
                    all,
                    PeerSettings.listener(DemoToken.signalling(node.process().url()), token, name, identity)
                            .withSeed(node.name().hashCode() * 31L + identity.hashCode()));
        }

        @Override
        public void close() {
            all.forEach(SyntheticPeer::close);
        }
    }
}
