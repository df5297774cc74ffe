package io.banyan.cluster;

import com.typesafe.config.Config;
import java.util.List;

/**
 * This node's place in its region's cluster. The rest of {@code banyan.cluster} is read by Pekko itself, by way of
 * {@code banyan-cluster.conf}.
 *
 * @param host that the region's other nodes reach this one at
 * @param port 0: any free one
 * @param seedNodes to join by
 * @param joinsItself a node that is a region by itself
 */
public record ClusterSettings(String host, int port, List<String> seedNodes, boolean joinsItself) {
    /** Of the actor system, the same on every node: it is part of the nodes' addresses. */
    public static final String SYSTEM_NAME = "banyan";

    public ClusterSettings {
        seedNodes = List.copyOf(seedNodes);
        if (joinsItself && !seedNodes.isEmpty()) {
            throw new IllegalArgumentException(
                    "banyan.cluster has seed-nodes and join-self: a node joins others or itself, not both");
        }
    }

    /**
     * @param root a resolved configuration with a {@code banyan.cluster} section
     */
    public static ClusterSettings read(Config root) {
        Config cluster = root.getConfig("banyan.cluster");
        return new ClusterSettings(
                cluster.getString("host"),
                cluster.getInt("port"),
                cluster.getStringList("seed-nodes"),
                cluster.getBoolean("join-self"));
    }
}
