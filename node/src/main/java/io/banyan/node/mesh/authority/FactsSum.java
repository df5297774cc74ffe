package io.banyan.node.mesh.authority;

import io.banyan.cluster.Rendezvous;
import io.banyan.protocol.wire.v1.Kick;
import io.banyan.protocol.wire.v1.Term;

/** One number for what is known of a room's facts, so that two regions see that they know the same. */
final class FactsSum {
    private FactsSum() {}

    static long of(RoomFacts facts) {
        long sum = of("term", 0, facts.term());
        if (facts.session() != null) {
            sum += Rendezvous.weight(
                    facts.session().session().value(),
                    Long.toString(facts.session().startedAtMillis()));
        }
        for (Kick kick : facts.kicks().values()) {
            sum += of(
                    "kick/" + kick.getIdentity() + "/" + kick.getBannedUntilMillis(),
                    kick.getAtMillis(),
                    kick.getTerm());
        }
        if (facts.end() != null) {
            sum += of("end", facts.end().getAtMillis(), facts.end().getTerm());
        }
        if (facts.lock() != null) {
            sum += of(
                    "lock/" + facts.lock().getLocked(),
                    facts.lock().getAtMillis(),
                    facts.lock().getTerm());
        }
        return sum == 0 ? 1 : sum;
    }

    private static long of(String what, long atMillis, Term term) {
        if (atMillis == 0 && term.getRound() == 0) {
            return 0;
        }
        return Rendezvous.weight(what, atMillis + "/" + term.getRound() + "/" + term.getRegion());
    }
}
