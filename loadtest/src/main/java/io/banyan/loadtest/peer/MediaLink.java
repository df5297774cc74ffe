package io.banyan.loadtest.peer;

import io.banyan.protocol.rtcp.RtcpPacket;
import java.util.List;

/** The way from a peer's media to its node: a transport of real sockets in a call, virtual in a simulation. */
public interface MediaLink extends PacketOutput {
    void sendRtcp(List<? extends RtcpPacket> packets);

    /** To the node and back; negative: not known. */
    long rttNanos();

    TransportStats stats();
}
