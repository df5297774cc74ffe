package io.banyan.node.control;

import io.banyan.node.mesh.MeshRefusal;
import io.banyan.node.mesh.Refusals;
import io.banyan.protocol.id.RegionId;
import io.banyan.protocol.id.RoomId;
import io.banyan.protocol.wire.v1.DirectoryRegister;
import io.banyan.protocol.wire.v1.MeshFrame;
import io.banyan.protocol.wire.v1.RoomPlaces;
import io.banyan.protocol.wire.v1.RoomRegistration;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.BiConsumer;

/**
 * Where in this region a frame is for: a room's index, or a bucket of the directory, on whatever node that is. Any thread
 * may call.
 */
final class MeshRoutes {
    /** "tenant/name" with the longest of both: what is longer is not even looked at. */
    private static final int MAX_ROOM_CHARS = 256;

    private final BiConsumer<RoomId, RoomActor.Command> rooms;
    private final BiConsumer<Integer, DirectoryActor.Command> buckets;
    private final Refusals refusals;

    MeshRoutes(
            BiConsumer<RoomId, RoomActor.Command> rooms,
            BiConsumer<Integer, DirectoryActor.Command> buckets,
            Refusals refusals) {
        this.rooms = rooms;
        this.buckets = buckets;
        this.refusals = refusals;
    }

    /** A frame of a region, or of this one to itself. What names no room is counted. */
    void onFrame(RegionId from, MeshFrame frame) {
        switch (frame.getFrameCase()) {
            case ROOM ->
                room(frame.getRoom().getRoom())
                        .ifPresent(room -> rooms.accept(room, new RoomActor.Frame(from, frame.getRoom())));
            case DIRECTORY_REGISTER -> onRegister(from, frame.getDirectoryRegister());
            case DIRECTORY_ANSWER -> {
                for (RoomPlaces places : frame.getDirectoryAnswer().getRoomsList()) {
                    room(places.getRoom()).ifPresent(room -> {
                        rooms.accept(room, new RoomActor.Places(from, places));
                        buckets.accept(DirectoryActor.bucketOf(room), new DirectoryActor.Places(from, places));
                    });
                }
            }
            case MODERATE ->
                room(frame.getModerate().getRoom())
                        .ifPresent(room -> buckets.accept(
                                DirectoryActor.bucketOf(room), new DirectoryActor.Ask(from, frame.getModerate())));
            case MODERATED ->
                room(frame.getModerated().getRoom())
                        .ifPresent(room ->
                                rooms.accept(room, new RoomActor.AuthorityAnswered(from, frame.getModerated())));
            case HELLO, HEARTBEAT, FRAME_NOT_SET -> {}
        }
    }

    private void onRegister(RegionId from, DirectoryRegister register) {
        Map<Integer, DirectoryRegister.Builder> byBucket = new TreeMap<>();
        for (RoomRegistration registration : register.getRoomsList()) {
            room(registration.getRoom())
                    .ifPresent(room -> byBucket.computeIfAbsent(
                                    DirectoryActor.bucketOf(room), bucket -> DirectoryRegister.newBuilder())
                            .addRooms(registration));
        }
        byBucket.forEach((bucket, rest) -> buckets.accept(bucket, new DirectoryActor.Register(from, rest.build())));
    }

    private Optional<RoomId> room(String text) {
        if (text.length() <= MAX_ROOM_CHARS) {
            try {
                return Optional.of(RoomId.parse(text));
            } catch (IllegalArgumentException notARoom) {
                // Counted below.
            }
        }
        refusals.count(MeshRefusal.BAD_NAME);
        return Optional.empty();
    }
}
