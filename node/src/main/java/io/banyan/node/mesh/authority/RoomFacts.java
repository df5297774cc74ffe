package io.banyan.node.mesh.authority;

import io.banyan.node.mesh.MeshTime;
import io.banyan.node.mesh.part.SessionClaim;
import io.banyan.protocol.wire.v1.Kick;
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
 * the latest end, kick of each identity and lock, the oldest session that began after the end, the highest term. Immutable.
 */
public final class RoomFacts {
    /** More are kicked in a token's life only by mistake; the ones that are kept longest stay. */
    static final int MAX_KICKS = 1024;

    /** Terms by round, then region. */
    public static final Comparator<Term> TERMS =
            Comparator.comparingLong(Term::getRound).thenComparing(Term::getRegion);

    static final Comparator<Kick> KICKS = Comparator.comparingLong(Kick::getAtMillis)
            .thenComparingLong(Kick::getBannedUntilMillis)
            .thenComparingLong(Kick::getKeepUntilMillis)
            .thenComparing(Kick::getTerm, TERMS);

    static final Comparator<RoomEnd> ENDS =
            Comparator.comparingLong(RoomEnd::getAtMillis).thenComparing(RoomEnd::getTerm, TERMS);

    static final Comparator<RoomLock> LOCKS =
            Comparator.comparingLong(RoomLock::getAtMillis).thenComparing(RoomLock::getTerm, TERMS);

    public static final RoomFacts NONE = new RoomFacts(null, Term.getDefaultInstance(), new TreeMap<>(), null, null);

    private final @Nullable SessionClaim session;
    private final Term term;
    private final SortedMap<String, Kick> kicks;
    private final @Nullable RoomEnd end;
    private final @Nullable RoomLock lock;
    private final long sum;

    private RoomFacts(
            @Nullable SessionClaim session,
            Term term,
            SortedMap<String, Kick> kicks,
            @Nullable RoomEnd end,
            @Nullable RoomLock lock) {
        this.session = after(end, session);
        this.term = term;
        this.kicks = kicks;
        this.end = end;
        this.lock = lock;
        sum = FactsSum.of(this);
    }

    static RoomFacts of(
            @Nullable SessionClaim session,
            Term term,
            SortedMap<String, Kick> kicks,
            @Nullable RoomEnd end,
            @Nullable RoomLock lock) {
        while (kicks.size() > MAX_KICKS) {
            kicks.remove(kicks.values().stream()
                    .min(Comparator.comparingLong(Kick::getKeepUntilMillis).thenComparing(Kick::getIdentity))
                    .orElseThrow()
                    .getIdentity());
        }
        return new RoomFacts(session, term, kicks, end, lock);
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
        SortedMap<String, Kick> all = kicks;
        if (!other.kicks.isEmpty()) {
            all = new TreeMap<>(kicks);
            for (Kick kick : other.kicks.values()) {
                all.merge(kick.getIdentity(), kick, (one, two) -> later(KICKS, one, two));
            }
        }
        RoomEnd over = latest(ENDS, end, other.end);
        return of(
                // Of a session that is over the claim is no older one than that of the session after it.
                agreed(after(over, session), after(over, other.session)),
                later(TERMS, term, other.term),
                all,
                over,
                latest(LOCKS, lock, other.lock));
    }

    private static @Nullable SessionClaim after(@Nullable RoomEnd end, @Nullable SessionClaim session) {
        return session != null && end != null && session.startedAtMillis() <= end.getAtMillis() ? null : session;
    }

    public RoomFacts withSession(SessionClaim claim) {
        return of(agreed(session, claim), term, kicks, end, lock);
    }

    /** What need not be known any more left out. */
    public RoomFacts at(MeshTime now) {
        long millis = now.wallMillis();
        boolean endOver = end != null && end.getKeepUntilMillis() <= millis;
        boolean lockOver = lock != null && lock.getKeepUntilMillis() <= millis;
        boolean kickOver = kicks.values().stream().anyMatch(kick -> kick.getKeepUntilMillis() <= millis);
        if (!endOver && !lockOver && !kickOver) {
            return this;
        }
        TreeMap<String, Kick> left = new TreeMap<>(kicks);
        left.values().removeIf(kick -> kick.getKeepUntilMillis() <= millis);
        return new RoomFacts(session, term, left, endOver ? null : end, lockOver ? null : lock);
    }

    /** Whether nothing was decided that must be remembered after everybody left. */
    public boolean isForgettable() {
        return kicks.isEmpty() && end == null && lock == null;
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
