package io.banyan.node.mesh.measure;

import io.banyan.cluster.topology.Region;
import io.banyan.cluster.topology.Topology;
import io.banyan.node.mesh.tree.RegionDelays;
import io.banyan.node.mesh.tree.TreeNode;
import io.banyan.node.plane.RelayCapacity;
import io.banyan.protocol.id.NodeId;
import io.banyan.protocol.id.RegionId;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/**
 * What a plan has to know of nodes and the ways between them, for any thread to read. What nobody measured is read off the
 * map: the topology says where regions are.
 */
public final class RegionMap {
    /** One millisecond for 100 km there and back, and cables take detours: the mean over the world's large backbones. */
    private static final double MICROS_PER_KILOMETRE = 1.5 * 5;

    private static final int ENDS_MICROS = 500;

    private final Supplier<Topology> topology;
    private volatile Known known = new Known(RegionDelays.of(List.of(), (from, to) -> -1), Map.of());

    private record Known(RegionDelays delays, Map<NodeId, Integer> loads) {}

    public RegionMap(Supplier<Topology> topology) {
        this.topology = topology;
    }

    /** Of a node that knows no other region. */
    public static RegionMap alone() {
        return new RegionMap(() -> Topology.ALONE);
    }

    /** What was measured since. One actor writes. */
    public void put(RegionDelays delays, Map<NodeId, Integer> loads) {
        known = new Known(delays, Map.copyOf(loads));
    }

    public RegionDelays delays() {
        return known.delays();
    }

    /** What a node can carry, as it said, and what that costs. */
    public TreeNode node(NodeId node) {
        RelayCapacity capacity = RelayCapacity.at(known.loads().getOrDefault(node, 0));
        double cost =
                topology.get().region(node.region()).map(Region::costPerGb).orElse(0.0);
        return new TreeNode(node, capacity.fanOut(), capacity.spare(), cost);
    }

    /** One way along the great circle, in microseconds; -1: the topology has one of them not. */
    public int distanceMicros(RegionId from, RegionId to) {
        Topology now = topology.get();
        Region one = now.region(from).orElse(null);
        Region other = now.region(to).orElse(null);
        return one == null || other == null ? -1 : ENDS_MICROS + (int) (MICROS_PER_KILOMETRE * one.distanceKm(other));
    }
}
