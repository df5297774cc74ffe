package io.banyan.node.plane;

import io.banyan.protocol.id.NodeId;
import io.banyan.protocol.link.ParentReason;

/**
 * One link on the way of a track.
 *
 * @param from the node that sends on it
 * @param to the node that receives from it
 * @param rttMicros of the link, -1 if not known yet
 * @param lossPermille datagrams lost on it before repair, of the last seconds
 * @param repaired datagrams that were lost on it and came in a repair, since it began
 * @param ageSeconds since {@code to} takes the track from there; 65535: or longer
 * @param why it takes it from there
 */
public record PathHop(
        NodeId from, NodeId to, long rttMicros, int lossPermille, long repaired, int ageSeconds, ParentReason why) {}
