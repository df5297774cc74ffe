package io.banyan.node.mesh.stream;

import io.banyan.cluster.topology.HostPort;
import io.banyan.protocol.id.NodeId;
import java.util.List;

/**
 * What a node says of itself.
 *
 * @param incarnation which life of the node, higher is later
 * @param addresses where it itself takes streams; none: by way of its region's
 */
record MeshIdentity(NodeId node, long incarnation, List<HostPort> addresses) {
    MeshIdentity {
        addresses = List.copyOf(addresses);
    }
}
