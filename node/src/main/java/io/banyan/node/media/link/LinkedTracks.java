package io.banyan.node.media.link;

import io.banyan.protocol.link.TrackKey;
import org.jspecify.annotations.Nullable;

/** The tracks of a loop, as links ask for them. */
@FunctionalInterface
public interface LinkedTracks {
    /** Null if the loop does not have it, or not yet. */
    @Nullable
    LinkedTrack find(TrackKey key);
}
