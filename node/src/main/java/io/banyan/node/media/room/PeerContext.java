package io.banyan.node.media.room;

import io.banyan.node.media.count.DropCounters;
import io.banyan.node.media.forward.HeldBack;
import io.banyan.node.media.forward.Workbench;
import io.banyan.node.media.transport.TransportContext;
import io.banyan.protocol.id.NodeId;
import io.banyan.protocol.rtcp.RtcpScanner;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * What all peers of a loop share.
 *
 * @param node that the loop belongs to
 * @param random for SSRCs and first numbers
 * @param forwarded counts what is sent on slots
 * @param heldBack told when a packet has to wait for its pacer
 * @param workbench that slots put their packets together with
 * @param rtcp reads what peers report
 * @param ended peers whose transport is over, to be swept out when nothing on the stack needs them any more
 */
record PeerContext(
        NodeId node,
        TransportContext transport,
        MediaLimits limits,
        RandomGenerator random,
        ForwardedPackets forwarded,
        HeldBack heldBack,
        Workbench workbench,
        RtcpScanner rtcp,
        List<PeerMedia> ended) {
    DropCounters drops() {
        return transport.drops();
    }
}
