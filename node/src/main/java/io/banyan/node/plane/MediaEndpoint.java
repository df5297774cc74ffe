package io.banyan.node.plane;

import io.banyan.protocol.id.NodeId;
import java.net.InetSocketAddress;
import java.util.List;

/**
 * Where the media of a room is on a node: one loop, and how other nodes' loops reach it.
 *
 * @param loop index among the node's loops, 0 to 255
 * @param addresses of the loop's UDP port, best first; not empty but for loops of this node
 */
public record MediaEndpoint(NodeId node, int loop, List<InetSocketAddress> addresses) {
    public MediaEndpoint {
        if (loop < 0 || loop > 255) {
            throw new IllegalArgumentException("a loop is 0 to 255");
        }
        addresses = List.copyOf(addresses);
    }

    /** Whether it is the same loop of the same node, at whatever address. */
    public boolean isSameLoop(MediaEndpoint other) {
        return node.equals(other.node) && loop == other.loop;
    }
}
