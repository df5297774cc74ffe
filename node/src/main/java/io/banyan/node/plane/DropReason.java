package io.banyan.node.plane;

/** Why a datagram or a packet went no further. Every drop is counted under exactly one of these. */
public enum DropReason {
    /** Shorter than any protocol here needs, or longer than a datagram may be. */
    BAD_LENGTH,
    /** First byte in none of RFC 7983's ranges. */
    UNKNOWN_PROTOCOL,
    /** No transport has this source address. */
    UNKNOWN_SOURCE,
    STUN_MALFORMED,
    STUN_UNKNOWN_UFRAG,
    /** The ufrag's MAC is wrong, or it names another node. */
    STUN_NOT_OURS,
    STUN_BAD_INTEGRITY,
    /** A class or method that an ICE-lite agent has no use for. */
    STUN_UNEXPECTED,
    STUN_RATE_LIMITED,
    /** A check seen before, now from another address. */
    STUN_REPLAYED,
    /** An authentic ufrag, but from an address that another transport is using. */
    STUN_ADDRESS_TAKEN,
    /** A DTLS record on a transport whose address has passed no authenticated check. */
    DTLS_BEFORE_ICE,
    DTLS_INBOX_FULL,
    DTLS_TOO_MANY_HANDSHAKES,
    /** SRTP before the handshake gave keys. */
    SRTP_NO_KEYS,
    SRTP_MALFORMED,
    SRTP_AUTH_FAILED,
    SRTP_REPLAYED,
    /** Too many SSRCs on one transport. */
    SRTP_TOO_MANY_SOURCES,
    RTP_MALFORMED,
    /** No m-line claims this SSRC, mid or rid. */
    RTP_UNKNOWN_STREAM,
    RTP_UNKNOWN_PAYLOAD_TYPE,
    /** So old that its place in the ring is taken. */
    RTP_TOO_OLD,
    RTP_DUPLICATE,
    /** Padding only: it has told the bandwidth estimator what it had to. */
    RTP_PADDING_ONLY,
    RTX_MALFORMED,
    /** Redundant audio that is none, or of something else than Opus. */
    RED_MALFORMED,
    RTCP_MALFORMED,
    /** RTCP about an SSRC that is not there. */
    RTCP_UNKNOWN_SOURCE,
    /** The layer selector chose another layer: not a loss. */
    LAYER_NOT_SELECTED,
    /** Waiting for a key frame: a decoder could do nothing with it. */
    AWAITING_KEY_FRAME,
    SLOT_HIDDEN,
    /** The way to the subscriber does not carry even the lowest layer: the slot is paused. */
    SLOT_PAUSED,
    /** The slot has sent audio of that moment already: a new source waits, so that lips and voice stay together. */
    AUDIO_OVERLAP,
    /** The first moment of a microphone, which comes in fits and starts: a receiver would hold up all that follows. */
    AUDIO_STARTING,
    /** Others of its room are louder: who is behind the link hears only the loudest. */
    NOT_AMONG_LOUDEST,
    CODEC_NOT_NEGOTIATED,
    /** The slot in the ring was written over before the packet could be sent. */
    RING_OVERWRITTEN,
    /** A NACK for a packet that is no longer, or never was, there. */
    RETRANSMISSION_GONE,
    RETRANSMISSION_RATE_LIMITED,
    /** It waited until it was of no use any more, or is of a layer that was broken off. */
    RETRANSMISSION_LATE,
    /** It waited for its turn when its layer was broken off. */
    LAYER_ABANDONED,
    /** Consent is stale, or the transport has no address yet. */
    SEND_NOT_ALLOWED,
    /** The socket took no more. */
    SEND_BUFFER_FULL,
    /** The kernel would not send it there: no route, a firewall, longer than the path takes. */
    SEND_REFUSED,
    PACKET_TOO_LARGE,
    /** A link's datagram that names no link of this loop. */
    LINK_UNKNOWN,
    /** A handshake without the MAC of the mesh's keys. */
    LINK_BAD_MAC,
    LINK_MALFORMED,
    LINK_AUTH_FAILED,
    LINK_REPLAYED,
    LINK_TOO_MANY_HANDSHAKES,
    /** A link whose peer did not answer, or is not who it must be. */
    LINK_HANDSHAKE_FAILED,
    LINK_INBOX_FULL,
    /** An alias that this end has not given out, or took back. */
    LINK_UNKNOWN_ALIAS,
    /** A frame of a type that this version does not know, and what follows it in its datagram. */
    LINK_UNKNOWN_FRAME,
    /** A packet of another life of its stream, which is over. */
    LINK_STALE_EPOCH,
    /** The link is short: its congestion control let something more important go first. */
    LINK_CONGESTED,
    /** A demand for a track that is not here, or that may not go where it is demanded. */
    DEMAND_UNKNOWN_TRACK,
    /** A demand of a node that this one is served by. */
    DEMAND_CYCLE,
    /** A demand beyond what this node can give. */
    DEMAND_NO_CAPACITY,

    /** The queue to another loop of this node is full. */
    LINK_QUEUE_FULL,
    /** A bug on this packet: its transport was closed, the loop lives on. */
    INTERNAL_ERROR
}
