package io.banyan.node.control;

import io.banyan.protocol.id.ParticipantId;
import io.banyan.protocol.id.TrackId;
import io.banyan.protocol.signal.v1.TrackKind;
import io.banyan.protocol.signal.v1.TrackSource;
import java.util.Map;
import java.util.Optional;
import org.apache.pekko.actor.typed.ActorRef;
import org.jspecify.annotations.Nullable;

/**
 * The tracks that can be seen in a room, at one moment; never older than the roster that came with it, so that a track
 * that a client was told of is in it. Immutable.
 */
record TrackDirectory(Map<TrackId, Entry> tracks) {
    static final TrackDirectory EMPTY = new TrackDirectory(Map.of());

    /**
     * @param source what it is of
     * @param height of its full-size encoding in pixels, 0: not known
     * @param csrc what its packets carry, 0 if they cannot come here
     * @param origin its actor, null if it is published at another node
     * @param muted as the roster says, if it is published at another node
     */
    record Entry(
            TrackId track,
            ParticipantId publisher,
            TrackKind kind,
            TrackSource source,
            int height,
            int csrc,
            @Nullable ActorRef<TrackActor.Command> origin,
            boolean muted) {
        /** Whether its packets can be sent on a slot here. */
        boolean canCome() {
            return csrc != 0;
        }
    }

    TrackDirectory {
        tracks = Map.copyOf(tracks);
    }

    /**
     * @param trackId from a client: anything
     */
    Optional<Entry> find(String trackId) {
        try {
            return Optional.ofNullable(tracks.get(new TrackId(trackId)));
        } catch (IllegalArgumentException notAnId) {
            return Optional.empty();
        }
    }
}
