package io.banyan.node.control.roster;

import io.banyan.node.mesh.part.PartStamp;
import io.banyan.protocol.signal.v1.Participant;
import io.banyan.protocol.signal.v1.Roster;
import io.banyan.protocol.signal.v1.RosterVersion;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What the clients of a node are told of a room, at one moment. Immutable.
 *
 * @param version states of all reachable parts; an unreachable one is left out, because what is shown of it is not what
 *     its owner last said
 * @param listed by participant id
 * @param unlisted ids of those who are only counted
 * @param elsewhere how many more are counted, of whom this node knows nothing else
 */
public record RosterView(
        List<PartStamp> version, Map<String, Participant> listed, Set<String> unlisted, int elsewhere) {
    /** Before anything was told. */
    public static final RosterView EMPTY = new RosterView(List.of(), Map.of(), Set.of(), 0);

    /** What is to be told of a room now. */
    public static RosterView of(RosterUnion union, RosterTier tier) {
        Map<String, Participant> listed = new LinkedHashMap<>();
        Set<String> unlisted = new HashSet<>();
        for (Participant participant : union.visible()) {
            if (tier.lists(participant)) {
                listed.put(participant.getParticipantId(), participant);
            } else {
                unlisted.add(participant.getParticipantId());
            }
        }
        List<PartStamp> version = union.parts().stream()
                .filter(RosterPart::isReachable)
                .map(RosterPart::stamp)
                .toList();
        return new RosterView(
                version, Collections.unmodifiableMap(listed), Collections.unmodifiableSet(unlisted), union.elsewhere());
    }

    /** How many are counted and not listed. */
    int unlistedCount() {
        return unlisted.size() + elsewhere;
    }

    /** The version as clients are told. */
    RosterVersion versionProto() {
        RosterVersion.Builder proto = RosterVersion.newBuilder();
        version.forEach(stamp -> proto.addParts(stamp.toProto()));
        return proto.build();
    }

    /** The whole roster as clients are told. */
    public Roster toProto() {
        return Roster.newBuilder()
                .setVersion(versionProto())
                .addAllParticipants(listed.values())
                .setUnlistedCount(unlistedCount())
                .build();
    }
}
