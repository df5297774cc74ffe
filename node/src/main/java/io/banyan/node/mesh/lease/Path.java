package io.banyan.node.mesh.lease;

/** How another region is reached. */
public enum Path {
    /** Frames go there and come back; also while that was not found out yet. */
    DIRECT,
    /** Only through a third region. */
    TRANSIT,
    NONE
}
