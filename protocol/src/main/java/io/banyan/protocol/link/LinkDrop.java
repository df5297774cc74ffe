package io.banyan.protocol.link;

/** Why a link dropped something. */
public enum LinkDrop {
    /** Came with another first byte than a link's datagrams have. */
    NO_LINK_DATAGRAM,
    /** A handshake of a version that this node does not speak. */
    UNKNOWN_VERSION,
    /** Shorter than any datagram of its kind, or longer. */
    TRUNCATED,
    /** Names no link of ours. */
    UNKNOWN_LINK,
    /** The tag is wrong: forged, damaged, or under another key. */
    NOT_AUTHENTIC,
    /** Came before, or is older than can be told. */
    REPLAYED,
    /** A frame that is none; the rest of its datagram goes with it. */
    MALFORMED_FRAME,
    /** A frame of a type that this version does not know. */
    UNKNOWN_FRAME,
    /** Media in a codec that this version does not know. */
    UNKNOWN_CODEC,
    /** A repair of what is there already. */
    REPAIRED_TWICE,
    /** To be sent, but longer than any datagram. */
    TOO_LONG,
    /** To be sent, but the link has no room for its drop class. */
    NO_CAPACITY,
    /** Repairs beyond their share of the link. */
    NO_REPAIR_BUDGET,
    /** Repairs of what is no longer remembered. */
    FORGOTTEN,
    /** More reliable frames wait than the peer acknowledges. */
    CONTROL_FULL
}
