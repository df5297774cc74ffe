package io.banyan.loadtest.mesh;

/** What nodes send each other. */
public enum MeshTraffic {
    /** Media links, UDP. */
    BACKBONE,
    /** Streams between regions, TCP. */
    CONTROL
}
