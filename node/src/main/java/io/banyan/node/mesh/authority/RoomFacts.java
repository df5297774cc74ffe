package io.banyan.node.mesh.authority;

import io.banyan.node.mesh.MeshTime;
import io.banyan.node.mesh.part.SessionClaim;
import io.banyan.protocol.wire.v1.Kick;
import io.banyan.protocol.wire.v1.Promotion;
import io.banyan.protocol.wire.v1.RoomEnd;
import io.banyan.protocol.wire.v1.RoomLock;
import io.banyan.protocol.wire.v1.Term;
import java.util.Collections;
import java.util.Comparator;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What was decided about a room, and its session. Any two merge into the same one, in any order and as often as one likes:
 * the latest end, kick and promotion of each identity, and lock, the oldest session that began after the end, the highest
 * term. Immutable.
 */
public final class RoomFacts {
    /** More are kicked in a token's life only by mistake; the ones that are kept longest stay. */
    static final int MAX_KICKS = 1024;

    /** So many speakers no audience hears in a session. */
    static final int MAX_PROMOTIONS = 1024;

    /** That one may publish: more than there are; of a newer version there may be others. */
    static final int MAX_SOURCES = 16;

    /** Terms by round, then region. */
    public static final Comparator<Term> TERMS =
            Comparator.comparingLong(Term::getRound).thenComparing(Term::getRegion);

    static final Comparator<Kick> KICKS = Comparator.comparingLong(Kick::getAtMillis)
            .thenComparingLong(Kick::getBannedUntilMillis)
            .thenComparingLong(Kick::getKeepUntilMillis)
            .thenComparing(Kick::getTerm, TERMS);

    static final Comparator<Promotion> PROMOTIONS =
            Comparator.comparingLong(Promotion::getAtMillis).thenComparing(Promotion::getTerm, TERMS);

    static final Comparator<RoomEnd> ENDS =
            Comparator.comparingLong(RoomEnd::getAtMillis).thenComparing(RoomEnd::getTerm, TERMS);

    static final Comparator<RoomLock> LOCKS =
            Comparator.comparingLong(RoomLock::getAtMillis).thenComparing(RoomLock::getTerm, TERMS);

    public static final RoomFacts NONE =
            new RoomFacts(null, Term.getDefaultInstance(), new TreeMap<>(), new TreeMap<>(), null, null);

    private final @Nullable SessionClaim session;
    private final Term term;
    private final SortedMap<String, Kick> kicks;
    private final SortedMap<String, Promotion> promotions;
    private final @Nullable RoomEnd end;
    private final @Nullable RoomLock lock;
    private final long sum;

    private RoomFacts(
            @Nullable SessionClaim session,
            Term term,
            SortedMap<String, Kick> kicks,
            SortedMap<String, Promotion> promotions,
            @Nullable RoomEnd end,
            @Nullable RoomLock lock) {
        this.session = after(end, session);
        this.term = term;
        this.kicks = kicks;
        this.promotions = promotions;
        this.end = end;
        this.lock = lock;
        sum = FactsSum.of(this);
    }

    static RoomFacts of(
            @Nullable SessionClaim session,
            Term term,
            SortedMap<String, Kick> kicks,
            SortedMap<String, Promotion> promotions,
            @Nullable RoomEnd end,
            @Nullable RoomLock lock) {
        while (kicks.size() > MAX_KICKS) {
            kicks.remove(kicks.values().stream()
                    .min(Comparator.comparingLong(Kick::getKeepUntilMillis).thenComparing(Kick::getIdentity))
                    .orElseThrow()
                    .getIdentity());
        }
        while (promotions.size() > MAX_PROMOTIONS) {
            promotions.remove(promotions.values().stream()
                    .min(PROMOTIONS.thenComparing(Promotion::getIdentity))
                    .orElseThrow()
                    .getIdentity());
        }
        return new RoomFacts(session, term, kicks, promotions, end, lock);
    }

    /** One decision alone. */
    static RoomFacts of(Term term, Kick kick) {
        return of(null, term, new TreeMap<>(Map.of(kick.getIdentity(), kick)), new TreeMap<>(), null, null);
    }

    /** One decision alone. */
    static RoomFacts of(Term term, Promotion promotion) {
        return of(null, term, new TreeMap<>(), new TreeMap<>(Map.of(promotion.getIdentity(), promotion)), null, null);
    }

    /** One decision alone. */
    static RoomFacts of(Term term, @Nullable RoomEnd end, @Nullable RoomLock lock) {
        return of(null, term, new TreeMap<>(), new TreeMap<>(), end, lock);
    }

    /** The room's session; null: there is none now. */
    public @Nullable SessionClaim session() {
        return session;
    }

    public Term term() {
        return term;
    }

