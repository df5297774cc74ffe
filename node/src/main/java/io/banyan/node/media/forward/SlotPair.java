package io.banyan.node.media.forward;

/**
 * What an audio slot and a video slot that are played in sync have in common: how far the audio is sent from where its
 * participant's clock puts it. Video is sent as far from there, for it can be moved unseen, while audio that is moved is
 * heard. It stays when another source follows: a receiver goes by the slot's timestamps, and to it a slot whose time
 * steps back is a network that became slower. Owned by a media loop.
 */
public final class SlotPair {
    private long offsetNanos;

    /** Audio was sent so much later than its time of capture; negative: earlier. */
    void onAudio(long laterNanos) {
        offsetNanos = laterNanos;
    }

    /** How much later than its time of capture to send what is on the pair; 0 before there was any audio. */
    long offsetNanos() {
        return offsetNanos;
    }
}
