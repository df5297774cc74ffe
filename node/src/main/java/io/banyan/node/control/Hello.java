package io.banyan.node.control;

import io.banyan.protocol.id.NodeId;

/**
 * A node to another of its region: where clients may go when that one is lost.
 *
 * @param url of its signalling; empty: it takes no clients now
 */
record Hello(NodeId node, long incarnation, String url) implements RoomsMessage.FromNode {}
