package io.banyan.protocol.sdp;

/** What an m-line is for, seen from the client. A mid keeps its role, or rests. */
public enum MediaRole {
    /** The client sends a track. */
    PUBLISH,
    /** The client receives what its slot is pointed at. */
    SLOT,
    /** Nothing flows at the moment. */
    INACTIVE
}
