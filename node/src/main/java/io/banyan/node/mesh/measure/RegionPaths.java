package io.banyan.node.mesh.measure;

import io.banyan.node.mesh.MeshRefusal;
import io.banyan.node.mesh.Refusals;
import io.banyan.node.mesh.tree.RegionDelays;
import io.banyan.protocol.id.NodeId;
import io.banyan.protocol.id.RegionId;
import io.banyan.protocol.wire.v1.HeardNode;
import io.banyan.protocol.wire.v1.MeshHeartbeat;
import io.banyan.protocol.wire.v1.RegionPath;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * What this node knows of the ways between regions: its own round trips to others, by heartbeats that come back; what other
 * regions say of theirs; and coordinates for the rest. Owned by one actor.
 *
 * <p>A pair counts as long as either end says; where both do, the mean. Who says absurd things is not believed, and nobody
 * can say anything about ways that are not his own region's.
 */
public final class RegionPaths {
    /** In one heartbeat; 300 regions are told in ten seconds, by 1 kB a second. */
    static final int MAX_PATHS = 32;

    private static final int MAX_REGIONS = 512;
    private static final int SENT_KEPT = 64;

    /** What a region said and did not say again is nothing any more; its turn comes every 16 s with 512 regions. */
    private static final long SAID_NANOS = TimeUnit.SECONDS.toNanos(60);

    private final NodeId self;
    private final Refusals refusals;
    private final long[] sentSequence = new long[SENT_KEPT];
    private final long[] sentNanos = new long[SENT_KEPT];
    private final Map<RegionId, RoundTripEstimate> own = new LinkedHashMap<>();
    private final Map<RegionId, Integer> lossPermille = new HashMap<>();
    private final Map<RegionId, Map<RegionId, Said>> said = new HashMap<>();
    private final Map<RegionId, Coordinate> coordinates = new HashMap<>();
    private final Map<NodeId, Integer> loads = new HashMap<>();
    private Coordinate here = Coordinate.UNKNOWN;
    private int turn;

    private record Said(int rttMicros, long atNanos) {}

    public RegionPaths(NodeId self, Refusals refusals) {
        this.self = self;
        this.refusals = refusals;
    }

    /** Completes a heartbeat with what this node knows of ways, and remembers when it was said. */
    public MeshHeartbeat complete(MeshHeartbeat beat, int loadPermille, long nowNanos) {
        int slot = (int) (beat.getSequence() % SENT_KEPT);
        if (sentSequence[slot] != beat.getSequence()) {
            sentSequence[slot] = beat.getSequence();
            sentNanos[slot] = nowNanos;
            turn += MAX_PATHS;
        }
        MeshHeartbeat.Builder complete = beat.toBuilder().setLoadPermille(Math.clamp(loadPermille, 0, 1000));
        if (here.error() < 1) {
            complete.setCoordinate(here.toProto());
        }
        List<RegionId> regions = new ArrayList<>(own.keySet());
        for (int i = 0; i < Math.min(MAX_PATHS, regions.size()); i++) {
            RegionId region = regions.get(Math.floorMod(turn + i, regions.size()));
            RoundTripEstimate way = own.get(region);
            if (way != null && way.isKnown(nowNanos)) {
                complete.addPaths(RegionPath.newBuilder()
                        .setRegion(region.value())
                        .setRttMicros(way.micros())
                        .setJitterMicros(way.jitterMicros())
                        .setLossPermille(lossPermille.getOrDefault(region, 0)));
            }
        }
        return complete.build();
    }

    /** A heartbeat of a node of another region, to this node or a sibling. */
    public void onHeartbeat(NodeId from, MeshHeartbeat beat, long nowNanos) {
        RegionId region = from.region();
        if (region.equals(self.region()) || (!said.containsKey(region) && said.size() >= MAX_REGIONS)) {
            return;
        }
        if (beat.getPathsCount() > MAX_PATHS || beat.getLoadPermille() < 0 || beat.getLoadPermille() > 1000) {
            refusals.count(MeshRefusal.ABSURD_NUMBER);
            return;
        }
        loads.put(from, beat.getLoadPermille());
        if (loads.size() > 4 * MAX_REGIONS) {
            loads.clear();
        }
        Map<RegionId, Said> theirs = said.computeIfAbsent(region, key -> new HashMap<>());
        for (RegionPath path : beat.getPathsList()) {
            onPath(theirs, path, nowNanos);
        }
        if (beat.hasCoordinate()) {
            Coordinate.of(beat.getCoordinate())
                    .ifPresentOrElse(
                            place -> coordinates.put(region, place), () -> refusals.count(MeshRefusal.ABSURD_NUMBER));
        }
        for (HeardNode heard : beat.getHeardList()) {
            if (heard.getHeldMicros() != 0 && heard.getNode().equals(self.toString())) {
                onEcho(region, heard, nowNanos);
            }
        }
    }