    /** By identity, sorted. */
    public Map<String, Kick> kicks() {
        return Collections.unmodifiableSortedMap(kicks);
    }

    /** By identity, sorted; also those of a session that is over. */
    public Map<String, Promotion> promotions() {
        return Collections.unmodifiableSortedMap(promotions);
    }

    /** What an identity may publish in this session whatever its token says; null: the token says. */
    public @Nullable Promotion promotionOf(String identity) {
        Promotion promotion = promotions.get(identity);
        boolean isOver = promotion != null && end != null && promotion.getAtMillis() <= end.getAtMillis();
        return isOver ? null : promotion;
    }

    public @Nullable RoomEnd end() {
        return end;
    }

    public @Nullable RoomLock lock() {
        return lock;
    }

    /** Equal for equal facts; never 0. */
    public long sum() {
        return sum;
    }

    public RoomFacts merge(RoomFacts other) {
        if (other.sum == sum || other.sum == NONE.sum) {
            return this;
        }
        RoomEnd over = latest(ENDS, end, other.end);
        return of(
                // Of a session that is over the claim is no older one than that of the session after it.
                agreed(after(over, session), after(over, other.session)),
                later(TERMS, term, other.term),
                latestOfEach(KICKS, kicks, other.kicks),
                latestOfEach(PROMOTIONS, promotions, other.promotions),
                over,
                latest(LOCKS, lock, other.lock));
    }

    private static <T> SortedMap<String, T> latestOfEach(
            Comparator<? super T> order, SortedMap<String, T> ours, SortedMap<String, T> theirs) {
        if (theirs.isEmpty()) {
            return ours;
        }
        SortedMap<String, T> all = new TreeMap<>(ours);
        theirs.forEach((identity, decision) -> all.merge(identity, decision, (one, two) -> later(order, one, two)));
        return all;
    }

    private static @Nullable SessionClaim after(@Nullable RoomEnd end, @Nullable SessionClaim session) {
        return session != null && end != null && session.startedAtMillis() <= end.getAtMillis() ? null : session;
    }

    public RoomFacts withSession(SessionClaim claim) {
        return of(agreed(session, claim), term, kicks, promotions, end, lock);
    }

    /** What need not be known any more left out. */
    public RoomFacts at(MeshTime now) {
        long millis = now.wallMillis();
        boolean endOver = end != null && end.getKeepUntilMillis() <= millis;
        boolean lockOver = lock != null && lock.getKeepUntilMillis() <= millis;
        boolean kickOver = kicks.values().stream().anyMatch(kick -> kick.getKeepUntilMillis() <= millis);
        boolean promotionOver =
                promotions.values().stream().anyMatch(promotion -> promotion.getKeepUntilMillis() <= millis);
        if (!endOver && !lockOver && !kickOver && !promotionOver) {
            return this;
        }
        TreeMap<String, Kick> left = new TreeMap<>(kicks);
        left.values().removeIf(kick -> kick.getKeepUntilMillis() <= millis);
        TreeMap<String, Promotion> promoted = new TreeMap<>(promotions);
        promoted.values().removeIf(promotion -> promotion.getKeepUntilMillis() <= millis);
        return new RoomFacts(session, term, left, promoted, endOver ? null : end, lockOver ? null : lock);
    }

    /** Whether nothing was decided that must be remembered after everybody left. */
    public boolean isForgettable() {
        return kicks.isEmpty() && promotions.isEmpty() && end == null && lock == null;
    }

    /** Whether somebody who joined then has to be out. */
    public boolean putsOut(String identity, long joinedAtMillis) {
        if (end != null && joinedAtMillis <= end.getAtMillis()) {
            return true;
        }
        Kick kick = kicks.get(identity);
        return kick != null && (joinedAtMillis <= kick.getAtMillis() || joinedAtMillis < kick.getBannedUntilMillis());
    }

    /** Whether the room takes nobody new. */
    public boolean isLocked() {
        return lock != null && lock.getLocked() && (end == null || lock.getAtMillis() > end.getAtMillis());
    }

    private static @Nullable SessionClaim agreed(@Nullable SessionClaim one, @Nullable SessionClaim other) {
        if (one == null || other == null) {
            return one == null ? other : one;
        }
        return SessionClaim.agreed(one, other);
    }

    private static <T> @Nullable T latest(Comparator<? super T> order, @Nullable T one, @Nullable T other) {
        if (one == null || other == null) {
            return one == null ? other : one;
        }
        return later(order, one, other);
    }

    private static <T> T later(Comparator<? super T> order, T one, T other) {
        return order.compare(one, other) >= 0 ? one : other;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof RoomFacts facts && facts.sum == sum;
    }

    @Override
    public int hashCode() {
        return Long.hashCode(sum);
    }
}
