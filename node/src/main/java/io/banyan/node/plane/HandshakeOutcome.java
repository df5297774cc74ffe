package io.banyan.node.plane;

/** How a client's DTLS handshake went. */
public enum HandshakeOutcome {
    COMPLETED,
    /** The client's certificate is not the one of its offer (RFC 8122 §6.2). */
    FINGERPRINT_MISMATCH,
    /** It began and did not come to its end in time. */
    TIMED_OUT,
    NO_COMMON_PROFILE,
    REFUSED_BY_CLIENT,
    /** What the client sent is no handshake. */
    PROTOCOL_ERROR,
    /** Either side closed before it was complete. */
    ABANDONED,
    /** A bug of this node's. */
    INTERNAL_ERROR
}
