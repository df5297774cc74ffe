package io.banyan.node.media;

import io.banyan.node.plane.MediaCommand;
import io.banyan.node.plane.MediaEndpoint;
import io.banyan.node.plane.RemoteTrack;
import io.banyan.node.plane.TrackParents;
import io.banyan.node.plane.TrackSpec;
import io.banyan.protocol.id.NodeId;
import io.banyan.protocol.id.RoomId;
import io.banyan.protocol.id.TrackId;
import io.banyan.protocol.id.TransportId;
import io.banyan.protocol.link.ParentReason;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.IntFunction;
import java.util.function.IntUnaryOperator;
import java.util.function.Predicate;

/**
 * Rooms that have outgrown a loop. Who joins while the room's loops are busy comes to another one, and each of them is told
 * of the tracks of the others as of another node's: the same frames carry them, by a pipe instead of the network. The room's
 * home loop stays what other nodes take its tracks from. For the threads that command loops; loops themselves never call.
 */
final class RoomSpread {
    /** Beyond it a loop gets nobody new, as long as another one has half of that to do. In thousandths. */
    static final int BUSY_PERMILLE = 600;

    private final NodeId node;
    private final int loops;
    private final IntFunction<MediaEndpoint> endpoints;
    private final IntUnaryOperator loadPermille;
    private final Predicate<MediaCommand> submit;
    /** What is in one is changed within {@code compute} only, so by one thread at a time. */
    private final Map<RoomId, SpreadRoom> rooms = new ConcurrentHashMap<>();

    private final Map<TransportId, RoomId> roomOf = new ConcurrentHashMap<>();
    /** Those of which a loop's queue was too full to be told. */
    private final Set<RoomId> unfinished = ConcurrentHashMap.newKeySet();

    /**
     * @param loadPermille how busy a loop is
     * @param submit hands a command to its loop; false: its queue is full
     */
    RoomSpread(
            NodeId node,
            int loops,
            IntFunction<MediaEndpoint> endpoints,
            IntUnaryOperator loadPermille,
            Predicate<MediaCommand> submit) {
        this.node = node;
        this.loops = loops;
        this.endpoints = endpoints;
        this.loadPermille = loadPermille;
        this.submit = submit;
    }

    /** The loop that other nodes know for a room. */
    int home(RoomId room) {
        // The high bits decide too: names of rooms often differ in their last character only.
        int spread = room.hashCode() * 0x9E37_79B9;
        return Math.floorMod(spread >>> 16, loops);
    }

    /** The loop for somebody new: where the room is already, if there is time to spare. */
    int place(RoomId id) {
        SpreadRoom room = rooms.get(id);
        List<Integer> used = room == null ? List.of(home(id)) : room.loops();
        for (int loop : used) {
            if (loadPermille.applyAsInt(loop) < BUSY_PERMILLE) {
                return loop;
            }
        }
        int idlest = home(id);
        for (int loop = 0; loop < loops; loop++) {
            if (loadPermille.applyAsInt(loop) < loadPermille.applyAsInt(idlest)) {
                idlest = loop;
            }
        }
        return loadPermille.applyAsInt(idlest) <= BUSY_PERMILLE / 2 ? idlest : home(id);
    }

    /** Learns from a command that its loop has taken, and tells other loops what it means for them. */
    void onCommand(MediaCommand command) {
        switch (command) {
            case MediaCommand.OpenTransport open -> {
                roomOf.put(open.transport(), open.room());
                change(open.room(), room -> room.open(open.transport()));
            }
            case MediaCommand.SetMedia set ->
                change(set.transport(), room -> room.setMedia(set.transport(), set.media()));
            case MediaCommand.AddTrack add -> change(add.transport(), room -> add(room, add.transport(), add.track()));
            case MediaCommand.RemoveTrack remove ->
                change(remove.transport(), room -> room.removeLocal(remove.track()));
            case MediaCommand.CloseTransport close -> {
                change(close.transport(), room -> room.close(close.transport()));
                roomOf.remove(close.transport());
            }
            case MediaCommand.PutRemoteTrack put -> change(put.room(), room -> room.putRemote(put.track()));
            case MediaCommand.RemoveRemoteTrack remove ->
                change(remove.room(), room -> room.removeRemote(remove.track()));
            case MediaCommand.LimitRegions limit -> change(limit.room(), room -> room.limit(limit.regions()));
            case MediaCommand.RestartIce ignored -> {}
            case MediaCommand.AddForwarder ignored -> {}
            case MediaCommand.SetWish ignored -> {}
            case MediaCommand.FollowSpeech ignored -> {}
            case MediaCommand.RemoveForwarder ignored -> {}
        }
        for (RoomId late : unfinished) {
            change(late, room -> {});
        }
    }

