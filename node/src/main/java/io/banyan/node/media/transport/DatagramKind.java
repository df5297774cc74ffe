package io.banyan.node.media.transport;

/** Which protocol a datagram on a media port speaks. */
public enum DatagramKind {
    STUN,
    DTLS,
    RTP,
    RTCP,
    /** Of a link between loops, sealed or its handshake. */
    LINK,
    /** Shorter than anything that any of the protocols sends. */
    TOO_SHORT,
    /** ZRTP, TURN channels (there is no TURN on this port yet), and whatever no RFC knows. */
    UNKNOWN
}
