package io.banyan.node.mesh.room;

import io.banyan.node.mesh.lease.Path;
import io.banyan.protocol.id.RegionId;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The other regions of a room: which are known, and which of them are reached. Owned by a {@link RegionRoom}. */
final class RoomPeers {
    private final MeshSurroundings mesh;
    private final Map<RegionId, Peer> peers = new LinkedHashMap<>(4);
    private int turn;

    RoomPeers(MeshSurroundings mesh) {
        this.mesh = mesh;
    }

    Collection<Peer> all() {
        return peers.values();
    }

    @Nullable
    Peer find(RegionId region) {
        return peers.get(region);
    }

    int size() {
        return peers.size();
    }

    /** Whether there is room for a region that is not known. */
    private boolean isNew(RegionId region) {
        return !region.equals(mesh.region()) && !peers.containsKey(region) && peers.size() < FrameLimits.MAX_REGIONS;
    }

    /**
     * Who says something.
     *
     * @param leaving it is heard, and not one of the room's regions for it
     * @return null if there is no room for another
     */
    @Nullable
    Peer speaker(RegionId region, boolean leaving, long nowNanos) {
        Peer peer = peers.get(region);
        if (peer == null && peers.size() < FrameLimits.MAX_REGIONS) {
            peer = new Peer(region, nowNanos);
            if (!leaving) {
                peers.put(region, peer);
            }
        }
        return peer;
    }

    /**
     * A region is in the room, as somebody else says; it is asked.
     *
     * @return false if it was known, or there is no room for it
     */
    boolean meet(RegionId region, long nowNanos) {
        if (!isNew(region)) {
            return false;
        }
        Peer peer = new Peer(region, nowNanos);
        peer.askAt(nowNanos);
        peers.put(region, peer);
        return true;
    }

    /**
     * The regions that the directory knows.
     *
     * @return whether any was not known
     */
    boolean onListed(Collection<RegionId> regions, long nowNanos) {
        boolean changed = false;
        for (RegionId region : regions) {
            changed |= meet(region, nowNanos);
        }
        Set<RegionId> listed = new HashSet<>(regions);
        for (Peer peer : peers.values()) {
            peer.setListed(listed.contains(peer.region()));
        }
        return changed;
    }

    void remove(RegionId region) {
        peers.remove(region);
    }

    /** Who has nobody in the room, is in no directory and has not spoken since then. */
    boolean forgetStrangers(PartTable parts, long heardBeforeNanos) {
        return peers.values()
                .removeIf(peer ->
                        !peer.isListed() && !parts.hasAnyOf(peer.region()) && peer.heardNanos() < heardBeforeNanos);
    }

    boolean reaches(Peer peer) {
        return mesh.liveness().path(peer.region()) == Path.DIRECT;
    }

    /** Those that are reached, but for some. */
    List<Peer> reached(Set<RegionId> but) {
        List<Peer> reached = new ArrayList<>(peers.size());
        for (Peer peer : peers.values()) {
            if (!but.contains(peer.region()) && reaches(peer)) {
                reached.add(peer);
            }
        }
        return reached;
    }

    /** One that is reached, another each time. */
    Optional<Peer> nextReached() {
        List<Peer> reached = reached(Set.of());
        return reached.isEmpty() ? Optional.empty() : Optional.of(reached.get(Math.floorMod(turn++, reached.size())));
    }

    /** Whether any is heard of through others only. */
    boolean isAnyBehindOthers() {
        for (Peer peer : peers.values()) {
            if (mesh.liveness().path(peer.region()) == Path.TRANSIT) {
                return true;
            }
        }
        return false;
    }

    /** Whether each that is reached has said that it knows what it was told. */
    boolean isSettled() {
        return peers.values().stream().allMatch(peer -> peer.isSettled() || !reaches(peer));
    }

    long nextDueNanos(long before) {
        long due = before;
        for (Peer peer : peers.values()) {
            due = Math.min(due, peer.dueNanos());
        }
        return due;
    }

    Set<RegionId> regions() {
        return Collections.unmodifiableSet(new LinkedHashSet<>(peers.keySet()));
    }
}
