package io.banyan.node.media.sim;

import io.banyan.node.plane.MediaEvent;
import io.banyan.protocol.ice.IceCredentials;
import io.banyan.protocol.id.ParticipantId;
import io.banyan.protocol.id.TransportId;
import java.net.InetSocketAddress;
import java.util.List;

/**
 * A client of a {@link CallSim}, and what control heard of its transport.
 *
 * @param home the node that it is connected to
 */
record SimClient(
        SimNode home,
        TransportId transport,
        ParticipantId participant,
        InetSocketAddress address,
        TestPeer peer,
        IceCredentials node,
        IceCredentials own,
        List<MediaEvent> events) {}
