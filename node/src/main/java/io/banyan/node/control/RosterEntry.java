package io.banyan.node.control;

import io.banyan.protocol.id.NodeId;
import io.banyan.protocol.signal.v1.Participant;
import io.banyan.protocol.signal.v1.Presence;
import io.banyan.protocol.signal.v1.Track;
import java.util.List;

/** A participant as the roster shows it. */
final class RosterEntry {
    private final Participant unchanging;

    RosterEntry(NodeId node, ParticipantSeat seat) {
        unchanging = Participant.newBuilder()
                .setParticipantId(seat.id().value())
                .setIdentity(seat.grants().identity().value())
                .setRegion(node.region().value())
                .setNode(node.name())
                .setJoinedAtMillis(seat.joinedAtMillis())
                .setReplacesParticipant(seat.replaces())
                .build();
    }

    Participant of(Profile profile, Role role, Presence presence, List<Track> tracks) {
        return unchanging.toBuilder()
                .setDisplayName(profile.displayName())
                .putAllAttributes(profile.attributes())
                .setCanSpeak(role.canSpeak())
                .setHandRaisedAtMillis(role.handRaisedAtMillis())
                .setPresence(presence)
                .addAllTracks(tracks)
                .build();
    }

    /** What somebody shows who has just joined: the token's name goes before the client's. */
    static Profile firstProfile(ParticipantSeat seat) {
        String fromToken = seat.grants().displayName();
        return new Profile(
                fromToken.isEmpty() ? seat.join().getDisplayName() : fromToken,
                seat.grants().attributes());
    }
}
