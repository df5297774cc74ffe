package io.banyan.node.control.roster;

import io.banyan.protocol.id.NodeId;
import io.banyan.protocol.signal.v1.Participant;
import io.banyan.protocol.signal.v1.Roster;
import io.banyan.protocol.signal.v1.RosterChanged;
import io.banyan.protocol.signal.v1.RosterPage;
import io.banyan.protocol.signal.v1.RosterVersion;
import java.util.Optional;
import java.util.function.Predicate;

/** What the clients of one node have been told of a room, and what they are to be told next. Owned by one actor. */
public final class RosterFeed {
    private final RosterUnion union;
    private final RosterTier tier = new RosterTier();
    private RosterView told = RosterView.EMPTY;
    private RosterView listedSince = RosterView.EMPTY;

    public RosterFeed(RosterUnion union) {
        this.union = union;
    }

    /** Whether changes are to be collected before they are told. */
    public boolean isBatched() {
        return tier.isLarge() || union.size() > RosterTier.LARGE_ABOVE;
    }

    /**
     * Whether somebody new is one that other regions only count: one of many who watch, whose identity nobody else has here.
     *
     * @param own the parts of the own node
     */
    public boolean onlyCounts(Participant participant, Predicate<NodeId> own) {
        return tier.isLarge() && !tier.lists(participant) && !union.hasIdentity(participant.getIdentity(), own);
    }

    /** Whether everybody is listed. */
    public boolean listsAll() {
        return !tier.isLarge();
    }

    /** The difference between what was told and the room as it is; it counts as told from here on. */
    public Optional<RosterChanged> collect() {
        boolean switched = tier.onSize(union.size());
        switched |= tier.onHands(union.visible());
        RosterView now = RosterView.of(union, tier);
        Optional<RosterChanged> changed = RosterDiff.between(told, now, union);
        told = now;
        if (switched) {
            listedSince = now;
        }
        return changed;
    }

    /** A change that says only how things stand. */
    public RosterChanged unchanged() {
        Roster roster = told.toProto();
        return RosterChanged.newBuilder()
                .setVersion(roster.getVersion())
                .setUnlistedCount(roster.getUnlistedCount())
                .build();
    }

    /** Everything that was told. */
    public Roster whole() {
        return told.toProto();
    }

    /** What somebody missed who has seen a version; empty: that is not known any more. */
    public Optional<RosterChanged> since(RosterVersion seen) {
        return RosterDiff.since(seen, told, union, listedSince);
    }

    /** A page of those who are only counted. */
    public RosterPage page(String cursor, int limit) {
        return RosterPages.page(union, tier, cursor, limit);
    }
}
