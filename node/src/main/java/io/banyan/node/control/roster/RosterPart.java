package io.banyan.node.control.roster;

import io.banyan.node.mesh.part.PartStamp;
import io.banyan.node.mesh.part.PartUpdate;
import io.banyan.protocol.id.NodeId;
import io.banyan.protocol.signal.v1.EndReason;
import io.banyan.protocol.signal.v1.Participant;
import io.banyan.protocol.signal.v1.ParticipantGone;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** One node's part of a room in one life of that node, with enough history to tell a client what it missed. */
final class RosterPart {
    /**
     * How many departures are remembered. Who missed more gets the whole roster, which is then the smaller message
     * anyway.
     */
    static final int MAX_DEPARTURES = 256;

    /**
     * @param changedAt the part's counter when it took this form
     */
    record Member(Participant participant, long changedAt) {}

    private record Departure(ParticipantGone gone, long at) {}

    private final NodeId node;
    private final long incarnation;
    private final Map<String, Member> members = new LinkedHashMap<>();
    private final Deque<Departure> departures = new ArrayDeque<>();
    private long counter;
    private long historyFloor;
    private boolean reachable = true;

    RosterPart(PartUpdate whole) {
        node = whole.node();
        incarnation = whole.incarnation();
        counter = whole.to();
        historyFloor = whole.to();
        for (Participant participant : whole.upserted()) {
            members.put(participant.getParticipantId(), new Member(participant, whole.to()));
        }
    }

    PartStamp stamp() {
        return new PartStamp(node, incarnation, counter);
    }

    long incarnation() {
        return incarnation;
    }

    boolean isReachable() {
        return reachable;
    }

    void setReachable(boolean reachable) {
        this.reachable = reachable;
    }

    Collection<Member> members() {
        return members.values();
    }

    @Nullable
    Participant participant(String id) {
        Member member = members.get(id);
        return member == null ? null : member.participant();
    }

    PartUpdate whole() {
        List<Participant> all =
                members.values().stream().map(Member::participant).toList();
        return new PartUpdate(node, incarnation, 0, counter, all, List.of());
    }

    /** Takes an update of this life that is newer than what is known; one with a gap changes nothing. */
    Merge apply(PartUpdate update) {
        if (update.to() <= counter) {
            return Merge.KNOWN;
        }
        if (!update.isWhole() && update.from() != counter) {
            return Merge.GAP;
        }
        counter = update.to();
        for (ParticipantGone gone : update.gone()) {
            remove(gone);
        }
        if (update.isWhole()) {
            removeAllBut(update.upserted());
        }
        for (Participant participant : update.upserted()) {
            Member known = members.get(participant.getParticipantId());
            if (known == null || !known.participant().equals(participant)) {
                members.put(participant.getParticipantId(), new Member(participant, counter));
            }
        }
        return Merge.APPLIED;
    }

    private void removeAllBut(List<Participant> present) {
        Set<String> kept = new HashSet<>();
        present.forEach(participant -> kept.add(participant.getParticipantId()));
        for (String id : List.copyOf(members.keySet())) {
            if (!kept.contains(id)) {
                // Whoever sends the whole part again does not say why somebody left it.
                remove(ParticipantGone.newBuilder()
                        .setParticipantId(id)
                        .setReason(EndReason.END_REASON_LEFT)
                        .build());
            }
        }
    }

    private void remove(ParticipantGone gone) {
        if (members.remove(gone.getParticipantId()) == null) {
            return;
        }
        departures.addLast(new Departure(gone, counter));
        if (departures.size() > MAX_DEPARTURES) {
            historyFloor = departures.removeFirst().at();
        }
    }

    /** Whether everything that happened after {@code sinceCounter} is still known. */
    boolean remembers(PartStamp since) {
        return since.incarnation() == incarnation && since.counter() >= historyFloor && since.counter() <= counter;
    }

    List<ParticipantGone> departuresSince(long sinceCounter) {
        List<ParticipantGone> gone = new ArrayList<>();
        for (Departure departure : departures) {
            if (departure.at() > sinceCounter) {
                gone.add(departure.gone());
            }
        }
        return gone;
    }

    @Nullable
    EndReason reasonOf(String participantId) {
        for (Departure departure : departures) {
            if (departure.gone().getParticipantId().equals(participantId)) {
                return departure.gone().getReason();
            }
        }
        return null;
    }
}
