package io.banyan.protocol.ice;

/** How a transport stands, seen from the lite side: by the age of the client's last authenticated check. */
public enum IceState {
    /** No valid check yet. */
    CHECKING,
    /** The client checks: it consents to being sent to (RFC 7675). */
    CONNECTED,
    /** No valid check for 30 s: nothing may be sent; a check or an ICE restart brings it back. */
    DISCONNECTED,
    /** 60 s longer without one: the transport's state may be thrown away. */
    FAILED
}
