package io.banyan.node.plane;

import io.banyan.protocol.id.NodeId;

/**
 * What one link between this loop and another did. Counters run since the link began.
 *
 * @param link tells it from the loop's other links; another one may have had it before
 * @param peer the node at its other end
 * @param isParent whether this loop takes tracks from there; false: the peer takes tracks from here
 * @param isUp whether it has keys and the peer is heard
 * @param rttMicros -1 if not known yet, or if the peer is another loop of this node
 * @param lossPermille datagrams of the peer lost before repair, of the last seconds
 * @param packetsSent media packets
 * @param packetsReceived media packets
 * @param repairBytesSent within the bytes sent, what the peer had missed
 * @param repairsReceived datagrams that were lost and came in a repair
 * @param targetBps what congestion control lets this end send, 0 if nothing limits it
 */
public record LinkSample(
        int link,
        NodeId peer,
        boolean isParent,
        boolean isUp,
        long rttMicros,
        int lossPermille,
        long datagramsSent,
        long bytesSent,
        long datagramsReceived,
        long bytesReceived,
        long packetsSent,
        long packetsReceived,
        long repairBytesSent,
        long repairsReceived,
        long targetBps) {}
