package io.banyan.node.mesh.stream;

import io.banyan.protocol.id.NodeId;
import io.banyan.protocol.id.RegionId;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The streams that are open, and which of them is used for whom. Two nodes that opened one to each other at the same time
 * both go on with that of the lesser name, so that the other one falls idle. Owned by {@link MeshActor}.
 */
final class StreamTable {
    private final NodeId self;
    private final Comparator<MeshStream> preferred;
    private final Map<Long, MeshStream> streams = new HashMap<>();
    private final Map<NodeId, MeshStream> byNode = new HashMap<>();
    private final Map<RegionId, MeshStream> byRegion = new HashMap<>();

    StreamTable(NodeId self) {
        this.self = self;
        preferred = Comparator.comparing((MeshStream stream) -> openerOf(stream).toString())
                .thenComparingLong(stream -> stream.id);
    }

    void add(MeshStream stream) {
        streams.put(stream.id, stream);
    }

    Optional<MeshStream> get(long id) {
        return Optional.ofNullable(streams.get(id));
    }

    List<MeshStream> all() {
        return List.copyOf(streams.values());
    }

    List<MeshStream> openTo(NodeId node) {
        return streams.values().stream()
                .filter(stream -> node.equals(stream.peer()))
                .toList();
    }

    long openCount() {
        return streams.values().stream().filter(MeshStream::isOpen).count();
    }

    /** Opened by others, who have not said hello. */
    long unprovenCount() {
        return streams.values().stream()
                .filter(stream -> !stream.isOurs && !stream.isOpen())
                .count();
    }

    void onOpened(NodeId node) {
        choose(node);
    }

    void remove(MeshStream stream) {
        streams.remove(stream.id);
        NodeId peer = stream.peer();
        if (peer != null) {
            choose(peer);
        }
    }

    Optional<MeshStream> to(Target target) {
        return Optional.ofNullable(
                switch (target) {
                    case Target.AnyOf any -> byRegion.get(any.region());
                    case Target.Node one -> byNode.get(one.node());
                });
    }

    private void choose(NodeId node) {
        openTo(node).stream().min(preferred).ifPresentOrElse(best -> byNode.put(node, best), () -> byNode.remove(node));
        RegionId region = node.region();
        MeshStream present = byRegion.get(region);
        // What is spoken to a region goes on to the node that it went to, while that is there.
        byNode.entrySet().stream()
                .filter(entry -> entry.getKey().region().equals(region))
                .min(Comparator.comparing((Map.Entry<NodeId, MeshStream> entry) ->
                                present == null || !entry.getKey().equals(present.peer()))
                        .thenComparingLong(entry -> entry.getValue().id))
                .ifPresentOrElse(entry -> byRegion.put(region, entry.getValue()), () -> byRegion.remove(region));
    }

    private NodeId openerOf(MeshStream stream) {
        NodeId peer = stream.peer();
        return stream.isOurs || peer == null ? self : peer;
    }
}
