package io.banyan.cluster;

import com.typesafe.config.Config;
import io.banyan.protocol.id.NodeId;
import io.banyan.protocol.id.RegionId;
import io.banyan.protocol.id.TenantId;
import java.time.Duration;

/**
 * Everything that can be set on a node, read and checked once at start.
 *
 * @param node its id in the mesh
 * @param incarnation which life of the node this is, higher is later
 * @param reconnectTimeout how long a lost participant is kept
 * @param maxParticipants the most people in one room
 * @param clockOffset how wrong the node's clock is made, for tests
 */
public record NodeSettings(
        NodeId node,
        long incarnation,
        HttpSettings http,
        MediaSettings media,
        TokenSettings tokens,
        DemoSettings demo,
        MeshSettings mesh,
        Duration reconnectTimeout,
        int maxParticipants,
        Duration clockOffset) {

    /**
     * Reads the {@code banyan} section.
     *
     * @param root a resolved configuration that has it
     * @param startMillis the incarnation if none is set
     * @throws com.typesafe.config.ConfigException naming the path of what is missing or of the wrong type
     * @throws IllegalArgumentException saying what else is wrong
     */
    public static NodeSettings read(Config root, long startMillis) {
        Config banyan = root.getConfig("banyan");
        long incarnation = banyan.getLong("node.incarnation");
        return new NodeSettings(
                new NodeId(new RegionId(banyan.getString("node.region")), banyan.getString("node.name")),
                incarnation == 0 ? startMillis : incarnation,
                HttpSettings.read(banyan.getConfig("http")),
                MediaSettings.read(banyan.getConfig("media")),
                TokenSettings.read(banyan.getConfig("tokens")),
                new DemoSettings(banyan.getBoolean("demo.enabled"), new TenantId(banyan.getString("demo.tenant"))),
                MeshSettings.read(banyan.getConfig("mesh")),
                banyan.getDuration("room.reconnect-timeout"),
                banyan.getInt("room.max-participants"),
                banyan.getDuration("test.clock-offset"));
    }
}
