package io.banyan.node.mesh.authority;

import io.banyan.cluster.Rendezvous;
import io.banyan.node.mesh.part.SessionClaim;
import io.banyan.protocol.wire.v1.Kick;
import io.banyan.protocol.wire.v1.Promotion;
import io.banyan.protocol.wire.v1.Term;

/** One number for what is known of a room's facts, so that two regions see that they know the same. Part of the wire format. */
final class FactsSum {
    private FactsSum() {}

    static long of(RoomFacts facts) {
        long sum = of("term", facts.term(), 0, 0);
        SessionClaim session = facts.session();
        if (session != null) {
            sum += Rendezvous.mixed("session/" + session.session().value(), session.startedAtMillis());
        }
        for (Kick kick : facts.kicks().values()) {
            sum += of("kick/" + kick.getIdentity(), kick.getTerm(), kick.getAtMillis(), kick.getBannedUntilMillis());
        }
        for (Promotion promotion : facts.promotions().values()) {
            sum += of(
                    "promotion/" + promotion.getIdentity(),
                    promotion.getTerm(),
                    promotion.getAtMillis(),
                    promotion.getPublishValueList().hashCode());
        }
        if (facts.end() != null) {
            sum += of("end", facts.end().getTerm(), facts.end().getAtMillis(), 0);
        }
        if (facts.lock() != null) {
            sum += of(
                    "lock",
                    facts.lock().getTerm(),
                    facts.lock().getAtMillis(),
                    facts.lock().getLocked() ? 1 : 0);
        }
        return sum == 0 ? 1 : sum;
    }

    private static long of(String what, Term term, long atMillis, long more) {
        if (term.getRound() == 0) {
            return Rendezvous.mixed(what, atMillis + 31 * more);
        }
        return Rendezvous.mixed(what, atMillis + 31 * more) ^ Rendezvous.mixed(term.getRegion(), term.getRound());
    }
}
