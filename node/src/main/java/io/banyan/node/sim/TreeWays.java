package io.banyan.node.sim;

import io.banyan.protocol.id.RegionId;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/** Which ways between the regions of a {@link TreeSimulation} are whole, in each direction, and which lose. */
final class TreeWays {
    /** Of what goes over a way that loses. */
    static final double LOSS = 0.3;

    /** So long a parent gives to a child that it does not hear: a link is dead then. */
    private static final long LEASE_NANOS = TimeUnit.SECONDS.toNanos(3);

    private record Way(RegionId from, RegionId to) {}

    private final Map<Way, Long> cutSince = new HashMap<>();
    private final Set<Way> lossy = new HashSet<>();

    void cut(RegionId from, RegionId to, boolean isCut, long nowNanos) {
        Way way = new Way(from, to);
        if (isCut) {
            cutSince.putIfAbsent(way, nowNanos);
        } else {
            cutSince.remove(way);
        }
    }

    void setLossy(RegionId one, RegionId other, boolean isLossy) {
        for (Way way : List.of(new Way(one, other), new Way(other, one))) {
            if (isLossy) {
                lossy.add(way);
            } else {
                lossy.remove(way);
            }
        }
    }

    boolean isLossy(RegionId from, RegionId to) {
        return lossy.contains(new Way(from, to));
    }

    boolean isCut(RegionId from, RegionId to) {
        return cutSince.containsKey(new Way(from, to));
    }

    /** Whether streams live and links begin: half a way is none. */
    boolean isWhole(RegionId one, RegionId other) {
        return !isCut(one, other) && !isCut(other, one);
    }

    /** Whether packets of a link that stands come from a parent: it sends until it takes a child for dead. */
    boolean carries(RegionId parent, RegionId child, long nowNanos) {
        Long unheard = cutSince.get(new Way(child, parent));
        return !isCut(parent, child) && (unheard == null || nowNanos - unheard < LEASE_NANOS);
    }

    void heal() {
        cutSince.clear();
        lossy.clear();
    }
}
