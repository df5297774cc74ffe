package io.banyan.node.mesh.stream;

import io.banyan.protocol.id.NodeId;
import io.banyan.protocol.wire.v1.MeshFrame;

/** What the streams tell whoever listens. */
public sealed interface MeshEvent {
    /**
     * A node can be spoken to.
     *
     * @param incarnation which life of it
     */
    record Opened(NodeId node, long incarnation) implements MeshEvent {}

    /** The last stream of a node that was open is not any more. */
    record Lost(NodeId node) implements MeshEvent {}

    /**
     * What a node says.
     *
     * @param from by its certificate
     */
    record Received(NodeId from, MeshFrame frame) implements MeshEvent {}
}
