package io.banyan.node.control.roster;

import io.banyan.node.mesh.part.PartStamp;
import io.banyan.node.mesh.part.PartUpdate;
import io.banyan.protocol.id.NodeId;
import io.banyan.protocol.signal.v1.EndReason;
import io.banyan.protocol.signal.v1.Participant;
import io.banyan.protocol.signal.v1.Presence;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * A room as the union of its nodes' parts. Only a part's owner deletes from it; here it can only be hidden (unreachable,
 * replaced) or forgotten as a whole (its node is gone). Owned by one actor.
 */
public final class RosterUnion {
    /** Of two participants of one identity the later join stays; the id breaks the tie the same way everywhere. */
    static final Comparator<Participant> JOINED_FIRST = Comparator.comparingLong(Participant::getJoinedAtMillis)
            .thenComparing(Participant::getNode)
            .thenComparing(Participant::getParticipantId);

    // Sorted, so that every node lists a room in the same order.
    private final Map<String, RosterPart> parts = new TreeMap<>();
    private int elsewhere;

    /** Merges what a part's owner says. */
    public Merge apply(PartUpdate update) {
        RosterPart known = parts.get(update.node().toString());
        if (known != null && update.incarnation() < known.incarnation()) {
            return Merge.KNOWN;
        }
        if (known != null && update.incarnation() == known.incarnation()) {
            return known.apply(update);
        }
        if (!update.isWhole()) {
            return Merge.GAP;
        }
        parts.put(update.node().toString(), new RosterPart(update));
        return Merge.APPLIED;
    }

    /**
     * Shows a part's people as reconnecting, or as what they are again.
     *
     * @return whether that changed anything
     */
    public boolean setReachable(NodeId node, boolean reachable) {
        RosterPart part = parts.get(node.toString());
        if (part == null || part.isReachable() == reachable) {
            return false;
        }
        part.setReachable(reachable);
        return true;
    }

    /**
     * Drops a part whose node is gone for good.
     *
     * @param incarnation of the node that is gone; a part of a later life stays
     * @return whether there was one
     */
    public boolean forget(NodeId node, long incarnation) {
        RosterPart part = parts.get(node.toString());
        if (part == null || part.incarnation() > incarnation) {
            return false;
        }
        parts.remove(node.toString());
        return true;
    }

    /** Which states are known, of all parts. */
    public List<PartStamp> stamps() {
        return parts.values().stream().map(RosterPart::stamp).toList();
    }

    /** Which state of one part is known. */
    public Optional<PartStamp> stamp(NodeId node) {
        return Optional.ofNullable(parts.get(node.toString())).map(RosterPart::stamp);
    }

    /** A part as it is known, to be handed to somebody who knows nothing of it. */
    public Optional<PartUpdate> whole(NodeId node) {
        return Optional.ofNullable(parts.get(node.toString())).map(RosterPart::whole);
    }

    /** Whether nobody is in it. */
    public boolean isEmpty() {
        return parts.values().stream().allMatch(part -> part.members().isEmpty());
    }

    /** How many participants there are, replaced ones counted, and those who are only counted. */
    public int size() {
        return elsewhere
                + parts.values().stream()
                        .mapToInt(part -> part.members().size())
                        .sum();
    }

    /**
     * How many viewers are in other regions that this one is told of by number only.
     *
     * @return whether that is news
     */
    public boolean setElsewhere(int viewers) {
        boolean changed = viewers != elsewhere;
        elsewhere = viewers;
        return changed;
    }

    int elsewhere() {
        return elsewhere;
    }

    /** Whether somebody of an identity is there, in another part than these. */
    public boolean hasIdentity(String identity, Predicate<NodeId> but) {
        return parts.values().stream()
                .filter(part -> !but.test(part.stamp().node()))
                .flatMap(part -> part.members().stream())
                .anyMatch(member -> member.participant().getIdentity().equals(identity));
    }

    /** Finds a participant in any part. */
    public Optional<Participant> participant(String participantId) {
        return parts.values().stream()
                .map(part -> Optional.ofNullable(part.participant(participantId)))
                .flatMap(Optional::stream)
                .findFirst();
    }

    /** Everybody who is to be seen, one participant of each identity, in the same order on every node. */
    public Collection<Participant> visible() {
        Map<String, Participant> byIdentity = new LinkedHashMap<>();
        for (RosterPart part : parts.values()) {
            for (RosterPart.Member member : part.members()) {
                Participant shown = part.isReachable() ? member.participant() : reconnecting(member.participant());
                byIdentity.merge(
                        shown.getIdentity(), shown, (one, other) -> JOINED_FIRST.compare(one, other) > 0 ? one : other);
            }
        }
        return byIdentity.values();
    }

    /** For each identity that is in the room more than once, the participants that a later one took the place of. */
    public List<Participant> replaced() {
        Map<String, Participant> latest = new HashMap<>();
        List<Participant> replaced = new ArrayList<>();
        for (RosterPart part : parts.values()) {
            for (RosterPart.Member member : part.members()) {
                Participant one = member.participant();
                Participant other = latest.get(one.getIdentity());
                boolean later = other == null || JOINED_FIRST.compare(one, other) > 0;
                if (other != null) {
                    replaced.add(later ? other : one);
                }
                if (later) {
                    latest.put(one.getIdentity(), one);
                }
            }
        }
        return replaced;
    }

    /** Why a participant is not visible any more, as far as that is known. */
    EndReason reasonOf(String participantId) {
        for (RosterPart part : parts.values()) {
            EndReason reason = part.reasonOf(participantId);
            if (reason != null) {
                return reason;
            }
            if (part.participant(participantId) != null) {
                return EndReason.END_REASON_REPLACED;
            }
        }
        return EndReason.END_REASON_RECONNECT_TIMEOUT;
    }

    @Nullable
    RosterPart part(NodeId node) {
        return parts.get(node.toString());
    }

    Collection<RosterPart> parts() {
        return parts.values();
    }

    private static Participant reconnecting(Participant participant) {
        return participant.toBuilder()
                .setPresence(Presence.PRESENCE_RECONNECTING)
                .build();
    }
}
