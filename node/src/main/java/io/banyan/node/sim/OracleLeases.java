package io.banyan.node.sim;

import io.banyan.node.mesh.lease.Liveness;
import io.banyan.node.mesh.lease.Path;
import io.banyan.node.mesh.lease.RegionLeases;
import io.banyan.protocol.id.NodeId;
import io.banyan.protocol.id.RegionId;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * What every region would know of every other from heartbeats, without the heartbeats: only a change of the ways is an event.
 * Good news comes within a second, bad news when a lease has passed.
 */
@SuppressWarnings("EnumOrdinal") // Paths are ordered from best to worst, and kept by the hundred thousand.
final class OracleLeases {
    private static final long GOOD_NANOS = TimeUnit.SECONDS.toNanos(1);

    private static final Path[] PATHS = Path.values();

    private final EventQueue events;
    private final SimNetwork network;
    private final SimRegion[] regions;
    private final Map<RegionId, Integer> index;
    /** What is believed, by observer and observed: a Path's place. */
    private final byte[][] believed;

    private final long[][] believedLife;
    /** Since when it is worse than believed. */
    private final long[][] worseSince;

    OracleLeases(EventQueue events, SimNetwork network, SimRegion[] regions, Map<RegionId, Integer> index) {
        this.events = events;
        this.network = network;
        this.regions = regions;
        this.index = index;
        int size = regions.length;
        believed = new byte[size][size];
        believedLife = new long[size][size];
        worseSince = new long[size][size];
        for (long[] row : worseSince) {
            Arrays.fill(row, Long.MAX_VALUE);
        }
    }

    Liveness of(int observer) {
        return new Liveness() {
            @Override
            public boolean isAlive(NodeId node, long incarnation) {
                Integer observed = index.get(node.region());
                return observed != null
                        && PATHS[believed[observer][observed]] != Path.NONE
                        && believedLife[observer][observed] == incarnation;
            }

            @Override
            public Path path(RegionId region) {
                Integer observed = index.get(region);
                return observed == null ? Path.NONE : PATHS[believed[observer][observed]];
            }
        };
    }

    /** A region begins to look around: everything is as it is. */
    void begin(int observer) {
        int[] islands = islands();
        for (int observed = 0; observed < regions.length; observed++) {
            believed[observer][observed] = (byte) truth(observer, observed, islands);
            believedLife[observer][observed] = regions[observed].incarnation();
            worseSince[observer][observed] = Long.MAX_VALUE;
        }
    }

    /** The ways changed. */
    void onChanged() {
        int[] islands = islands();
        for (int observer = 0; observer < regions.length; observer++) {
            for (int observed = 0; observed < regions.length; observed++) {
                boolean worse = truth(observer, observed, islands) > believed[observer][observed];
                long since = worseSince[observer][observed];
                worseSince[observer][observed] =
                        !worse ? Long.MAX_VALUE : since == Long.MAX_VALUE ? events.nowNanos() : since;
            }
        }
        events.in(GOOD_NANOS, this::look);
        events.in(RegionLeases.LEASE_NANOS, this::look);
    }

    private void look() {
        int[] islands = islands();
        for (int observer = 0; observer < regions.length; observer++) {
            if (network.isUp(observer)) {
                look(observer, islands);
            }
        }
    }

    private void look(int observer, int[] islands) {
        boolean changed = false;
        for (int observed = 0; observed < regions.length; observed++) {
            int truth = truth(observer, observed, islands);
            int before = believed[observer][observed];
            boolean worse = truth > before;
            if (observed == observer
                    || (worse && events.nowNanos() - worseSince[observer][observed] < RegionLeases.LEASE_NANOS)) {
                continue;
            }
            long life =
                    truth == Path.NONE.ordinal() ? believedLife[observer][observed] : regions[observed].incarnation();
            boolean lifeChanged = life != believedLife[observer][observed];
            if (truth == before && !lifeChanged) {
                continue;
            }
            changed = true;
            believed[observer][observed] = (byte) truth;
            believedLife[observer][observed] = life;
            worseSince[observer][observed] = Long.MAX_VALUE;
            SimRegion told = regions[observer];
            RegionId region = regions[observed].id();
            if (truth != before) {
                told.onPath(region, PATHS[truth]);
            }
            if (truth == Path.NONE.ordinal()) {
                told.onLapsed(regions[observed].node());
            } else if (before == Path.NONE.ordinal() || lifeChanged) {
                told.onAlive(regions[observed].node(), life);
            }
        }
        if (changed) {
            regions[observer].settle();
        }
    }

    private int truth(int observer, int observed, int[] islands) {
        if (observer == observed) {
            return 0;
        }
        if (network.isWhole(observer, observed) && network.isWhole(observed, observer)) {
            return Path.DIRECT.ordinal();
        }
        boolean around = islands[observer] == islands[observed] && network.isUp(observed);
        return around ? Path.TRANSIT.ordinal() : Path.NONE.ordinal();
    }

    /** Which regions hear of each other at all, by whatever path. */
    private int[] islands() {
        int size = regions.length;
        int[] island = new int[size];
        Arrays.fill(island, -1);
        int[] queue = new int[size];
        for (int first = 0; first < size; first++) {
            if (island[first] >= 0) {
                continue;
            }
            int head = 0;
            int tail = 0;
            queue[tail++] = first;
            island[first] = first;
            while (head < tail) {
                int at = queue[head++];
                for (int next = 0; next < size; next++) {
                    if (island[next] < 0 && network.isWhole(at, next) && network.isWhole(next, at)) {
                        island[next] = first;
                        queue[tail++] = next;
                    }
                }
            }
        }
        return island;
    }
}
