package io.banyan.node.control.roster;

import io.banyan.node.mesh.part.PartUpdate;
import io.banyan.protocol.id.NodeId;
import io.banyan.protocol.id.RegionId;
import io.banyan.protocol.signal.v1.EndReason;
import io.banyan.protocol.signal.v1.Participant;
import io.banyan.protocol.signal.v1.ParticipantGone;
import io.banyan.protocol.signal.v1.Presence;
import java.util.List;
import java.util.stream.Stream;

/** Short words for the rows of roster tests. */
final class RosterRows {
    static final NodeId A = new NodeId(new RegionId("r"), "a");
    static final NodeId B = new NodeId(new RegionId("r"), "b");

    private RosterRows() {}

    static Participant person(String id, String identity, long joinedAtMillis) {
        return Participant.newBuilder()
                .setParticipantId(id)
                .setIdentity(identity)
                .setJoinedAtMillis(joinedAtMillis)
                .setPresence(Presence.PRESENCE_PRESENT)
                .setCanSpeak(true)
                .build();
    }

    static Participant listener(String id) {
        return person(id, id, 1).toBuilder().setCanSpeak(false).build();
    }

    static ParticipantGone left(String id) {
        return ParticipantGone.newBuilder()
                .setParticipantId(id)
                .setReason(EndReason.END_REASON_LEFT)
                .build();
    }

    static PartUpdate whole(NodeId node, long counter, Participant... people) {
        return new PartUpdate(node, 1, 0, counter, List.of(people), List.of());
    }

    static PartUpdate upsert(NodeId node, long from, long to, Participant... people) {
        return new PartUpdate(node, 1, from, to, List.of(people), List.of());
    }

    static PartUpdate gone(NodeId node, long from, long to, String... ids) {
        return new PartUpdate(
                node,
                1,
                from,
                to,
                List.of(),
                Stream.of(ids).map(RosterRows::left).toList());
    }
}
