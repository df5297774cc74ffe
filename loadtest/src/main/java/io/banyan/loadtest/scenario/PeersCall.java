package io.banyan.loadtest.scenario;

import io.banyan.loadtest.peer.PeerSettings;
import io.banyan.loadtest.peer.SlotStats;
import io.banyan.loadtest.peer.SyntheticPeer;
import io.banyan.loadtest.peer.VideoSettings;
import io.banyan.protocol.rtp.MediaKind;
import io.banyan.protocol.signal.v1.Participant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/** Synthetic peers in one room that all publish and each watch every other. */
public final class PeersCall implements AutoCloseable {
    private final List<SyntheticPeer> peers = new ArrayList<>();
    private final String room;

    private PeersCall(String room) {
        this.room = room;
    }

    public static PeersCall gather(Stage stage, String plot, int people, VideoSettings video) {
        return gather(stage, plot, people, video, UnaryOperator.identity());
    }

    /** @param change what is different from usual peers */
    public static PeersCall gather(
            Stage stage, String plot, int people, VideoSettings video, UnaryOperator<PeerSettings> change) {
        PeersCall call = new PeersCall(stage.newRoom(plot));
        try {
            for (int i = 0; i < people; i++) {
                PeerSettings settings = stage.peer(call.room, "peer-" + i)
                        .publishing(true, video)
                        .withSlotPairs(Math.max(1, people - 1));
                call.peers.add(SyntheticPeer.join(stage.peers(), change.apply(settings)));
            }
            call.peers.forEach(peer -> peer.awaitConnected(Stage.PATIENCE));
            call.peers.forEach(call::watchOthers);
            return call;
        } catch (RuntimeException e) {
            call.close();
            throw e;
        }
    }

    public List<SyntheticPeer> peers() {
        return peers;
    }

    public String room() {
        return room;
    }

    public Stream<SlotStats> videoSlots() {
        return slots(MediaKind.VIDEO);
    }

    public Stream<SlotStats> slots(MediaKind kind) {
        return peers.stream().flatMap(peer -> {
            List<String> mids = peer.slots(kind);
            return peer.stats().slots().stream().filter(slot -> mids.contains(slot.mid()));
        });
    }

    @Override
    public void close() {
        peers.forEach(SyntheticPeer::close);
    }

    private void watchOthers(SyntheticPeer peer) {
        peer.roster()
                .await(
                        all -> all.stream()
                                        .filter(each -> each.getTracksCount() == 2)
                                        .count()
                                == peers.size(),
                        Stage.PATIENCE);
        int pair = 0;
        for (Participant other : peer.roster().participants()) {
            if (!other.getParticipantId().equals(peer.participantId())) {
                peer.showParticipant(pair++, other);
            }
        }
    }
}
