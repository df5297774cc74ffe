package io.banyan.node.mesh.directory;

import io.banyan.protocol.id.RegionId;
import io.banyan.protocol.wire.v1.MeshFrame;

/** What a directory, or its client, says to any node of a region, the own one as well; may be lost. */
@FunctionalInterface
public interface DirectoryPort {
    void send(RegionId to, MeshFrame frame);
}
