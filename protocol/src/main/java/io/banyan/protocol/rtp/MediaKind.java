package io.banyan.protocol.rtp;

/** What a track carries, as in the {@code m=} line of SDP (RFC 8866 §5.14). */
public enum MediaKind {
    AUDIO,
    VIDEO
}
