package io.banyan.node.mesh.part;

import io.banyan.protocol.wire.v1.MediaEndpoint;
import io.banyan.protocol.wire.v1.TrackMedia;
import java.util.List;
import java.util.Optional;

/**
 * What media has to know of a part, beside what clients are told.
 *
 * @param endpoint where the room's media on the owner is; empty: not told yet
 * @param tracks of everybody in the part
 */
public record PartMedia(Optional<MediaEndpoint> endpoint, List<TrackMedia> tracks) {
    public PartMedia {
        tracks = List.copyOf(tracks);
    }
}
