package io.banyan.node.mesh.lease;

import io.banyan.protocol.id.NodeId;
import io.banyan.protocol.id.RegionId;

/** What a node knows of the others' lives. */
public interface Liveness {
    /** Whether a node of another region was heard of within its lease, in that life. */
    boolean isAlive(NodeId node, long incarnation);

    Path path(RegionId region);

    /** What changed. */
    interface Listener {
        void onAlive(NodeId node, long incarnation);

        void onLapsed(NodeId node);

        void onPath(RegionId region, Path path);
    }
}
