package io.banyan.protocol.rtp;

/**
 * The client-to-mixer audio level extension's value (RFC 6464 §3): a voice flag and the level in −dBov, in one byte.
 */
public final class AudioLevel {
    public static final int VALUE_BYTES = 1;

    /** The level of digital silence, in −dBov. */
    public static final int SILENCE = 127;

    private AudioLevel() {}

    /**
     * The byte of a level.
     *
     * @param levelMinusDbov 0 (loudest) to 127 (silence); others are held to that range
     * @param voice whether the sender takes it for speech
     */
    public static int encode(int levelMinusDbov, boolean voice) {
        return (voice ? 0x80 : 0) | Math.clamp(levelMinusDbov, 0, SILENCE);
    }

    /** The level in −dBov: 0 (loudest) to 127 (silence). */
    public static int levelMinusDbov(int value) {
        return value & 0x7f;
    }

    /** Whether the sender takes it for speech; a sender that does not detect says no. */
    public static boolean isVoice(int value) {
        return (value & 0x80) != 0;
    }
}
