package io.banyan.node.plane;

/** Why a stream between two nodes ended, or did not come about. */
public enum StreamRefusal {
    /** Nobody there, or nobody answers. */
    UNREACHABLE,
    /** No certificate, or one that none of the CAs that are believed signed, or one that is not valid now. */
    UNTRUSTED,
    /** The certificate names no node, or another one than was meant. */
    WRONG_NAME,
    /** Of a region that is not in the topology, or not any more. */
    UNKNOWN_REGION,
    /** The first frame is no hello, or names another node than the certificate. */
    BAD_HELLO,
    /** Speaks a version that is too old or too new. */
    UNKNOWN_VERSION,
    /** An earlier life of a node whose later one is connected. */
    STALE,
    /** A frame over the limit. */
    TOO_LARGE,
    /** No frame at all. */
    GARBAGE,
    /** Silent for too long, or too slow to begin. */
    SILENT,
    /** More at once than are dealt with. */
    TOO_MANY,
    /** Closed or broken by the other end or the network. */
    ENDED
}
