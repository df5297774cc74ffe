package io.banyan.node.mesh.authority;

import io.banyan.protocol.id.RegionId;
import io.banyan.protocol.wire.v1.Kick;
import io.banyan.protocol.wire.v1.Moderate;
import io.banyan.protocol.wire.v1.Promotion;
import io.banyan.protocol.wire.v1.RoomEnd;
import io.banyan.protocol.wire.v1.RoomLock;
import io.banyan.protocol.wire.v1.Term;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;

/**
 * Who decides about a room, and decisions. The authority is the first region in the room's order that lives; on each side
 * of a cut there is one, because a region always reaches itself. Pure functions.
 */
public final class RoomAuthority {
    private RoomAuthority() {}

    /**
     * @param order of the room's regions, {@link io.banyan.cluster.RoomPlacement#authorities}
     * @param self always reached
     */
    public static RegionId of(List<RegionId> order, RegionId self, Predicate<RegionId> reachable) {
        for (RegionId region : order) {
            if (region.equals(self) || reachable.test(region)) {
                return region;
            }
        }
        return self;
    }

    /**
     * Who is to decide what this region was asked: this region, unless it reaches one before itself that the asker did not
     * say it cannot reach.
     */
    public static RegionId asked(
            List<RegionId> order, RegionId self, Predicate<RegionId> reachable, Set<String> unreachableForAsker) {
        return of(order, self, region -> reachable.test(region) && !unreachableForAsker.contains(region.value()));
    }

    /**
     * Decides. The term is one that no region ever had: above every round that this region has seen, with its name.
     *
     * @param atMillis later than everything this node has heard of
     * @param tokenMillis the longest that a token lives
     */
    public static RoomFacts decide(RoomFacts known, Moderate request, RegionId self, long atMillis, long tokenMillis) {
        Term term =
                known.term().getRegion().equals(self.value()) && known.term().getRound() > 0
                        ? known.term()
                        : Term.newBuilder()
                                .setRound(known.term().getRound() + 1)
                                .setRegion(self.value())
                                .build();
        long keepUntil = atMillis + tokenMillis;
        return switch (request.getDecisionCase()) {
            case KICK -> {
                long bannedMillis = Math.clamp(request.getKick().getBanMillis(), 0, FactsWire.MAX_KEEP_MILLIS / 2);
                long bannedUntil = bannedMillis == 0 ? 0 : atMillis + bannedMillis;
                Kick kick = Kick.newBuilder()
                        .setIdentity(request.getKick().getIdentity())
                        .setAtMillis(atMillis)
                        .setBannedUntilMillis(bannedUntil)
                        .setKeepUntilMillis(Math.max(keepUntil, bannedUntil))
                        .setTerm(term)
                        .build();
                yield known.merge(RoomFacts.of(term, kick));
            }
            case PROMOTE -> {
                Promotion promotion = Promotion.newBuilder()
                        .setIdentity(request.getPromote().getIdentity())
                        .addAllPublishValue(request.getPromote().getPublishValueList().stream()
                                .distinct()
                                .sorted()
                                .limit(RoomFacts.MAX_SOURCES)
                                .toList())
                        .setAtMillis(atMillis)
                        .setKeepUntilMillis(keepUntil)
                        .setTerm(term)
                        .build();
                yield known.merge(RoomFacts.of(term, promotion));
            }
            case END -> {
                RoomEnd end = RoomEnd.newBuilder()
                        .setAtMillis(atMillis)
                        .setKeepUntilMillis(keepUntil)
                        .setTerm(term)
                        .build();
                yield known.merge(RoomFacts.of(term, end, null));
            }
            case LOCK -> {
                RoomLock lock = RoomLock.newBuilder()
                        .setLocked(request.getLock())
                        .setAtMillis(atMillis)
                        .setKeepUntilMillis(keepUntil)
                        .setTerm(term)
                        .build();
                yield known.merge(RoomFacts.of(term, null, lock));
            }
            case DECISION_NOT_SET -> known;
        };
    }
}
