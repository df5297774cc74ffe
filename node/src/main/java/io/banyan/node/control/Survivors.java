package io.banyan.node.control;

import io.banyan.node.mesh.part.SessionClaim;
import io.banyan.protocol.id.ParticipantId;
import io.banyan.protocol.id.RoomId;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;

/**
 * Who is on this node, beyond the life of an actor system: when the cluster downs the node its system ends, its media does
 * not, and the next system goes on from here. Any thread may call.
 */
final class Survivors {
    private final Map<ParticipantId, ParticipantState> participants = new ConcurrentHashMap<>();
    private final Map<RoomId, Session> sessions = new ConcurrentHashMap<>();
    private volatile boolean handingOver;

    /**
     * @param agreed whether the room's index has heard of it, so that it has begun for everybody
     */
    record Session(SessionClaim claim, boolean agreed) {}

    /** The participant is in. */
    void keep(ParticipantState state) {
        participants.put(state.seat().id(), state);
    }

    /** The participant is over. */
    void forget(ParticipantId participant) {
        participants.remove(participant);
    }

    /** The session of a room that has people here. */
    void keepSession(RoomId room, SessionClaim session, boolean agreed) {
        sessions.put(room, new Session(session, agreed));
    }

    Optional<Session> session(RoomId room) {
        return Optional.ofNullable(sessions.get(room));
    }

    /** Nobody is in the room here. */
    void forgetSession(RoomId room) {
        sessions.remove(room);
    }

    /** The actor system ends: what its actors still hear and do is no fact about anybody. */
    void handOver() {
        handingOver = true;
    }

    boolean isHandingOver() {
        return handingOver;
    }

    /** Whether a participant whose actor stops goes on under another one. */
    boolean outlives(ParticipantId participant) {
        return handingOver && participants.containsKey(participant);
    }

    /** Begins the next life: whom its actors are to take over, by room. */
    Map<RoomId, List<ParticipantState>> takeOver() {
        handingOver = false;
        return participants.values().stream()
                .collect(Collectors.groupingBy(state -> state.seat().room()));
    }
}
