package io.banyan.loadtest.peer;

import io.banyan.protocol.signal.v1.Participant;
import io.banyan.protocol.signal.v1.Roster;
import io.banyan.protocol.signal.v1.RosterChanged;
import io.banyan.protocol.signal.v1.RosterVersion;
import io.banyan.protocol.signal.v1.Track;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Predicate;

/** Who is in the room as one peer was told, with a way to wait for a change. Any thread. */
public final class PeerRoster {
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final Map<String, Participant> participants = new LinkedHashMap<>();
    private RosterVersion version = RosterVersion.getDefaultInstance();

    void replace(Roster roster) {
        lock.lock();
        try {
            participants.clear();
            roster.getParticipantsList().forEach(each -> participants.put(each.getParticipantId(), each));
            version = roster.getVersion();
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    void apply(RosterChanged change) {
        lock.lock();
        try {
            change.getUpsertedList().forEach(each -> participants.put(each.getParticipantId(), each));
            change.getGoneList().forEach(gone -> participants.remove(gone.getParticipantId()));
            version = change.getVersion();
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    public RosterVersion version() {
        lock.lock();
        try {
            return version;
        } finally {
            lock.unlock();
        }
    }

    public List<Participant> participants() {
        lock.lock();
        try {
            return List.copyOf(participants.values());
        } finally {
            lock.unlock();
        }
    }

    /** Whose track it is. */
    public Optional<Participant> ownerOf(String trackId) {
        return participants().stream()
                .filter(each ->
                        each.getTracksList().stream().map(Track::getTrackId).anyMatch(trackId::equals))
                .findFirst();
    }

    /**
     * Waits until somebody in the room is as asked for.
     *
     * @throws IllegalStateException after the timeout, with the roster as it is
     */
    public Participant awaitParticipant(Predicate<Participant> wanted, Duration timeout) {
        await(all -> all.stream().anyMatch(wanted), timeout);
        return participants().stream().filter(wanted).findFirst().orElseThrow();
    }

    /** Waits until the room is as asked for. */
    public void await(Predicate<List<Participant>> wanted, Duration timeout) {
        long remainingNanos = timeout.toNanos();
        lock.lock();
        try {
            while (!wanted.test(List.copyOf(participants.values()))) {
                if (remainingNanos <= 0) {
                    throw new IllegalStateException(
                            "the roster did not become as wanted in " + timeout + ": " + participants.values());
                }
                remainingNanos = changed.awaitNanos(remainingNanos);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        } finally {
            lock.unlock();
        }
    }
}
