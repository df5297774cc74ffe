package io.banyan.node.mesh.part;

import io.banyan.protocol.id.NodeId;
import io.banyan.protocol.signal.v1.PartVersion;
import java.util.Optional;

/**
 * Which state of a node's part of a room.
 *
 * @param node the part's owner
 * @param incarnation which life of the node, higher is later
 * @param counter grows with every change of the part in that life, not by one each
 */
public record PartStamp(NodeId node, long incarnation, long counter) {
    /** Whether this state is the other one or a later one of the same part. */
    public boolean isAtLeast(PartStamp other) {
        return node.equals(other.node)
                && (incarnation > other.incarnation || (incarnation == other.incarnation && counter >= other.counter));
    }

    /** As clients are told. */
    public PartVersion toProto() {
        return PartVersion.newBuilder()
                .setNode(node.toString())
                .setIncarnation(incarnation)
                .setCounter(counter)
                .build();
    }

    /** Reads what a client sent back; empty if it names no node. */
    public static Optional<PartStamp> of(PartVersion version) {
        try {
            return Optional.of(
                    new PartStamp(NodeId.parse(version.getNode()), version.getIncarnation(), version.getCounter()));
        } catch (IllegalArgumentException notANode) {
            return Optional.empty();
        }
    }
}
