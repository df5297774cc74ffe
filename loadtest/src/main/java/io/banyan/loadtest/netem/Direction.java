package io.banyan.loadtest.netem;

/** Which way a datagram goes. */
public enum Direction {
    /** From a client to the node. */
    UP,
    /** From the node to a client. */
    DOWN
}
