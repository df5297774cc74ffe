package io.banyan.node.plane;

import io.banyan.protocol.id.NodeId;

/**
 * One link on the way of a track.
 *
 * @param from the node that sends on it
 * @param to the node that receives from it
 * @param rttMicros of the link, -1 if not known yet
 * @param lossPermille datagrams lost on it before repair, of the last seconds
 */
public record PathHop(NodeId from, NodeId to, long rttMicros, int lossPermille) {}
