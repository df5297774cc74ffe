package io.banyan.node.control.roster;

import io.banyan.protocol.signal.v1.Participant;

/**
 * Decides who is listed in full. A small room lists everybody; a large one only those who publish or may speak, and
 * counts the rest. Owned by one actor.
 */
public final class RosterTier {
    /** DESIGN §5. A roster of so many is about 60 kB. */
    static final int LARGE_ABOVE = 200;

    /** A room that hovers at the limit must not retract and relist everybody each time. */
    static final int SMALL_BELOW = 180;

    private boolean large;

    /**
     * Takes note of how many there are.
     *
     * @return whether the room changed between small and large
     */
    public boolean onSize(int people) {
        boolean before = large;
        large = large ? people >= SMALL_BELOW : people > LARGE_ABOVE;
        return before != large;
    }

    /** Whether people are counted rather than listed, and changes are batched. */
    public boolean isLarge() {
        return large;
    }

    /** Whether this one is listed in full. */
    public boolean lists(Participant participant) {
        return !large || participant.getCanSpeak() || participant.getTracksCount() > 0;
    }
}
