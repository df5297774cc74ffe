package io.banyan.loadtest.region;

import io.banyan.loadtest.peer.PeerSettings;
import io.banyan.loadtest.peer.SyntheticPeer;
import io.banyan.loadtest.scenario.Stage;
import io.banyan.protocol.signal.v1.Participant;
import io.banyan.protocol.signal.v1.Presence;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** What scenarios over regions do with synthetic peers, and ask them. */
final class RegionPeers {
    private RegionPeers() {}

    /** Joins, connects, and adds to {@code all}, so that whatever happens they are closed. */
    static SyntheticPeer join(RegionStage stage, Collection<SyntheticPeer> all, PeerSettings settings) {
        SyntheticPeer peer = SyntheticPeer.join(stage.people().peers(), settings);
        all.add(peer);
        return peer.awaitConnected(Stage.PATIENCE);
    }

    /** Puts a participant's sound and picture on a pair of slots, as soon as it is in the roster with both. */
    static void watch(SyntheticPeer viewer, int pair, String participant) {
        viewer.showParticipant(
                pair,
                viewer.roster()
                        .awaitParticipant(
                                each -> each.getParticipantId().equals(participant) && each.getTracksCount() > 0,
                                Stage.PATIENCE));
    }

    /** Until each of them receives. */
    static void awaitPackets(RegionStage stage, List<SyntheticPeer> viewers) {
        for (SyntheticPeer viewer : viewers) {
            stage.await(
                    "a viewer receives packets",
                    Stage.PATIENCE,
                    () -> viewer.stats().packetsReceived() > 50);
        }
    }

    /** Whether a peer's roster has these people, each once, all of them there, and nobody else. */
    static boolean sees(SyntheticPeer peer, Collection<SyntheticPeer> everybody) {
        List<Participant> seen = peer.roster().participants();
        Set<String> wanted =
                everybody.stream().map(SyntheticPeer::participantId).collect(Collectors.toCollection(TreeSet::new));
        Set<String> there = seen.stream()
                .filter(each -> each.getPresence() == Presence.PRESENCE_PRESENT)
                .map(Participant::getParticipantId)
                .collect(Collectors.toCollection(TreeSet::new));
        return seen.size() == wanted.size() && there.equals(wanted);
    }

    /** Until each of them sees exactly all of them; how long that took, in milliseconds. */
    static double awaitAllSeeAll(RegionStage stage, List<SyntheticPeer> everybody, Duration timeout) {
        return stage.await(
                "everybody sees everybody and nobody else",
                timeout,
                () -> everybody.stream().allMatch(peer -> sees(peer, everybody)));
    }

    /** What presence a peer was told of; unrecognized: it does not see that participant. */
    static Presence presence(SyntheticPeer peer, String participant) {
        return peer.roster().participants().stream()
                .filter(each -> each.getParticipantId().equals(participant))
                .map(Participant::getPresence)
                .findFirst()
                .orElse(Presence.UNRECOGNIZED);
    }

    /** Of the session that a peer was told of last. */
    static String session(SyntheticPeer peer) {
        return peer.heard().stream()
                .filter(message -> message.hasRosterChanged()
                        && !message.getRosterChanged().getSessionId().isEmpty())
                .map(message -> message.getRosterChanged().getSessionId())
                .reduce(peer.joined().getSessionId(), (before, next) -> next);
    }
}
