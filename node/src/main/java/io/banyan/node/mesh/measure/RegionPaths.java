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
    private static final int MAX_NODES = 64;

    /** What a region said and did not say again is nothing any more; its turn comes every 16 s with 512 regions. */
    private static final long SAID_NANOS = TimeUnit.SECONDS.toNanos(60);

    /** So long nobody who has only heartbeats contradicts a link; its node's turn comes again by then. */
    private static final long LINK_SAID_NANOS = TimeUnit.SECONDS.toNanos(20);

    /** Beyond that a way is as good as none, and no formula is needed for how much worse it gets. */
    private static final int MAX_LOSS_PERMILLE = 900;

    private final NodeId self;
    private final Refusals refusals;
    private final long[] sentSequence = new long[SENT_KEPT];
    private final long[] sentNanos = new long[SENT_KEPT];
    private final Map<RegionId, RoundTripEstimate> own = new LinkedHashMap<>();
    private final Map<RegionId, Loss> losses = new HashMap<>();
    private final Map<RegionId, Map<RegionId, Said>> said = new HashMap<>();
    private final Map<RegionId, Coordinate> coordinates = new HashMap<>();
    private final Map<RegionId, Map<NodeId, Load>> loads = new HashMap<>();
    private Coordinate here = Coordinate.UNKNOWN;
    private int turn;

    private record Load(int permille, long atNanos) {}

    /** Of datagrams from there, before repair. */
    private record Loss(int permille, long atNanos) {}

    private record Said(int rttMicros, int lossPermille, boolean isByLink, long atNanos) {}

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
                        .setLossPermille(lossPermille(region, nowNanos))
                        .setByLink(way.isByLink(nowNanos)));
            }
        }
        return complete.build();
    }

    /** A heartbeat of a node of another region, to this node or a sibling; of a sibling only its load is looked at. */
    public void onHeartbeat(NodeId from, MeshHeartbeat beat, long nowNanos) {
        RegionId region = from.region();
        boolean isOwn = region.equals(self.region());
        if (from.equals(self) || (!isOwn && !said.containsKey(region) && said.size() >= MAX_REGIONS)) {
            return;
        }
        if (beat.getPathsCount() > MAX_PATHS || beat.getLoadPermille() < 0 || beat.getLoadPermille() > 1000) {
            refusals.count(MeshRefusal.ABSURD_NUMBER);
            return;
        }
        onLoad(from, beat.getLoadPermille(), nowNanos);
        if (isOwn) {
            return;
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

    private void onLoad(NodeId from, int permille, long nowNanos) {
        Map<NodeId, Load> theirs = loads.computeIfAbsent(from.region(), key -> new HashMap<>());
        theirs.values().removeIf(load -> nowNanos - load.atNanos() > SAID_NANOS);
        if (theirs.size() >= MAX_NODES && !theirs.containsKey(from)) {
            refusals.count(MeshRefusal.FULL);
        } else {
            theirs.put(from, new Load(permille, nowNanos));
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
                || path.getLossPermille() > 1000
                || path.getJitterMicros() < 0
                || path.getJitterMicros() > RoundTripEstimate.MAX_MICROS;
        if (isAbsurd) {
            refusals.count(MeshRefusal.ABSURD_NUMBER);
        } else if (theirs.containsKey(to) || theirs.size() < MAX_REGIONS) {
            Said before = theirs.get(to);
            boolean isWorseKnown = before != null
                    && before.isByLink()
                    && !path.getByLink()
                    && nowNanos - before.atNanos() < LINK_SAID_NANOS;
            if (!isWorseKnown) {
                theirs.put(to, new Said(path.getRttMicros(), path.getLossPermille(), path.getByLink(), nowNanos));
            }
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

    /**
     * A link to a region measured itself: it knows better than heartbeats.
     *
     * @param lossPermille of what comes from there, before repair
     */
    public void onLink(RegionId region, long rttMicros, int lossPermille, long nowNanos) {
        if (!region.equals(self.region())
                && rttMicros > 0
                && rttMicros <= RoundTripEstimate.MAX_MICROS
                && (own.containsKey(region) || own.size() < MAX_REGIONS)) {
            own.computeIfAbsent(region, key -> new RoundTripEstimate()).onLink((int) rttMicros, nowNanos);
            losses.put(region, new Loss(Math.clamp(lossPermille, 0, 1000), nowNanos));
        }
    }

    /** In thousandths of what each node can carry, of those that said. */
    public Map<NodeId, Integer> loads() {
        Map<NodeId, Integer> all = new HashMap<>();
        loads.values().forEach(nodes -> nodes.forEach((node, load) -> all.put(node, load.permille())));
        return all;
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
            return rtt > 0 ? (int) (rtt / 2 + repairMicros(from, to, rtt, nowNanos)) : otherwise.micros(from, to);
        });
    }

    /** What is lost comes a round trip later, or two: so much later is the mean packet. */
    private long repairMicros(RegionId from, RegionId to, long rttMicros, long nowNanos) {
        int loss;
        if (to.equals(self.region())) {
            loss = lossPermille(from, nowNanos);
        } else {
            // Who receives knows what is missing.
            Said told = said.getOrDefault(to, Map.of()).get(from);
            loss = told != null && nowNanos - told.atNanos() <= SAID_NANOS ? told.lossPermille() : 0;
        }
        int clamped = Math.min(loss, MAX_LOSS_PERMILLE);
        return rttMicros * clamped / (1000 - clamped);
    }

    private int lossPermille(RegionId from, long nowNanos) {
        Loss loss = losses.get(from);
        return loss != null && nowNanos - loss.atNanos() <= SAID_NANOS ? loss.permille() : 0;
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
