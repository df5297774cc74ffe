package io.banyan.node.mesh.directory;

import io.banyan.node.mesh.MeshTime;
import io.banyan.node.mesh.Refusals;
import io.banyan.protocol.id.RegionId;
import io.banyan.protocol.id.RoomId;
import io.banyan.protocol.wire.v1.CountedViewer;
import io.banyan.protocol.wire.v1.DirectoryAnswer;
import io.banyan.protocol.wire.v1.MeshFrame;
import io.banyan.protocol.wire.v1.RoomPlaces;
import io.banyan.protocol.wire.v1.RoomRegistration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/**
 * Tells a room's regions how many viewers are only counted, now and then, and those whose viewers joined elsewhere at once.
 * Owned by a {@link RoomDirectory}.
 */
final class ViewerCounts {
    /** How late the number may be: it costs one frame to each region of the room. */
    static final long TELL_NANOS = TimeUnit.SECONDS.toNanos(5);

    private final DirectoryPort port;
    private final Refusals refusals;
    private final Set<RoomId> untold = new LinkedHashSet<>();
    private long dueNanos = MeshTime.NEVER;

    ViewerCounts(DirectoryPort port, Refusals refusals) {
        this.port = port;
        this.refusals = refusals;
    }

    /**
     * A region registered a room.
     *
     * @return those of its viewers who have joined elsewhere later
     */
    List<CountedViewer> onRegistration(
            RegionId from, RoomId room, RoomRegistration said, DirectoryEntry entry, MeshTime now) {
        int before = entry.viewers().total();
        Map<RegionId, List<CountedViewer>> replaced = Map.of();
        if (said.getLeaving()) {
            entry.viewers().forget(from);
        } else if (entry.isLatest(from, said.getAtMillis())) {
            replaced = entry.viewers().onRegistration(from, said, refusals);
        }
        replaced.forEach((region, viewers) -> {
            if (!region.equals(from)) {
                port.send(region, frame(entry.countsToProto(room).addAllReplaced(viewers)));
            }
        });
        if (entry.viewers().total() != before && untold.add(room)) {
            dueNanos = Math.min(dueNanos, now.nanos() + TELL_NANOS);
        }
        return replaced.getOrDefault(from, List.of());
    }

    private static MeshFrame frame(RoomPlaces.Builder places) {
        return MeshFrame.newBuilder()
                .setDirectoryAnswer(DirectoryAnswer.newBuilder().addRooms(places))
                .build();
    }

    void collect(Map<RoomId, DirectoryEntry> rooms, MeshTime now) {
        if (now.nanos() < dueNanos) {
            return;
        }
        dueNanos = MeshTime.NEVER;
        for (RoomId room : untold) {
            DirectoryEntry entry = rooms.get(room);
            if (entry != null) {
                MeshFrame frame = frame(entry.countsToProto(room));
                entry.regions().forEach(region -> port.send(region, frame));
            }
        }
        untold.clear();
    }

    long dueNanos() {
        return dueNanos;
    }
}
