package io.banyan.node.mesh.room;

import io.banyan.node.mesh.MeshRefusal;
import io.banyan.protocol.wire.v1.RoomFrame;
import org.jspecify.annotations.Nullable;

/** How much a frame may contain (mesh.proto). */
final class FrameLimits {
    static final int MAX_PARTS = 256;
    static final int MAX_REGIONS = 512;
    static final int MAX_VERSIONS = 1024;

    /** Entries in one frame: more than fit. */
    static final int MAX_ENTRIES = 10_000;

    private FrameLimits() {}

    /** Which rule a frame breaks; null: none. */
    static @Nullable MeshRefusal broken(RoomFrame frame, String room) {
        if (!frame.getRoom().equals(room)) {
            return MeshRefusal.WRONG_ROOM;
        }
        boolean tooLarge = frame.getPartsCount() > MAX_PARTS
                || frame.getToldCount() > MAX_REGIONS
                || frame.getHaveCount() > MAX_VERSIONS
                || frame.getWantCount() > MAX_VERSIONS
                || frame.getDigest().getKnownCount() > MAX_VERSIONS
                || frame.getPartsList().stream()
                        .anyMatch(part -> part.getEntriesCount() > MAX_ENTRIES || part.getCertificatesCount() > 4);
        return tooLarge ? MeshRefusal.TOO_LARGE : null;
    }
}
