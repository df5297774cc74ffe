package io.banyan.node.media.speech;

import io.banyan.protocol.rtp.AudioLevel;
import java.util.concurrent.TimeUnit;

/**
 * Whether one source of sound speaks, by the levels that its packets state (RFC 6464). Owned by a media loop.
 *
 * <p>Deviation: the extension's voice flag is not looked at. A browser without DTX sets it on every packet, another one on
 * none.
 */
public final class Voice {
    /** A source that has never been heard. */
    public static final long NEVER = Long.MIN_VALUE / 2;

    /** In dB over the level of digital silence: −55 dBov. A quiet room behind a noise suppressor is below. */
    static final int LEAST_LOUDNESS = 72;

    /** A voice is so many dB over what the source makes all the time. */
    static final int MARGIN = 9;

    /** −42 dBov. What is louder by the margin is taken for a voice however long it lasts: a song has no pauses. */
    static final int MOST_NOISE = 85;

    /** The dips between two syllables show what the noise is; a fan that is switched on is known in some seconds. */
    static final double NOISE_RISE_PER_SECOND = 3;

    /** More than one packet of 20 ms: a click is no word. */
    static final long TALKING_NANOS = TimeUnit.MILLISECONDS.toNanos(30);

    /** A mark at somebody's name may come a syllable later than the sound. */
    static final long SPEAKING_NANOS = TimeUnit.MILLISECONDS.toNanos(90);

    /** Longer than the pause between two words, shorter than anybody's turn. */
    static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(600);

    /** So much talk is remembered: in as much quiet again it is forgotten. */
    private static final long MOST_EVIDENCE_NANOS = TimeUnit.MILLISECONDS.toNanos(400);

    /** What one packet counts for at most: after a pause (DTX) the first one says nothing of the time before it. */
    private static final long MOST_STEP_NANOS = TimeUnit.MILLISECONDS.toNanos(25);

    /** After so long without a packet what comes next goes on with nothing. */
    private static final long GAP_NANOS = TimeUnit.MILLISECONDS.toNanos(200);

    private static final double ATTACK_NANOS = TimeUnit.MILLISECONDS.toNanos(60);
    private static final double RELEASE_NANOS = TimeUnit.MILLISECONDS.toNanos(400);

    private double noise = LEAST_LOUDNESS - MARGIN;
    private double loudness;
    private boolean voiced;
    private boolean talking;
    private boolean speaking;
    private long evidenceNanos;
    private long lastNanos = NEVER;
    private long lastVoicedNanos = NEVER;
    private long begunNanos = NEVER;

    /**
     * Takes the level of a packet.
     *
     * @param levelMinusDbov 0 (loudest) to 127 (silence)
     */
    public void onLevel(int levelMinusDbov, long nowNanos) {
        int now = AudioLevel.SILENCE - levelMinusDbov;
        long elapsed = lastNanos == NEVER ? MOST_STEP_NANOS : Math.max(0, nowNanos - lastNanos);
        lastNanos = nowNanos;
        long step = Math.min(elapsed, MOST_STEP_NANOS);
        noise = Math.min(now, Math.min(MOST_NOISE, noise + NOISE_RISE_PER_SECOND * elapsed / 1e9));
        loudness += (now - loudness) * (elapsed / (elapsed + (now > loudness ? ATTACK_NANOS : RELEASE_NANOS)));
        voiced = now >= Math.max(LEAST_LOUDNESS, noise + MARGIN);
        endIfQuiet(nowNanos);
        if (elapsed > GAP_NANOS) {
            evidenceNanos = 0;
        }
        if (voiced) {
            lastVoicedNanos = nowNanos;
            evidenceNanos = Math.min(MOST_EVIDENCE_NANOS, evidenceNanos + step);
            if (!talking && evidenceNanos > TALKING_NANOS) {
                talking = true;
                begunNanos = nowNanos;
            }
            speaking |= evidenceNanos >= SPEAKING_NANOS;
        } else {
            evidenceNanos = Math.max(0, evidenceNanos - elapsed);
        }
    }

    /** Whether the newest packet could be the beginning of a word. */
    public boolean isSounding() {
        return voiced;
    }

    /** Whether it talks, since two packets or more, and pauses no longer than between two words. */
    public boolean isTalking(long nowNanos) {
        endIfQuiet(nowNanos);
        return talking;
    }

    /** The same for people to see: since some packets, and no mere click. */
    public boolean isSpeaking(long nowNanos) {
        endIfQuiet(nowNanos);
        return speaking;
    }

    /** When it was last heard, {@link #NEVER} if it was not. */
    public long lastVoicedNanos() {
        return lastVoicedNanos;
    }

    /** How long it has been talking, 0 if it does not. */
    public long talkingNanos(long nowNanos) {
        return isTalking(nowNanos) ? nowNanos - begunNanos : 0;
    }

    /** How loud it has been lately, in dB over digital silence. Only of one that talks. */
    public double loudness() {
        return loudness;
    }

    private void endIfQuiet(long nowNanos) {
        if (talking && nowNanos - lastVoicedNanos > PAUSE_NANOS) {
            talking = false;
            speaking = false;
            evidenceNanos = 0;
        }
    }
}
