package io.banyan.node.control;

/**
 * May cross from node to node of a region. {@code WireSerializer} has a case for every record that implements it; there
 * is no other way onto the wire.
 */
public interface WireMessage {}
