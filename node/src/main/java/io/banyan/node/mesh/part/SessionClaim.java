package io.banyan.node.mesh.part;

import io.banyan.protocol.id.SessionId;
import java.util.Comparator;

/**
 * What a node that found nobody in a room called the session that it began. Nodes that meet agree on the oldest claim.
 *
 * @param startedAtMillis hybrid logical clock of the node that made it
 */
public record SessionClaim(SessionId session, long startedAtMillis) implements Comparable<SessionClaim> {
    private static final Comparator<SessionClaim> OLDEST_FIRST = Comparator.comparingLong(SessionClaim::startedAtMillis)
            .thenComparing(claim -> claim.session().value());

    /** The claim that both sides keep. */
    public static SessionClaim agreed(SessionClaim one, SessionClaim other) {
        return one.compareTo(other) <= 0 ? one : other;
    }

    /** Oldest first; ids break the tie, so that every node decides the same. */
    @Override
    public int compareTo(SessionClaim other) {
        return OLDEST_FIRST.compare(this, other);
    }
}
