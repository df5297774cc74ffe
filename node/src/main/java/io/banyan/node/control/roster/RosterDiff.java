package io.banyan.node.control.roster;

import io.banyan.node.mesh.part.PartStamp;
import io.banyan.protocol.signal.v1.EndReason;
import io.banyan.protocol.signal.v1.Participant;
import io.banyan.protocol.signal.v1.ParticipantGone;
import io.banyan.protocol.signal.v1.RosterChanged;
import io.banyan.protocol.signal.v1.RosterVersion;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** Differences between what clients know of a room and what they are to know. Pure functions. */
public final class RosterDiff {
    private RosterDiff() {}

    /**
     * From what all clients of this node were told to what they are told now.
     *
     * @param union the room behind {@code now}; it knows why people went
     * @return empty if there is nothing to tell
     */
    public static Optional<RosterChanged> between(RosterView told, RosterView now, RosterUnion union) {
        RosterChanged.Builder changed = RosterChanged.newBuilder();
        now.listed().forEach((id, participant) -> {
            Participant before = told.listed().get(id);
            if (!participant.equals(before)) {
                changed.addUpserted(participant);
            }
        });
        for (String id : told.listed().keySet()) {
            if (!now.listed().containsKey(id)) {
                changed.addGone(gone(id, union, now));
            }
        }
        if (changed.getUpsertedCount() == 0
                && changed.getGoneCount() == 0
                && told.unlistedCount() == now.unlistedCount()) {
            return Optional.empty();
        }
        return Optional.of(changed.setVersion(now.versionProto())
                .setUnlistedCount(now.unlistedCount())
                .build());
    }

    /**
     * What somebody missed who comes back with a version.
     *
     * @param seen from the client: anything may be in it
     * @param listedSince the version at which the room last changed between small and large: what was listed before
     *     cannot be told from what was not
     * @return empty if that is not known any more, and the whole roster is to be sent
     */
    public static Optional<RosterChanged> since(
            RosterVersion seen, RosterView now, RosterUnion union, RosterView listedSince) {
        Map<String, PartStamp> seenByNode = new HashMap<>();
        seen.getPartsList()
                .forEach(part -> PartStamp.of(part)
                        .ifPresent(stamp -> seenByNode.put(stamp.node().toString(), stamp)));
        if (!remembersAll(seenByNode, now, union, listedSince)) {
            return Optional.empty();
        }
        RosterChanged.Builder changed = RosterChanged.newBuilder();
        for (RosterPart part : union.parts()) {
            PartStamp since = seenByNode.get(part.stamp().node().toString());
            if (since == null) {
                throw new IllegalStateException("remembersAll has let a part through that was not seen");
            }
            for (RosterPart.Member member : part.members()) {
                String id = member.participant().getParticipantId();
                Participant shown = now.listed().get(id);
                boolean changedSince = member.changedAt() > since.counter();
                if (shown != null && changedSince) {
                    changed.addUpserted(shown);
                } else if (shown == null && (changedSince || !now.unlisted().contains(id))) {
                    // Hidden behind a newer participant, which its owner may not know yet; or only counted now.
                    changed.addGone(gone(id, union, now));
                }
            }
            // Out of a gallery onto the stage nobody goes away.
            part.departuresSince(since.counter()).stream()
                    .filter(gone -> !now.listed().containsKey(gone.getParticipantId()))
                    .forEach(changed::addGone);
        }
        return Optional.of(changed.setVersion(now.versionProto())
                .setUnlistedCount(now.unlistedCount())
                .build());
    }

    private static boolean remembersAll(
            Map<String, PartStamp> seen, RosterView now, RosterUnion union, RosterView listedSince) {
        if (seen.size() != union.parts().size()
                || now.version().size() != union.parts().size()) {
            return false;
        }
        for (PartStamp stamp : now.version()) {
            PartStamp since = seen.get(stamp.node().toString());
            RosterPart part = union.part(stamp.node());
            if (since == null || part == null || !part.remembers(since)) {
                return false;
            }
        }
        return listedSince.version().stream().allMatch(stamp -> {
            PartStamp since = seen.get(stamp.node().toString());
            return since != null && since.isAtLeast(stamp);
        });
    }

    private static ParticipantGone gone(String id, RosterUnion union, RosterView now) {
        // Only counted now, because the room has grown over the limit or they stopped publishing: nobody left.
        EndReason reason = now.unlisted().contains(id) ? EndReason.END_REASON_UNSPECIFIED : union.reasonOf(id);
        return ParticipantGone.newBuilder()
                .setParticipantId(id)
                .setReason(reason)
                .build();
    }
}
