package io.banyan.loadtest.browser;

import java.util.List;
import java.util.Optional;

/** Somebody else, as a page shows it. */
public record SeenParticipant(
        String id, String identity, String name, boolean reconnecting, boolean speaking, List<SeenTrack> tracks) {
    /**
     * One of its tracks.
     *
     * @param kind "audio" or "video"
     * @param source "camera", "microphone", "screen", "screenAudio"
     * @param state of the page's subscription: "live", "paused", "ended" …
     */
    public record SeenTrack(
            String id, String kind, String source, String name, boolean muted, String state, String pauseReason) {}

    public Optional<SeenTrack> track(String source) {
        return tracks.stream().filter(track -> track.source().equals(source)).findFirst();
    }
}
