package io.banyan.protocol.rtp;

import org.jspecify.annotations.Nullable;

/**
 * The codecs that the mesh knows, each with the number it has on every link, whatever a client calls it.
 *
 * <p>Two entries of one name differ in what a receiver must be able to decode (VP9 profile-id, RFC 9628 §7; H.264
 * profile and packetization-mode, RFC 6184 §8.1), so that a packet is never handed to somebody who cannot.
 */
public enum CodecId {
    OPUS(1, MediaKind.AUDIO, "opus", 48_000, 2),
    RED(2, MediaKind.AUDIO, "red", 48_000, 2),
    PCMU(3, MediaKind.AUDIO, "PCMU", 8_000, 1),
    PCMA(4, MediaKind.AUDIO, "PCMA", 8_000, 1),
    /** Sampled at 16 kHz, but its RTP clock is 8 kHz by an old error that stays (RFC 3551 §4.5.2). */
    G722(5, MediaKind.AUDIO, "G722", 8_000, 1),
    VP8(16, MediaKind.VIDEO, "VP8", 90_000, 1),
    VP9_P0(17, MediaKind.VIDEO, "VP9", 90_000, 1),
    VP9_P2(18, MediaKind.VIDEO, "VP9", 90_000, 1),
    /** Constrained baseline, packetization-mode 1. */
    H264_CBP_M1(19, MediaKind.VIDEO, "H264", 90_000, 1),
    H264_CBP_M0(20, MediaKind.VIDEO, "H264", 90_000, 1),
    H264_BP_M1(21, MediaKind.VIDEO, "H264", 90_000, 1),
    H264_BP_M0(22, MediaKind.VIDEO, "H264", 90_000, 1),
    H264_MAIN_M1(23, MediaKind.VIDEO, "H264", 90_000, 1),
    H264_MAIN_M0(24, MediaKind.VIDEO, "H264", 90_000, 1),
    H264_HIGH_M1(25, MediaKind.VIDEO, "H264", 90_000, 1),
    AV1(26, MediaKind.VIDEO, "AV1", 90_000, 1);

    /** One more than the largest number there may be: seven bits, as a payload type has. */
    static final int NUMBERS = 128;

    private static final @Nullable CodecId[] BY_NUMBER = new @Nullable CodecId[NUMBERS];

    static {
        for (CodecId codec : values()) {
            BY_NUMBER[codec.number] = codec;
        }
    }

    private final int number;
    private final MediaKind kind;
    private final String sdpName;
    private final int clockRate;
    private final int channels;

    CodecId(int number, MediaKind kind, String sdpName, int clockRate, int channels) {
        this.number = number;
        this.kind = kind;
        this.sdpName = sdpName;
        this.clockRate = clockRate;
        this.channels = channels;
    }

    /** The canonical number, 1 to 127: part of the links' wire format, never renumbered. */
    public int number() {
        return number;
    }

    public MediaKind kind() {
        return kind;
    }

    /** RTP timestamp ticks per second. */
    public int clockRate() {
        return clockRate;
    }

    /** The encoding name of {@code a=rtpmap}, compared without case (RFC 8866 §6.6). */
    public String sdpName() {
        return sdpName;
    }

    /** Channels as {@code a=rtpmap} states them; 1 where it states none. */
    public int channels() {
        return channels;
    }

    /** Whether this is any of the H.264 profiles. */
    public boolean isH264() {
        return number >= H264_CBP_M1.number && number <= H264_HIGH_M1.number;
    }

    /** Whether this is any of the VP9 profiles. */
    public boolean isVp9() {
        return this == VP9_P0 || this == VP9_P2;
    }

    /** The codec of a canonical number, or null if there is none. */
    public static @Nullable CodecId ofNumber(int number) {
        return number >= 0 && number < BY_NUMBER.length ? BY_NUMBER[number] : null;
    }
}
