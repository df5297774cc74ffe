package io.banyan.node.media.forward;

import io.banyan.node.media.receive.CaptureClock;
import org.jspecify.annotations.Nullable;

/**
 * What an audio slot and a video slot that are played in sync have in common: how far the audio is sent from where its
 * participant's clock puts it. The video of the same participant is sent as far from there, for it can be moved unseen,
 * while audio that is moved is heard. Owned by a media loop.
 */
public final class SlotPair {
    private @Nullable CaptureClock clock;
    private long offsetNanos;

    /** Audio of this participant was sent so much later than its time of capture; negative: earlier. */
    void onAudio(CaptureClock participant, long laterNanos) {
        clock = participant;
        offsetNanos = laterNanos;
    }

    /** No audio is on the pair now. */
    void onNoAudio() {
        clock = null;
    }

    /** How much later than its time of capture to send video of this participant; 0 if its audio is not on the pair. */
    @SuppressWarnings("ReferenceEquality") // This participant's, not one like it.
    long offsetNanos(CaptureClock participant) {
        return participant == clock ? offsetNanos : 0;
    }
}
