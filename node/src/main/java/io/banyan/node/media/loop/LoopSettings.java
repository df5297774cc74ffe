package io.banyan.node.media.loop;

import io.banyan.node.media.room.MediaLimits;
import io.banyan.node.media.transport.TransportLimits;
import io.banyan.protocol.id.NodeId;
import java.util.List;

/**
 * What a loop has to know at start.
 *
 * @param node that it belongs to, as ufrags name it
 * @param meshKeys that ufrags may be signed with, see {@link io.banyan.protocol.ice.OwnerUfrag.Codec}
 * @param commands that may wait, see {@link #COMMANDS}
 */
public record LoopSettings(
        NodeId node, List<byte[]> meshKeys, TransportLimits transportLimits, MediaLimits mediaLimits, int commands) {
    /** A join is some twenty commands; two hundred joins of one moment find room. */
    public static final int COMMANDS = 4_096;

    public LoopSettings {
        meshKeys = List.copyOf(meshKeys);
    }
}