    /** How many rooms it keeps in mind. */
    int roomCount() {
        return rooms.size();
    }

    private void add(SpreadRoom room, TransportId transport, TrackSpec spec) {
        List<String> rids = room.rids(transport, spec.mid());
        if (rids.size() <= RemoteTrack.MAX_ENCODINGS) {
            room.putLocal(transport, new RemoteTrack(spec, rids, node, transport.serial()));
        }
    }

    private void change(TransportId transport, Consumer<SpreadRoom> change) {
        RoomId room = roomOf.get(transport);
        if (room != null) {
            change(room, change);
        }
    }

    private void change(RoomId id, Consumer<SpreadRoom> change) {
        rooms.compute(id, (same, present) -> {
            SpreadRoom room = present == null ? new SpreadRoom(home(id)) : present;
            change.accept(room);
            if (tell(id, room)) {
                unfinished.remove(id);
            } else {
                unfinished.add(id);
            }
            return room.isEmpty() ? null : room;
        });
    }

    /** Tells the room's loops what they do not know yet; false: a queue was full. */
    private boolean tell(RoomId id, SpreadRoom room) {
        List<Integer> used = room.loops();
        boolean isTold = true;
        for (int loop = 0; loop < loops; loop++) {
            Map<TrackId, MediaCommand.PutRemoteTrack> told = room.told(loop);
            boolean isNew = told.isEmpty();
            isTold &= tell(id, loop, told, used.contains(loop) ? wanted(id, room, loop) : Map.of());
            if (isNew && !told.isEmpty()) {
                room.onBegun(loop);
            }
            isTold &= tellLimit(id, loop, room);
        }
        return isTold;
    }

    private boolean tellLimit(RoomId id, int loop, SpreadRoom room) {
        if (!room.owesLimit(loop)) {
            return true;
        }
        if (!submit.test(new MediaCommand.LimitRegions(loop, id, room.regions()))) {
            return false;
        }
        room.onLimitTold(loop);
        return true;
    }

    private Map<TrackId, MediaCommand.PutRemoteTrack> wanted(RoomId id, SpreadRoom room, int loop) {
        Map<TrackId, MediaCommand.PutRemoteTrack> wanted = new HashMap<>();
        room.tracksFor(
                loop,
                (track, from) -> wanted.put(
                        track.spec().track(),
                        new MediaCommand.PutRemoteTrack(
                                loop, id, track, new TrackParents(endpoints.apply(from), null, ParentReason.SIBLING))));
        return wanted;
    }

    private boolean tell(
            RoomId id,
            int loop,
            Map<TrackId, MediaCommand.PutRemoteTrack> told,
            Map<TrackId, MediaCommand.PutRemoteTrack> wanted) {
        boolean isTold = true;
        for (TrackId gone : List.copyOf(told.keySet())) {
            if (!wanted.containsKey(gone)) {
                if (submit.test(new MediaCommand.RemoveRemoteTrack(loop, id, gone))) {
                    told.remove(gone);
                } else {
                    isTold = false;
                }
            }
        }
        for (Map.Entry<TrackId, MediaCommand.PutRemoteTrack> each : wanted.entrySet()) {
            if (!each.getValue().equals(told.get(each.getKey()))) {
                if (submit.test(each.getValue())) {
                    told.put(each.getKey(), each.getValue());
                } else {
                    isTold = false;
                }
            }
        }
        return isTold;
    }
}
