package io.banyan.node.media.room;

import io.banyan.node.media.speech.Voice;
import io.banyan.protocol.id.ParticipantId;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One participant as a room's loop hears it: a voice, which its camera belongs to, and the sound of its screen. Whatever
 * else it publishes, no more than these two can be among the loudest. Owned by a media loop.
 */
final class Person {
    private final ParticipantId id;
    private final Voice voice = new Voice();
    private final Voice screenVoice = new Voice();
    private final List<RoomTrack> tracks = new ArrayList<>();

    Person(ParticipantId id) {
        this.id = id;
    }

    ParticipantId id() {
        return id;
    }

    Voice voice() {
        return voice;
    }

    /** The voice that a track has a part in. */
    Voice voiceOf(boolean isScreen) {
        return isScreen ? screenVoice : voice;
    }

    void add(RoomTrack track) {
        tracks.add(track);
    }

    void remove(RoomTrack track) {
        tracks.remove(track);
    }

    boolean isEmpty() {
        return tracks.isEmpty();
    }

    /** The first track of microphone, camera or screen that there is; null: none. */
    @Nullable
    RoomTrack first(boolean isAudio, boolean isScreen) {
        for (RoomTrack track : tracks) {
            if (track.isAudio() == isAudio && track.spec().screen() == isScreen) {
                return track;
            }
        }
        return null;
    }
}
