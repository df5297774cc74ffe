package io.banyan.node.media;

import io.banyan.node.plane.MediaCommand;
import io.banyan.node.plane.RemoteTrack;
import io.banyan.protocol.id.RegionId;
import io.banyan.protocol.id.TrackId;
import io.banyan.protocol.id.TransportId;
import io.banyan.protocol.sdp.NegotiatedMedia;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.ObjIntConsumer;

/** One room as {@link RoomSpread} knows it: on which loops it is, and which tracks come into which of them. */
final class SpreadRoom {
    private record Local(TransportId transport, RemoteTrack track) {}

    private final int home;
    /** With the rids of each transport's m-lines. */
    private final Map<TransportId, Map<String, List<String>>> transports = new HashMap<>();

    private final Map<TrackId, Local> local = new HashMap<>();
    private final Map<TrackId, RemoteTrack> remote = new HashMap<>();
    /** What loops were told, without what control tells the home loop itself. */
    private final Map<Integer, Map<TrackId, MediaCommand.PutRemoteTrack>> told = new HashMap<>();

    /** Where its tracks may go, and which loops know that. */
    private Set<RegionId> regions = Set.of();

    private final Map<Integer, Set<RegionId>> limited = new HashMap<>();

    private volatile List<Integer> loops;

    SpreadRoom(int home) {
        this.home = home;
        loops = List.of(home);
    }

    /** Those that it is on, the home loop first. Any thread. */
    List<Integer> loops() {
        return loops;
    }

    void open(TransportId transport) {
        transports.put(transport, new HashMap<>());
        limited.remove(transport.loop());
        findLoops();
    }

    void setMedia(TransportId transport, List<NegotiatedMedia> media) {
        Map<String, List<String>> ridsByMid = new HashMap<>();
        for (NegotiatedMedia line : media) {
            ridsByMid.put(line.mid(), line.rids());
        }
        transports.replace(transport, ridsByMid);
    }

    /** Of the encodings that come on an m-line. */
    List<String> rids(TransportId transport, String mid) {
        return transports.getOrDefault(transport, Map.of()).getOrDefault(mid, List.of());
    }

    void close(TransportId transport) {
        transports.remove(transport);
        local.values().removeIf(each -> each.transport.equals(transport));
        if (transports.isEmpty()) {
            regions = Set.of();
        }
        findLoops();
    }

    void putLocal(TransportId transport, RemoteTrack track) {
        local.put(track.spec().track(), new Local(transport, track));
    }

    void removeLocal(TrackId track) {
        local.remove(track);
    }

    void putRemote(RemoteTrack track) {
        limited.remove(home);
        remote.put(track.spec().track(), track);
    }

    void removeRemote(TrackId track) {
        remote.remove(track);
    }

    /**
     * The tracks that are published elsewhere, but for those of other nodes that the home loop takes itself.
     *
     * @param out takes each with the loop that it comes from
     */
    void tracksFor(int loop, ObjIntConsumer<RemoteTrack> out) {
        if (loop != home) {
            remote.forEach((id, track) -> {
                if (!local.containsKey(id)) {
                    out.accept(track, home);
                }
            });
        }
        for (Local each : local.values()) {
            if (each.transport.loop() != loop) {
                out.accept(each.track, each.transport.loop());
            }
        }
    }

    /** Control said so to the home loop. */
    void limit(Set<RegionId> allowed) {
        regions = allowed;
        limited.put(home, allowed);
    }

    Set<RegionId> regions() {
        return regions;
    }

    /** Whether a loop on which the room is has yet to hear where its tracks may go. */
    boolean owesLimit(int loop) {
        return loops.contains(loop) && !regions.equals(limited.getOrDefault(loop, Set.of()));
    }

    void onLimitTold(int loop) {
        limited.put(loop, regions);
    }

    /** A loop may have just begun with the room: it knows of no limit. */
    void onBegun(int loop) {
        limited.remove(loop);
    }

    /** What a loop was told. */
    Map<TrackId, MediaCommand.PutRemoteTrack> told(int loop) {
        return told.computeIfAbsent(loop, fresh -> new HashMap<>());
    }

    boolean isEmpty() {
        return transports.isEmpty()
                && remote.isEmpty()
                && told.values().stream().allMatch(Map::isEmpty);
    }

    private void findLoops() {
        List<Integer> found = new ArrayList<>(List.of(home));
        transports.keySet().stream()
                .map(TransportId::loop)
                .filter(loop -> loop != home)
                .distinct()
                .sorted()
                .forEach(found::add);
        loops = List.copyOf(found);
    }
}
