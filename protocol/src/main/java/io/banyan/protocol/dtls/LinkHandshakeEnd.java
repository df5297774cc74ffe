package io.banyan.protocol.dtls;

/** How a {@link LinkHandshake} came to its end. */
public enum LinkHandshakeEnd {
    /** The keys were handed out, and nobody needs the handshake any more. */
    COMPLETED,
    /** {@link LinkHandshake#close()} was called. */
    CLOSED_LOCALLY,
    /** It did not complete in time. */
    TIMEOUT,
    /** The peer showed no certificate. */
    NO_CERTIFICATE,
    /** No CA that is believed signed the peer's certificate. */
    NOT_TRUSTED,
    /** The peer's certificate, or one above it, is not valid any more, or not yet. */
    EXPIRED,
    /** The peer's certificate names no node, or another than was meant. */
    OTHER_NODE,
    /** The peer speaks no version of the link that we speak. */
    NO_COMMON_VERSION,
    /** The peer refused us with a fatal alert. */
    REFUSED_BY_PEER,
    /** What the peer sent is not a handshake that we can accept. */
    PROTOCOL_ERROR,
    /** A fault of our own; the detail says which. */
    INTERNAL_ERROR
}
