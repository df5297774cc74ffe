package io.banyan.protocol.link;

/** Which end of a link's handshake a session was. */
public enum LinkRole {
    /** Began the handshake, so it knew whom it wanted. */
    INITIATOR,
    RESPONDER
}
