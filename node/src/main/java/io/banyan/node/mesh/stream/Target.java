package io.banyan.node.mesh.stream;

import io.banyan.protocol.id.NodeId;
import io.banyan.protocol.id.RegionId;

/** Where a frame is to go. */
sealed interface Target {
    RegionId region();

    boolean isReachedBy(NodeId peer);

    /** Any node of a region. */
    record AnyOf(RegionId region) implements Target {
        @Override
        public boolean isReachedBy(NodeId peer) {
            return peer.region().equals(region);
        }
    }

    record Node(NodeId node) implements Target {
        @Override
        public RegionId region() {
            return node.region();
        }

        @Override
        public boolean isReachedBy(NodeId peer) {
            return peer.equals(node);
        }
    }
}
