package io.banyan.node.control;

import io.banyan.protocol.id.NodeId;
import java.time.Duration;

/**
 * What the control plane of a node has to know of its place.
 *
 * @param incarnation which life of the node, higher is later
 * @param signalUrl where clients of other nodes may go when theirs is lost; empty: nowhere
 * @param reconnectTimeout how long a participant whose connection or node was lost is kept
 * @param longestToken the longest that an access token lives: so long decisions about a room are kept
 * @param maxParticipants the most people in one room, unless a token's policy says fewer
 */
public record ControlSettings(
        NodeId node,
        long incarnation,
        String signalUrl,
        Duration reconnectTimeout,
        Duration longestToken,
        int maxParticipants) {}
