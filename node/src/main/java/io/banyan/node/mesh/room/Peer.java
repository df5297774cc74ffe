package io.banyan.node.mesh.room;

import io.banyan.node.mesh.MeshTime;
import io.banyan.node.mesh.part.PartStamp;
import io.banyan.protocol.id.NodeId;
import io.banyan.protocol.id.RegionId;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/** Another region of a room: what it was told and has not yet said to know. */
final class Peer {
    /** DESIGN §6: what was lost is repaired so soon. */
    static final long RETRY_NANOS = TimeUnit.SECONDS.toNanos(2);

    /** Who does not take what it is told is asked so often at least. */
    static final long MAX_RETRY_NANOS = TimeUnit.SECONDS.toNanos(60);

    /** So often at the normal interval, before it becomes longer. */
    private static final int PATIENT_TRIES = 5;

    private final RegionId region;
    private final Map<NodeId, PartStamp> owed = new LinkedHashMap<>(2);
    private boolean owedFacts;
    private boolean unanswered;
    private boolean listed;
    private long latestAtMillis;
    private long heardNanos;
    private long dueNanos = MeshTime.NEVER;
    private int tries;

    Peer(RegionId region, long nowNanos) {
        this.region = region;
        heardNanos = nowNanos;
    }

    RegionId region() {
        return region;
    }

    boolean isListed() {
        return listed;
    }

    void setListed(boolean listed) {
        this.listed = listed;
    }

    long heardNanos() {
        return heardNanos;
    }

    /** Notes when the peer said something; whether nothing later was heard of it before. */
    boolean isLatest(long atMillis, long nowNanos) {
        heardNanos = nowNanos;
        if (atMillis < latestAtMillis) {
            return false;
        }
        latestAtMillis = atMillis;
        return true;
    }

    /** A digest is to go there, soon. */
    void askAt(long nanos) {
        unanswered = true;
        tries = 0;
        dueNanos = Math.min(dueNanos, nanos);
    }

    void onTold(PartStamp stamp, long nowNanos) {
        owed.put(stamp.node(), stamp);
        await(nowNanos);
    }

    void onFactsTold(long nowNanos) {
        owedFacts = true;
        await(nowNanos);
    }

    private void await(long nowNanos) {
        if (dueNanos == MeshTime.NEVER) {
            tries = 0;
        }
        // What is new may be lost like anything else: that a peer has not taken something older is no reason to wait.
        dueNanos = Math.min(dueNanos, nowNanos + RETRY_NANOS);
    }

    void onHas(PartStamp stamp) {
        PartStamp told = owed.get(stamp.node());
        if (told != null && stamp.isAtLeast(told)) {
            owed.remove(stamp.node());
            settle();
        }
    }

    void onHasFacts() {
        owedFacts = false;
        settle();
    }

    void onAnswered() {
        unanswered = false;
        settle();
    }

    /** Parts that are no more need not be known any more. */
    void keepOwed(Predicate<NodeId> isThere) {
        owed.keySet().removeIf(node -> !isThere.test(node));
    }

    private void settle() {
        if (isSettled()) {
            dueNanos = MeshTime.NEVER;
            tries = 0;
        }
    }

    /** Whether it has said that it knows everything it was told. */
    boolean isSettled() {
        return owed.isEmpty() && !owedFacts && !unanswered;
    }

    /** It cannot be reached: it is asked when it can be again. */
    void onUnreachable() {
        owed.clear();
        owedFacts = false;
        unanswered = false;
        settle();
    }

    long dueNanos() {
        return dueNanos;
    }

    /** A digest goes there now. */
    void onAsked(long nowNanos) {
        unanswered = true;
        tries++;
        long wait = tries <= PATIENT_TRIES
                ? RETRY_NANOS
                : Math.min(MAX_RETRY_NANOS, RETRY_NANOS << Math.min(tries - PATIENT_TRIES, 5));
        dueNanos = nowNanos + wait;
    }
}
