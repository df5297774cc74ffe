package io.banyan.protocol.dtls;

/** How a {@link DtlsSession} came to its end. */
public enum DtlsEnd {
    /** {@link DtlsSession#close()} was called. */
    CLOSED_LOCALLY(false),
    /** The peer sent close_notify. */
    CLOSED_BY_PEER(false),
    /** The handshake did not complete in time. */
    HANDSHAKE_TIMEOUT(true),
    /** The peer's certificate is not the one that was signalled (RFC 8122 §6.2). */
    FINGERPRINT_MISMATCH(true),
    /** The peer knows no SRTP profile that we speak, or does not ask for SRTP at all. */
    NO_COMMON_PROFILE(true),
    /** The peer refused the handshake, or broke the association off, with a fatal alert. */
    REFUSED_BY_PEER(true),
    /** What the peer sent is not a handshake that we can accept. */
    PROTOCOL_ERROR(true),
    /** A fault of our own; the detail says which. */
    INTERNAL_ERROR(true);

    private final boolean failure;

    DtlsEnd(boolean failure) {
        this.failure = failure;
    }

    /** Whether this is anything but an orderly close. */
    public boolean isFailure() {
        return failure;
    }
}
