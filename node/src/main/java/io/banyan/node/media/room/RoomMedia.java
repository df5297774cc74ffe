package io.banyan.node.media.room;

import io.banyan.node.media.count.DropCounters;
import io.banyan.node.media.link.LinkTable;
import io.banyan.protocol.id.RegionId;
import io.banyan.protocol.id.RoomId;
import io.banyan.protocol.id.TrackId;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** One room on one loop: who is in it, and which tracks can be forwarded. Owned by a media loop. */
final class RoomMedia {
    private final RoomId id;
    private final Set<PeerMedia> peers = new HashSet<>();
    private final Map<TrackId, RoomTrack> tracks = new HashMap<>();
    private final RemoteTracks remote;
    private final RoomSpeech speech = new RoomSpeech(this);
    private Set<RegionId> regions = Set.of();

    RoomMedia(RoomId id, LinkTable links, DropCounters drops) {
        this.id = id;
        remote = new RemoteTracks(this, links, drops);
    }

    /** Those that are published elsewhere. */
    RemoteTracks remote() {
        return remote;
    }

    /** Who speaks. */
    RoomSpeech speech() {
        return speech;
    }

    /** Not to be changed. */
    Set<PeerMedia> peers() {
        return peers;
    }

    RoomId id() {
        return id;
    }

    void add(PeerMedia peer) {
        peers.add(peer);
    }

    void remove(PeerMedia peer) {
        peers.remove(peer);
        speech.onFollowersChanged();
    }

    /** Whether nobody is in it and nothing passes through, so that it can be forgotten. */
    boolean isEmpty() {
        return peers.isEmpty() && remote.isEmpty();
    }

    /** Makes a track known; what had its id before ends. */
    void publish(RoomTrack track) {
        RoomTrack before = tracks.put(track.id(), track);
        if (before != null) {
            speech.onUnpublished(before);
            before.end();
        }
        track.linked().limit(regions);
        speech.onPublished(track);
    }

    /**
     * Where its tracks may go.
     *
     * @param allowed empty: everywhere
     */
    void limit(Set<RegionId> allowed) {
        regions = allowed;
        tracks.values().forEach(track -> track.linked().limit(allowed));
    }

    void unpublish(RoomTrack track) {
        if (tracks.remove(track.id(), track)) {
            speech.onUnpublished(track);
        }
    }

    @Nullable
    RoomTrack track(TrackId track) {
        return tracks.get(track);
    }
}
