package io.banyan.node.plane;

/** Why a frame for another node was not sent, or one from there not taken. */
public enum FrameDrop {
    /** The region is not in the topology. */
    UNKNOWN_REGION,
    /** No address of the node is known. */
    UNKNOWN_NODE,
    /** The stream does not take as much as is sent. */
    QUEUE_FULL,
    /** No stream came about in time. */
    NOT_CONNECTED,
    /** Over the limit of a frame. */
    TOO_LARGE,
    /** Nobody listens here yet. */
    NO_LISTENER
}
