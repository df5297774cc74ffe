package io.banyan.node.media.link;

import io.banyan.node.media.count.DropCounters;
import io.banyan.node.media.transport.DatagramOutput;
import io.banyan.protocol.ice.OwnerUfrag;
import io.banyan.protocol.id.NodeId;
import io.banyan.protocol.link.HandshakeDatagram;
import java.util.function.IntSupplier;
import java.util.random.RandomGenerator;

/**
 * What all links of a loop share.
 *
 * @param node that the loop belongs to
 * @param loop its index
 * @param datagrams makes and checks handshakes' datagrams; the loop's own
 * @param tracks what children may ask for
 * @param loadPermille how busy the loop is
 */
public record LinkContext(
        NodeId node,
        int loop,
        DatagramOutput output,
        DropCounters drops,
        LinkInbox inbox,
        LinkHandshakes handshakes,
        NeighbourLoops neighbours,
        HandshakeDatagram datagrams,
        LinkLimits limits,
        RandomGenerator random,
        LinkedTracks tracks,
        IntSupplier loadPermille) {
    /** Tells this loop's place in a track's tree from every other's. */
    long treeKey() {
        return OwnerUfrag.nodeKey(node) + loop * 0x9E37_79B9_7F4A_7C15L;
    }
}
