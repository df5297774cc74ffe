package io.banyan.node.mesh.directory;

import io.banyan.node.mesh.MeshRefusal;
import io.banyan.node.mesh.Refusals;
import io.banyan.protocol.id.RegionId;
import io.banyan.protocol.wire.v1.CountedViewer;
import io.banyan.protocol.wire.v1.RoomRegistration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The viewers of a large room whom other regions only count, as one directory knows them: how many each region has, and where
 * each identity joined last. Owned by one actor.
 */
final class CountedViewers {
    static final int MAX_COUNTED = 100_000;
    static final int MAX_CAME = 1024;

    private record Seat(RegionId region, long joinedAtMillis) {
        /** Of two joins in one moment all directories take the same for the later. */
        boolean isLaterThan(Seat other) {
            int byTime = Long.compare(joinedAtMillis, other.joinedAtMillis);
            return byTime != 0 ? byTime > 0 : region.value().compareTo(other.region.value()) > 0;
        }
    }

    private final Map<RegionId, Integer> counts = new LinkedHashMap<>(4);
    private final Map<Long, Seat> seats = new HashMap<>(4);

    /**
     * Takes what a region says.
     *
     * @return whom it has to hear of: identities that joined elsewhere later, by region
     */
    Map<RegionId, List<CountedViewer>> onRegistration(RegionId from, RoomRegistration said, Refusals refusals) {
        if (said.getCounted() < 0 || said.getCounted() > MAX_COUNTED) {
            refusals.count(MeshRefusal.ABSURD_NUMBER);
            return Map.of();
        }
        if (said.getCameCount() > MAX_CAME) {
            refusals.count(MeshRefusal.TOO_LARGE);
            return Map.of();
        }
        if (!said.getCountsOnly()) {
            // Everybody is said again: who left in the meantime is forgotten.
            seats.values().removeIf(seat -> seat.region.equals(from));
        }
        if (said.getCounted() == 0) {
            counts.remove(from);
        } else {
            counts.put(from, said.getCounted());
        }
        Map<RegionId, List<CountedViewer>> replaced = new LinkedHashMap<>(2);
        for (CountedViewer viewer : said.getCameList()) {
            Seat seat = new Seat(from, viewer.getJoinedAtMillis());
            Seat other = seats.get(viewer.getIdentity());
            if (other == null && seats.size() >= MAX_COUNTED) {
                refusals.count(MeshRefusal.FULL);
            } else if (other == null || seat.isLaterThan(other)) {
                seats.put(viewer.getIdentity(), seat);
                if (other != null && !other.region.equals(from)) {
                    add(replaced, other.region, viewer);
                }
            } else if (!other.region.equals(from)) {
                add(
                        replaced,
                        from,
                        CountedViewer.newBuilder()
                                .setIdentity(viewer.getIdentity())
                                .setJoinedAtMillis(other.joinedAtMillis)
                                .build());
            }
        }
        return replaced;
    }

    private static void add(Map<RegionId, List<CountedViewer>> to, RegionId region, CountedViewer viewer) {
        to.computeIfAbsent(region, id -> new ArrayList<>()).add(viewer);
    }

    /** A region is not in the room any more. */
    void forget(RegionId region) {
        counts.remove(region);
        seats.values().removeIf(seat -> seat.region.equals(region));
    }

    /** Of all regions. */
    int total() {
        long sum = 0;
        for (int count : counts.values()) {
            sum += count;
        }
        return (int) Math.min(sum, MAX_COUNTED);
    }
}
