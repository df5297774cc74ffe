package io.banyan.node.mesh.directory;

import io.banyan.node.mesh.authority.RoomFacts;
import io.banyan.protocol.id.RegionId;
import io.banyan.protocol.id.RoomId;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/** A room of the own region, as it is registered at the directory. Owned by a {@link DirectoryClient}. */
final class RegisteredRoom {
    final RoomId room;
    AllowedRegions allowed;
    /** Its places while all can be reached; found once for a topology. */
    Set<RegionId> homes = Set.of();

    final Map<RegionId, Place> places = new LinkedHashMap<>(4);
    RoomFacts facts = RoomFacts.NONE;
    /** The own region's viewers whom others only count, and when each joined. */
    Map<Long, Long> viewers = Map.of();
    /** Others have such viewers, as far as is known. */
    boolean isCounting;

    long oldPlacesUntilNanos;
    boolean stale;
    /** Some place could not be reached when the places were found. */
    boolean partly;

    RegisteredRoom(RoomId room, AllowedRegions allowed) {
        this.room = room;
        this.allowed = allowed;
    }
}
