package io.banyan.node.control.roster;

import io.banyan.protocol.signal.v1.Participant;
import java.util.Collection;

/**
 * Decides who is listed in full. A small room lists everybody; a large one only those who publish, may speak, or were among
 * the first to raise a hand, and counts the rest. Owned by one actor.
 */
public final class RosterTier {
    /** DESIGN §5. A roster of so many is about 60 kB. */
    static final int LARGE_ABOVE = 200;

    /** A room that hovers at the limit must not retract and relist everybody each time. */
    static final int SMALL_BELOW = 180;

    /** More hands nobody takes one after the other. */
    static final int MAX_HANDS = 100;

    private boolean large;
    /** Hands that were raised later are not listed. */
    private long lastHandMillis = Long.MAX_VALUE;

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

    /**
     * Takes note of the hands that are raised.
     *
     * @return whether others are listed for it now than before, though nothing about them changed
     */
    public boolean onHands(Collection<Participant> people) {
        if (!large) {
            return false;
        }
        long before = lastHandMillis;
        long[] hands = people.stream()
                .filter(participant -> !speaks(participant))
                .mapToLong(Participant::getHandRaisedAtMillis)
                .filter(raisedAt -> raisedAt > 0)
                .sorted()
                .limit(MAX_HANDS + 1L)
                .toArray();
        lastHandMillis = hands.length > MAX_HANDS ? hands[MAX_HANDS] - 1 : Long.MAX_VALUE;
        return lastHandMillis != before;
    }

    /** Whether people are counted rather than listed, and changes are batched. */
    public boolean isLarge() {
        return large;
    }

    /** Whether this one is listed in full. */
    public boolean lists(Participant participant) {
        long raisedAt = participant.getHandRaisedAtMillis();
        return !large || speaks(participant) || (raisedAt > 0 && raisedAt <= lastHandMillis);
    }

    private static boolean speaks(Participant participant) {
        return participant.getCanSpeak() || participant.getTracksCount() > 0;
    }
}
