package io.banyan.cluster;

import io.banyan.protocol.id.RegionId;
import io.banyan.protocol.id.RoomId;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;

/** Where what is decided and known about a room as a whole is kept. Pure functions, the same on every node. */
public final class RoomPlacement {
    /** DESIGN §6. Two may be lost or cut off at once. */
    public static final int DIRECTORY_REGIONS = 3;

    private RoomPlacement() {}

    /**
     * The regions that a room's directory entry lives at, as one region sees it: the first three of all, and the first
     * three of those that it can reach, so that on each side of a cut there are some.
     *
     * @param allowed regions that the room may be in
     * @return in the room's order
     */
    public static Set<RegionId> directory(RoomId room, Collection<RegionId> allowed, Predicate<RegionId> reachable) {
        List<RegionId> first = Rendezvous.first(room.toString(), allowed, DIRECTORY_REGIONS, region -> true);
        Set<RegionId> places = new LinkedHashSet<>(first);
        if (!first.stream().allMatch(reachable)) {
            places.addAll(Rendezvous.first(room.toString(), allowed, DIRECTORY_REGIONS, reachable));
        }
        return places;
    }

    /** Every allowed region in the order in which they are a room's authority: the first that lives is. */
    public static List<RegionId> authorities(RoomId room, Collection<RegionId> allowed) {
        return Rendezvous.ranked(room.toString(), allowed);
    }
}