    private void onPath(Map<RegionId, Said> theirs, RegionPath path, long nowNanos) {
        RegionId to;
        try {
            to = new RegionId(path.getRegion());
        } catch (IllegalArgumentException notARegion) {
            refusals.count(MeshRefusal.BAD_NAME);
            return;
        }
        boolean isAbsurd = path.getRttMicros() < 1
                || path.getRttMicros() > RoundTripEstimate.MAX_MICROS
                || path.getLossPermille() < 0
                || path.getLossPermille() > 1000;
        if (isAbsurd) {
            refusals.count(MeshRefusal.ABSURD_NUMBER);
        } else if (theirs.containsKey(to) || theirs.size() < MAX_REGIONS) {
            theirs.put(to, new Said(path.getRttMicros(), nowNanos));
        }
    }

    /** One of this node's heartbeats has come back. */
    private void onEcho(RegionId region, HeardNode heard, long nowNanos) {
        int slot = (int) Math.floorMod(heard.getSequence(), (long) SENT_KEPT);
        if (sentSequence[slot] != heard.getSequence() || heard.getSequence() == 0) {
            return;
        }
        long micros =
                TimeUnit.NANOSECONDS.toMicros(nowNanos - sentNanos[slot]) - (heard.getHeldMicros() & 0xffff_ffffL);
        if (micros < 1 || micros > RoundTripEstimate.MAX_MICROS) {
            refusals.count(MeshRefusal.ABSURD_NUMBER);
            return;
        }
        RoundTripEstimate way = own.computeIfAbsent(region, key -> new RoundTripEstimate());
        way.onSample((int) micros, nowNanos);
        Coordinate there = coordinates.getOrDefault(region, Coordinate.UNKNOWN);
        here = here.moved(there, way.micros(), region.hashCode());
    }

    /** A link to a region measured itself: it knows better than heartbeats. */
    public void onLink(RegionId region, long rttMicros, int loss, long nowNanos) {
        if (!region.equals(self.region())
                && rttMicros > 0
                && rttMicros <= RoundTripEstimate.MAX_MICROS
                && (own.containsKey(region) || own.size() < MAX_REGIONS)) {
            own.computeIfAbsent(region, key -> new RoundTripEstimate()).onSample((int) rttMicros, nowNanos);
            lossPermille.put(region, Math.clamp(loss, 0, 1000));
        }
    }

    /** In thousandths of what each node can carry, of those that said. */
    public Map<NodeId, Integer> loads() {
        return Map.copyOf(loads);
    }

    /**
     * Everything that is known now, as one table.
     *
     * @param regions all that there are
     * @param otherwise for pairs of which nothing is known here
     */
    public RegionDelays delays(Collection<RegionId> regions, RegionDelays.Pair otherwise, long nowNanos) {
        return RegionDelays.of(regions, (from, to) -> {
            long rtt = rttMicros(from, to, nowNanos);
            return rtt > 0 ? (int) (rtt / 2) : otherwise.micros(from, to);
        });
    }

    private long rttMicros(RegionId one, RegionId other, long nowNanos) {
        long there = measured(one, other, nowNanos);
        long back = measured(other, one, nowNanos);
        if (there > 0 && back > 0) {
            return (there + back) / 2;
        }
        if (there > 0 || back > 0) {
            return Math.max(there, back);
        }
        Coordinate from = one.equals(self.region()) ? here : coordinates.get(one);
        Coordinate to = other.equals(self.region()) ? here : coordinates.get(other);
        // A guess is worse than the map.
        return from == null || to == null || from.error() + to.error() > 0.8 ? 0 : (long) from.rttMicros(to);
    }

    private long measured(RegionId by, RegionId to, long nowNanos) {
        if (by.equals(self.region())) {
            RoundTripEstimate way = own.get(to);
            return way != null && way.isKnown(nowNanos) ? way.micros() : 0;
        }
        Said told = said.getOrDefault(by, Map.of()).get(to);
        return told != null && nowNanos - told.atNanos() <= SAID_NANOS ? told.rttMicros() : 0;
    }
}
