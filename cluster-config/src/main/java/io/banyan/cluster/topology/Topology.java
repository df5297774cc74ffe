package io.banyan.cluster.topology;

import io.banyan.protocol.id.RegionId;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * One version of the mesh as an operator wrote it down. Immutable, any thread.
 *
 * @param version higher is later
 * @param regions by name, in the document's order
 * @param via how this node reaches an advertised address, where that is not the address itself (a private interconnect,
 *     NAT), for TCP and UDP alike
 */
public record Topology(long version, Map<RegionId, Region> regions, Map<HostPort, HostPort> via) {
    /** Of a node without a document: no other region exists. */
    public static final Topology ALONE = new Topology(0, Map.of(), Map.of());

    public Topology {
        regions = java.util.Collections.unmodifiableMap(new LinkedHashMap<>(regions));
        via = Map.copyOf(via);
    }

    static Topology of(long version, List<Region> regions, Map<HostPort, HostPort> via) {
        Map<RegionId, Region> byName = new LinkedHashMap<>();
        regions.forEach(region -> byName.put(region.name(), region));
        return new Topology(version, byName, via);
    }

    public Optional<Region> region(RegionId name) {
        return Optional.ofNullable(regions.get(name));
    }

    public Set<RegionId> names() {
        return regions.keySet();
    }

    /** What to connect or send to in order to reach {@code advertised}. */
    public HostPort reach(HostPort advertised) {
        return via.getOrDefault(advertised, advertised);
    }
}
