package io.banyan.node.control;

import io.banyan.node.mesh.part.Hlc;
import io.banyan.node.plane.CallEvents;
import io.banyan.node.plane.MediaPlane;
import io.banyan.protocol.ice.IceCredentials;
import io.banyan.protocol.id.TransportId;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;

/**
 * What of a node's control plane outlives the {@code ActorSystem} that it runs in: who is there, the node's clock and
 * counters. One for each life of the node.
 */
public final class ControlState {
    private final ControlContext context;

    /**
     * @param credentials makes a transport's ICE credentials, whose ufrag names node and loop; any thread calls it
     * @param events hears every fact
     * @param clock of this node
     * @param mesh its place among the regions
     */
    public ControlState(
            ControlSettings settings,
            MediaPlane media,
            Function<TransportId, IceCredentials> credentials,
            CallEvents events,
            InstantSource clock,
            MeshPlace mesh) {
        SecureRandom random = new SecureRandom();
        context = new ControlContext(
                settings,
                media,
                events,
                clock,
                new Hlc(),
                credentials,
                new AtomicLong(),
                new Csrcs(random),
                new Alternatives(settings.node()),
                new Survivors(),
                mesh,
                random);
    }

    ControlContext context() {
        return context;
    }
}
