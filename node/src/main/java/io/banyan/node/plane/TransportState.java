package io.banyan.node.plane;

/** Life of a transport. */
public enum TransportState {
    /** Waits for ICE and DTLS. */
    NEW,
    /** Keys are there and the client's consent is fresh. */
    CONNECTED,
    /** 30 s without an authenticated check (RFC 7675 §5.1): nothing is sent until one comes. */
    DISCONNECTED,
    /** Cannot come back: handshake refused, or 60 s more without a check. */
    FAILED,
    /** Ended by a command or by the client's {@code close_notify}. */
    CLOSED
}
