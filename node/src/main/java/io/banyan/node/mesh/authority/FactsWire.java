package io.banyan.node.mesh.authority;

import io.banyan.node.mesh.MeshRefusal;
import io.banyan.node.mesh.MeshTime;
import io.banyan.node.mesh.Refusals;
import io.banyan.node.mesh.part.SessionClaim;
import io.banyan.protocol.id.Identity;
import io.banyan.protocol.id.RegionId;
import io.banyan.protocol.id.SessionId;
import io.banyan.protocol.wire.v1.Kick;
import io.banyan.protocol.wire.v1.Promotion;
import io.banyan.protocol.wire.v1.Term;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Facts as regions tell each other. */
public final class FactsWire {
    /** Longer than any token lives. */
    static final long MAX_KEEP_MILLIS = 31L * 24 * 3600 * 1000;

    /** Only who was asked takes a new round: nobody gets here in a mesh's life. */
    static final long MAX_ROUND = 1L << 40;

    private FactsWire() {}

    public static io.banyan.protocol.wire.v1.RoomFacts toProto(RoomFacts facts) {
        io.banyan.protocol.wire.v1.RoomFacts.Builder proto = io.banyan.protocol.wire.v1.RoomFacts.newBuilder();
        SessionClaim session = facts.session();
        if (session != null) {
            proto.setSession(io.banyan.protocol.wire.v1.SessionClaim.newBuilder()
                    .setSessionId(session.session().value())
                    .setStartedAtMillis(session.startedAtMillis()));
        }
        if (facts.term().getRound() > 0) {
            proto.setTerm(facts.term());
        }
        proto.addAllKicks(facts.kicks().values());
        proto.addAllPromotions(facts.promotions().values());
        if (facts.end() != null) {
            proto.setEnd(facts.end());
        }
        if (facts.lock() != null) {
            proto.setLock(facts.lock());
        }
        return proto.build();
    }

    /** Reads what another region said; what is wrong with it is counted, and all of it is not there. */
    public static RoomFacts of(io.banyan.protocol.wire.v1.RoomFacts proto, MeshTime now, Refusals refusals) {
        MeshRefusal wrong = wrong(proto, now);
        if (wrong != null) {
            refusals.count(wrong);
            return RoomFacts.NONE;
        }
        return read(proto).at(now);
    }

    private static RoomFacts read(io.banyan.protocol.wire.v1.RoomFacts proto) {
        SessionClaim session = proto.hasSession()
                ? new SessionClaim(
                        new SessionId(proto.getSession().getSessionId()),
                        proto.getSession().getStartedAtMillis())
                : null;
        return read(session, proto);
    }

    private static RoomFacts read(@Nullable SessionClaim session, io.banyan.protocol.wire.v1.RoomFacts proto) {
        TreeMap<String, Kick> kicks = new TreeMap<>();
        proto.getKicksList().forEach(kick -> kicks.put(kick.getIdentity(), kick));
        TreeMap<String, Promotion> promotions = new TreeMap<>();
        proto.getPromotionsList().forEach(promotion -> promotions.put(promotion.getIdentity(), promotion));
        return RoomFacts.of(
                session,
                proto.getTerm(),
                kicks,
                promotions,
                proto.hasEnd() ? proto.getEnd() : null,
                proto.hasLock() ? proto.getLock() : null);
    }

    /** Reads what another node of the own region knows: it has judged it. */
    public static RoomFacts ofOwn(io.banyan.protocol.wire.v1.RoomFacts proto) {
        return read(proto);
    }

    /** The sum of facts as they were said, whatever is wrong with them. */
    public static long sumOf(io.banyan.protocol.wire.v1.RoomFacts proto) {
        SessionClaim session = null;
        if (proto.hasSession()) {
            try {
                session = new SessionClaim(
                        new SessionId(proto.getSession().getSessionId()),
                        proto.getSession().getStartedAtMillis());
            } catch (IllegalArgumentException notASession) {
                return 0;
            }
        }
        return read(session, proto).sum();
    }

    private static @Nullable MeshRefusal wrong(io.banyan.protocol.wire.v1.RoomFacts proto, MeshTime now) {
        if (proto.getKicksCount() > RoomFacts.MAX_KICKS
                || proto.getPromotionsCount() > RoomFacts.MAX_PROMOTIONS
                || proto.getPromotionsList().stream()
                        .anyMatch(promotion -> promotion.getPublishCount() > RoomFacts.MAX_SOURCES)) {
            return MeshRefusal.TOO_LARGE;
        }
        try {
            if (proto.hasSession()) {
                new SessionId(proto.getSession().getSessionId());
            }
            check(proto.getTerm());
            for (Kick kick : proto.getKicksList()) {
                new Identity(kick.getIdentity());
                check(kick.getTerm());
            }
            for (Promotion promotion : proto.getPromotionsList()) {
                new Identity(promotion.getIdentity());
                check(promotion.getTerm());
            }
            check(proto.getEnd().getTerm());
            check(proto.getLock().getTerm());
        } catch (IllegalArgumentException wrongName) {
            return MeshRefusal.BAD_NAME;
        }
        boolean timely = now.isPlausible(proto.getSession().getStartedAtMillis())
                && isTimely(proto.getEnd().getAtMillis(), proto.getEnd().getKeepUntilMillis(), now)
                && isTimely(proto.getLock().getAtMillis(), proto.getLock().getKeepUntilMillis(), now);
        for (Kick kick : proto.getKicksList()) {
            timely &=
                    isTimely(kick.getAtMillis(), Math.max(kick.getKeepUntilMillis(), kick.getBannedUntilMillis()), now);
        }
        for (Promotion promotion : proto.getPromotionsList()) {
            timely &= isTimely(promotion.getAtMillis(), promotion.getKeepUntilMillis(), now);
        }
        return timely ? null : MeshRefusal.CLOCK_AHEAD;
    }

    private static boolean isTimely(long atMillis, long untilMillis, MeshTime now) {
        return now.isPlausible(atMillis) && untilMillis >= 0 && untilMillis <= now.wallMillis() + MAX_KEEP_MILLIS;
    }

    private static void check(Term term) {
        if (term.getRound() < 0 || term.getRound() > MAX_ROUND) {
            throw new IllegalArgumentException("a term that nobody has reached");
        }
        if (term.getRound() > 0) {
            new RegionId(term.getRegion());
        }
    }
}
