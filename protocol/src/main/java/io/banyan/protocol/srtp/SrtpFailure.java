package io.banyan.protocol.srtp;

/** Why a packet was not opened. Its {@link #code()} is what a {@link SrtpReceiver} returns in the place of a length. */
public enum SrtpFailure {
    /** Not an SRTP or SRTCP packet, or too short for one. */
    MALFORMED(-1),
    /** The tag is wrong: forged, damaged, or sealed under another key. */
    AUTH_FAILED(-2),
    /** Seen before, or older than the replay window reaches (RFC 3711 §3.3.2). */
    REPLAYED(-3),
    /** From one source more than this receiver keeps state for. */
    TOO_MANY_SOURCES(-4),
    /** The plain packet does not fit where it should go. */
    NO_ROOM(-5);

    private static final SrtpFailure[] BY_CODE = values();

    private final int code;

    SrtpFailure(int code) {
        this.code = code;
    }

    /** Negative. */
    public int code() {
        return code;
    }

    /**
     * @param code what a receiver returned, negative
     */
    public static SrtpFailure of(int code) {
        return BY_CODE[-1 - code];
    }
}
