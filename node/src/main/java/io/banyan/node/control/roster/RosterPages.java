package io.banyan.node.control.roster;

import io.banyan.protocol.signal.v1.Participant;
import io.banyan.protocol.signal.v1.RosterPage;
import java.util.Comparator;
import java.util.List;

/** Pages of the people whom a large room only counts. Pure function. */
public final class RosterPages {
    /** As the protocol allows; a page of so many is about 40 kB. */
    static final int MAX_LIMIT = 200;

    private RosterPages() {}

    /**
     * People in the order of their ids, so that a page neither repeats nor skips anybody who stays.
     *
     * @param cursor last id of the page before; empty: from the start
     * @param limit 1 to {@value #MAX_LIMIT}, else the nearest of them
     */
    public static RosterPage page(RosterUnion union, RosterTier tier, String cursor, int limit) {
        int wanted = Math.clamp(limit, 1, MAX_LIMIT);
        List<Participant> found = union.visible().stream()
                .filter(participant -> !tier.lists(participant))
                .filter(participant -> participant.getParticipantId().compareTo(cursor) > 0)
                .sorted(Comparator.comparing(Participant::getParticipantId))
                .limit(wanted + 1L)
                .toList();
        RosterPage.Builder page =
                RosterPage.newBuilder().addAllParticipants(found.subList(0, Math.min(wanted, found.size())));
        if (found.size() > wanted) {
            page.setNextCursor(found.get(wanted - 1).getParticipantId());
        }
        return page.build();
    }
}
