package io.banyan.node.media.room;

import io.banyan.node.media.count.DropCounters;
import io.banyan.node.media.link.LinkTable;
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

    RoomMedia(RoomId id, LinkTable links, DropCounters drops) {
        this.id = id;
        remote = new RemoteTracks(this, links, drops);
    }

    /** Those that are published elsewhere. */
    RemoteTracks remote() {
        return remote;
    }

    RoomId id() {
        return id;
    }

    void add(PeerMedia peer) {
        peers.add(peer);
    }

    void remove(PeerMedia peer) {
        peers.remove(peer);
    }

    /** Whether nobody is in it and nothing passes through, so that it can be forgotten. */
    boolean isEmpty() {
        return peers.isEmpty() && remote.isEmpty();
    }

    /** Makes a track known; what had its id before ends. */
    void publish(RoomTrack track) {
        RoomTrack before = tracks.put(track.id(), track);
        if (before != null) {
            before.end();
        }
    }

    void unpublish(RoomTrack track) {
        tracks.remove(track.id(), track);
    }

    @Nullable
    RoomTrack track(TrackId track) {
        return tracks.get(track);
    }
}
