package io.banyan.protocol.sdp;

/** Why an offer as a whole is refused; each is counted. */
public enum RejectReason {
    /** No SDP, or lines that contradict each other. */
    MALFORMED,
    /** Beyond the limits of {@link SessionDescription}. */
    TOO_LARGE,
    TOO_MANY_MEDIA,
    /** An m-line has no mid, or one that is not a short token, or one that another line has too. */
    BAD_MID,
    /** Not every m-line is in one BUNDLE group (RFC 9143). */
    NO_BUNDLE,
    /** An m-line wants RTCP on a port of its own (RFC 5761). */
    NO_RTCP_MUX,
    NO_ICE_CREDENTIALS,
    /** Two ufrags or passwords: within one BUNDLE group there is one transport. */
    CONFLICTING_ICE_CREDENTIALS,
    /** No fingerprint by a hash that we trust (RFC 8122). */
    NO_FINGERPRINT,
    /** Two fingerprints of one hash, or another one than in the offer before. */
    CONFLICTING_FINGERPRINTS,
    /** The client wants to be the DTLS server, which the node is. */
    BAD_SETUP,
    /** The m-lines of the offer before are not where they were (RFC 8829 §5.2.2). */
    CHANGED_MEDIA
}
