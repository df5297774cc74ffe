package io.banyan.node.mesh.room;

import io.banyan.node.mesh.Refusals;
import io.banyan.node.mesh.lease.Liveness;
import io.banyan.node.mesh.part.EntryVerifier;
import io.banyan.node.mesh.part.Hlc;
import io.banyan.protocol.id.RegionId;
import java.util.concurrent.TimeUnit;

/**
 * What all rooms of a node have in common.
 *
 * @param region the own one
 * @param reconnectingNanos how long the people of a part whose owner is not heard of are reconnecting, usually
 *     {@link #RECONNECTING_NANOS}
 */
public record MeshSurroundings(
        RegionId region,
        Liveness liveness,
        EntryVerifier verifier,
        Hlc hlc,
        Refusals refusals,
        long reconnectingNanos) {
    /** DESIGN §6. */
    public static final long RECONNECTING_NANOS = TimeUnit.SECONDS.toNanos(30);
}
