package io.banyan.node.media.congestion;

/** What delay says of the path (draft-ietf-rmcat-gcc-02 §5.4). */
enum NetworkState {
    NORMAL,
    /** A queue grows. */
    OVERUSE,
    /** A queue drains. */
    UNDERUSE
}
