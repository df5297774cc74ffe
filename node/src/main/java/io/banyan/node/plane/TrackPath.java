package io.banyan.node.plane;

import io.banyan.protocol.id.RoomId;
import io.banyan.protocol.id.TrackId;
import java.util.List;

/**
 * The way of a remote track from its origin to this node, as its links measured it in the last second.
 *
 * @param hops from the origin on; the last one ends here
 */
public record TrackPath(RoomId room, TrackId track, List<PathHop> hops) {
    public TrackPath {
        hops = List.copyOf(hops);
    }
}
