package io.banyan.node.mesh.directory;

import io.banyan.node.mesh.MeshRefusal;
import io.banyan.node.mesh.MeshTime;
import io.banyan.node.mesh.Refusals;
import io.banyan.node.mesh.authority.FactsWire;
import io.banyan.node.mesh.authority.RoomFacts;
import io.banyan.protocol.id.RegionId;
import io.banyan.protocol.id.RoomId;
import io.banyan.protocol.wire.v1.RoomPlaces;
import io.banyan.protocol.wire.v1.RoomRegistration;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

/**
 * What a directory knows of one room: which regions it is in and until when that is believed, what was decided, and who has
 * yet to confirm that.
 */
final class DirectoryEntry {
    private static final int MAX_CONFIRM_SHIFT = 4;

    private record Registration(long atMillis, long expiresNanos) {}

    private final Map<RegionId, Registration> registrations = new LinkedHashMap<>(4);
    private final Set<RegionId> unconfirmed = new LinkedHashSet<>(2);
    private Set<RegionId> places = Set.of();
    private AllowedRegions allowed = AllowedRegions.ANYWHERE;
    private final CountedViewers viewers = new CountedViewers();
    private RoomFacts facts = RoomFacts.NONE;
    private long confirmNanos = MeshTime.NEVER;
    private int tries;

    /** That the room is in, as they say. */
    Set<RegionId> regions() {
        return registrations.keySet();
    }

    RoomFacts facts() {
        return facts;
    }

    void setFacts(RoomFacts known) {
        facts = known;
    }

    /** Whether there is nothing left to know. */
    boolean isOver() {
        return registrations.isEmpty() && facts.isForgettable();
    }

    /**
     * Takes a registration, which may have been overtaken by a later one.
     *
     * @return whether a region came or went
     */
    boolean register(RegionId from, RoomRegistration registration, Refusals refusals, MeshTime now) {
        Registration known = registrations.get(from);
        if (known != null && known.atMillis > registration.getAtMillis()) {
            return false;
        }
        if (registration.getLeaving()) {
            return registrations.remove(from) != null;
        }
        if (known == null && registrations.size() >= RoomDirectory.MAX_REGIONS) {
            refusals.count(MeshRefusal.FULL);
            return false;
        }
        registrations.put(from, new Registration(registration.getAtMillis(), now.nanos() + RoomDirectory.TTL_NANOS));
        return known == null;
    }

    /** Forgets who has not registered again, and what need not be known any more. */
    void sweep(MeshTime now) {
        facts = facts.at(now);
        registrations.entrySet().removeIf(each -> {
            boolean isOver = each.getValue().expiresNanos <= now.nanos();
            if (isOver) {
                viewers.forget(each.getKey());
            }
            return isOver;
        });
    }

    /** Whether nothing later was taken of a region than what it said then. */
    boolean isLatest(RegionId from, long atMillis) {
        Registration known = registrations.get(from);
        return known != null && known.atMillis == atMillis;
    }

    /** Who is only counted. */
    CountedViewers viewers() {
        return viewers;
    }

    /** How many are counted, and nothing else. */
    RoomPlaces.Builder countsToProto(RoomId room) {
        return RoomPlaces.newBuilder()
                .setRoom(room.toString())
                .setCountsOnly(true)
                .setCounted(viewers.total());
    }

    RoomPlaces.Builder toProto(RoomId room) {
        RoomPlaces.Builder said =
                RoomPlaces.newBuilder().setRoom(room.toString()).setCounted(viewers.total());
        registrations.keySet().forEach(region -> said.addRegions(region.value()));
        if (!facts.equals(RoomFacts.NONE)) {
            said.setFacts(FactsWire.toProto(facts));
        }
        return said;
    }

    /**
     * Something was decided: the other places of the room's directory are to know.
     *
     * @param others without the own region
     */
    void setPlaces(AllowedRegions where, Set<RegionId> others) {
        allowed = where;
        places = others;
        unconfirmed.addAll(others);
    }

    /** The room's directory in other regions, once this one has decided. */
    Set<RegionId> places() {
        return places;
    }

    AllowedRegions allowed() {
        return allowed;
    }

    /** A region is known to know what was decided. */
    void confirm(RegionId region) {
        unconfirmed.remove(region);
    }

    boolean isConfirmed(RegionId region) {
        return !unconfirmed.contains(region);
    }

    /** Everybody in the room is to know what was decided. */
    void tellRegions() {
        unconfirmed.addAll(registrations.keySet());
        tries = 0;
    }

    /** Those in the room who have not confirmed. */
    Set<RegionId> unconfirmedRegions() {
        Set<RegionId> inRoom = new LinkedHashSet<>(unconfirmed);
        inRoom.retainAll(registrations.keySet());
        return inRoom;
    }

    /**
     * Plans when it is told again to those who have not confirmed.
     *
     * @return false if there is nobody, or nothing that is worth it
     */
    boolean planConfirmation(MeshTime now) {
        unconfirmed.removeIf(region -> !registrations.containsKey(region) && !places.contains(region));
        if (unconfirmed.isEmpty() || facts.isForgettable()) {
            unconfirmed.clear();
            return false;
        }
        confirmNanos = now.nanos() + (RoomDirectory.CONFIRM_NANOS << Math.min(tries++ / 2, MAX_CONFIRM_SHIFT));
        return true;
    }

    long confirmNanos() {
        return confirmNanos;
    }
}
