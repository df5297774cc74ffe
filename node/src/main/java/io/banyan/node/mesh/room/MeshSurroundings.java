package io.banyan.node.mesh.room;

import io.banyan.node.mesh.Refusals;
import io.banyan.node.mesh.lease.Liveness;
import io.banyan.node.mesh.part.EntryVerifier;
import io.banyan.node.mesh.part.Hlc;
import io.banyan.protocol.id.RegionId;

/**
 * What all rooms of a node have in common.
 *
 * @param region the own one
 */
public record MeshSurroundings(
        RegionId region, Liveness liveness, EntryVerifier verifier, Hlc hlc, Refusals refusals) {}
