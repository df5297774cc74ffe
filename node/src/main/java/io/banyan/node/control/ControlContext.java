package io.banyan.node.control;

import io.banyan.node.mesh.part.Hlc;
import io.banyan.node.plane.CallEvents;
import io.banyan.node.plane.MediaPlane;
import io.banyan.protocol.ice.IceCredentials;
import io.banyan.protocol.id.NodeId;
import io.banyan.protocol.id.TransportId;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;

/**
 * What every actor of this node shares, and what outlives an {@code ActorSystem}: one for each life of the node. All of
 * it may be used by any thread.
 *
 * @param credentials makes a transport's ICE credentials, whose ufrag names node and loop
 * @param partCounter counts the changes of this node's parts of all rooms, so that a part that ends and begins anew goes
 *     on counting upward
 */
record ControlContext(
        ControlSettings settings,
        MediaPlane media,
        CallEvents events,
        InstantSource clock,
        Hlc hlc,
        Function<TransportId, IceCredentials> credentials,
        AtomicLong partCounter,
        Csrcs csrcs,
        Alternatives alternatives,
        Survivors survivors,
        MeshPlace mesh,
        SecureRandom random) {
    NodeId node() {
        return settings.node();
    }

    long incarnation() {
        return settings.incarnation();
    }

    /** A time later than every one that was given before or heard of other nodes. */
    long now() {
        return hlc.next(clock.millis());
    }
}
