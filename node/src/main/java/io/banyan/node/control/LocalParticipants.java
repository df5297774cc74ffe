package io.banyan.node.control;

import io.banyan.node.mesh.directory.AllowedRegions;
import io.banyan.protocol.id.Identity;
import io.banyan.protocol.id.ParticipantId;
import io.banyan.protocol.id.RegionId;
import io.banyan.protocol.id.TrackId;
import io.banyan.protocol.signal.v1.Participant;
import io.banyan.protocol.signal.v1.Track;
import io.banyan.protocol.signal.v1.TrackSource;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.pekko.actor.typed.ActorRef;
import org.jspecify.annotations.Nullable;

/** The participants of one room on this node, and where their tracks are to be found. Owned by one actor. */
final class LocalParticipants {
    /** One participant, from the moment that its actor was started. */
    static final class Local {
        private final ParticipantSeat seat;
        private final ActorRef<ParticipantMessage> actor;
        private List<TrackDirectory.Entry> tracks = List.of();
        private boolean shown;
        private boolean ended;
        private Optional<Set<TrackSource>> promotion = Optional.empty();

        private Local(ParticipantSeat seat, ActorRef<ParticipantMessage> actor) {
            this.seat = seat;
            this.actor = actor;
        }

        ParticipantId id() {
            return seat.id();
        }

        Identity identity() {
            return seat.grants().identity();
        }

        long joinedAtMillis() {
            return seat.joinedAtMillis();
        }

        ActorRef<ParticipantMessage> actor() {
            return actor;
        }

        /** Whether its join was accepted, so that others see it. */
        boolean isShown() {
            return shown;
        }

        /** Whether it has not been told yet that this is what it may publish. */
        boolean promoteOnce(Optional<Set<TrackSource>> publish) {
            boolean isNew = !publish.equals(promotion);
            promotion = publish;
            return isNew;
        }

        /** Whether it was told to end; true once only. */
        boolean endOnce() {
            boolean first = !ended;
            ended = true;
            return first;
        }
    }

    private final Map<ParticipantId, Local> locals = new LinkedHashMap<>();
    /** How many tokens name which regions; the last ones stay until others come. */
    private final Map<Set<RegionId>, Integer> regionLists = new HashMap<>();

    private AllowedRegions allowed = AllowedRegions.ANYWHERE;

    void add(ParticipantSeat seat, ActorRef<ParticipantMessage> actor) {
        if (locals.isEmpty()) {
            regionLists.clear();
        }
        locals.put(seat.id(), new Local(seat, actor));
        if (regionLists.merge(seat.grants().allowedRegions(), 1, Integer::sum) == 1) {
            allowed = AllowedRegions.of(regionLists.keySet());
        }
    }

    @Nullable
    Local remove(ParticipantId id) {
        Local removed = locals.remove(id);
        if (removed != null
                && !locals.isEmpty()
                && regionLists.computeIfPresent(
                                removed.seat.grants().allowedRegions(),
                                (list, tokens) -> tokens == 1 ? null : tokens - 1)
                        == null) {
            allowed = AllowedRegions.of(regionLists.keySet());
        }
        return removed;
    }

    /** Where the room may be, by the tokens of those who are here. */
    AllowedRegions allowed() {
        return allowed;
    }

    /** Takes what a participant publishes now; null if it is not here any more. */
    @Nullable
    Local show(ParticipantId id, List<TrackDirectory.Entry> tracks) {
        Local local = locals.get(id);
        if (local != null) {
            local.shown = true;
            local.tracks = tracks;
        }
        return local;
    }

    boolean isEmpty() {
        return locals.isEmpty();
    }

    Collection<Local> all() {
        return locals.values();
    }

    Optional<Local> find(String participantId) {
        return locals.values().stream()
                .filter(local -> local.id().value().equals(participantId))
                .findFirst();
    }

    /** The participant that the very same join made before. */
    Optional<Local> sameJoin(JoinRequest request) {
        return locals.values().stream()
                .filter(local -> !local.ended
                        && !request.requestId().isEmpty()
                        && local.seat.requestId().equals(request.requestId())
                        && local.seat
                                .grants()
                                .identity()
                                .equals(request.grants().identity())
                        && local.seat.join().getOffer().equals(request.join().getOffer()))
                .findFirst();
    }

    /** How many were admitted and are not in the roster yet. */
    int joining() {
        return (int) locals.values().stream().filter(local -> !local.shown).count();
    }

    /** The tracks of everybody who is to be seen; those of other nodes without an actor. */
    TrackDirectory directory(Collection<Participant> visible, RemoteMedia remote) {
        Map<TrackId, TrackDirectory.Entry> tracks = new HashMap<>();
        for (Participant participant : visible) {
            ParticipantId id = new ParticipantId(participant.getParticipantId());
            Local local = locals.get(id);
            if (local != null) {
                local.tracks.forEach(entry -> tracks.put(entry.track(), entry));
            } else {
                for (Track track : participant.getTracksList()) {
                    TrackId trackId = new TrackId(track.getTrackId());
                    tracks.put(
                            trackId,
                            new TrackDirectory.Entry(
                                    trackId,
                                    id,
                                    track.getKind(),
                                    track.getSource(),
                                    Math.max(0, track.getHeight()),
                                    remote.csrcOf(trackId),
                                    null,
                                    track.getMuted()));
                }
            }
        }
        return new TrackDirectory(tracks);
    }
}
