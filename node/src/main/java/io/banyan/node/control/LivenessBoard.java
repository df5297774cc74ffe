package io.banyan.node.control;

import io.banyan.node.mesh.lease.Liveness;
import io.banyan.node.mesh.lease.Path;
import io.banyan.protocol.id.NodeId;
import io.banyan.protocol.id.RegionId;
import java.util.HashMap;
import java.util.Map;

/** What this node knows of other regions' lives, for its rooms to read. One actor writes, any thread reads. */
final class LivenessBoard implements Liveness {
    private volatile Map<NodeId, Long> alive = Map.of();
    private volatile Map<RegionId, Path> paths = Map.of();

    @Override
    public boolean isAlive(NodeId node, long incarnation) {
        Long life = alive.get(node);
        return life != null && life == incarnation;
    }

    @Override
    public Path path(RegionId region) {
        return paths.getOrDefault(region, Path.DIRECT);
    }

    void setAlive(NodeId node, long incarnation) {
        Map<NodeId, Long> changed = new HashMap<>(alive);
        changed.put(node, incarnation);
        alive = Map.copyOf(changed);
    }

    void setLapsed(NodeId node) {
        Map<NodeId, Long> changed = new HashMap<>(alive);
        changed.remove(node);
        alive = Map.copyOf(changed);
    }

    void setPath(RegionId region, Path path) {
        Map<RegionId, Path> changed = new HashMap<>(paths);
        changed.put(region, path);
        paths = Map.copyOf(changed);
    }
}
