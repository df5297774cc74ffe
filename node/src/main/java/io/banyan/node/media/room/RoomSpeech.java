package io.banyan.node.media.room;

import io.banyan.node.media.speech.PlaceRules;
import io.banyan.node.media.speech.TalkerPlaces;
import io.banyan.node.media.speech.Voice;
import io.banyan.protocol.id.ParticipantId;
import io.banyan.protocol.link.Demand;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Who speaks in a room, as far as it is heard on this loop, and who is among the loudest. Owned by a media loop; makes
 * nothing for a packet, only for a change.
 */
final class RoomSpeech {
    /** Beyond what a subscriber hears at a time: it does not hear itself, and each hop ranks for itself. */
    static final int SPARE_PLACES = 2;

    /** More names than these no client is told. */
    static final int MAX_SPEAKERS = 16;

    /** Clients are told no more often. */
    private static final long TELL_NANOS = TimeUnit.MILLISECONDS.toNanos(200);

    /** How soon it is noticed that somebody has ended. */
    private static final long POLL_NANOS = TimeUnit.MILLISECONDS.toNanos(50);

    private final RoomMedia room;
    private final Map<ParticipantId, Person> people = new HashMap<>();
    private final List<RoomTrack> sounds = new ArrayList<>();
    private final List<RoomTrack> cameras = new ArrayList<>();
    private final List<RoomTrack> talking = new ArrayList<>();
    /** By how many places they have; made when a child first asks. */
    @SuppressWarnings({"unchecked", "rawtypes"}) // an array of generics
    private final @Nullable TalkerPlaces<RoomTrack>[] loudest = new TalkerPlaces[Demand.MAX_AMONG + 1];

    private List<ParticipantId> speakers = List.of();
    private int version;
    private int wantedPlaces;
    private long nextTellNanos;
    private long nextPollNanos;

    RoomSpeech(RoomMedia room) {
        this.room = room;
    }

    /** Everybody's sound that can be on a slot. Not to be changed. */
    List<RoomTrack> sounds() {
        return sounds;
    }

    /** Everybody's camera. Not to be changed. */
    List<RoomTrack> cameras() {
        return cameras;
    }

    /** Sound of those who talk now, and of some who have just ended. Not to be changed. */
    List<RoomTrack> talking() {
        return talking;
    }

    /** Who speaks, for people to see; the one who has been speaking longest first. */
    List<ParticipantId> speakers() {
        return speakers;
    }

    /** Changes with the speakers; 0: nobody has spoken yet. */
    int version() {
        return version;
    }

    /** How many of the loudest are wanted here; 0: nobody's slots follow speech. */
    int wantedPlaces() {
        return wantedPlaces;
    }

    /** Some peer's number of slots that follow speech changed. */
    void onFollowersChanged() {
        int most = 0;
        for (PeerMedia peer : room.peers()) {
            most = Math.max(most, peer.slots().following().soundSlots());
        }
        wantedPlaces = most == 0 ? 0 : Math.min(most + SPARE_PLACES, Demand.MAX_AMONG);
    }

    /** The camera that belongs to a voice, null if there is none. */
    @Nullable
    RoomTrack cameraOf(ParticipantId participant) {
        Person person = people.get(participant);
        return person == null ? null : person.first(false, false);
    }

    void onPublished(RoomTrack track) {
        Person person = people.computeIfAbsent(track.spec().publisher(), Person::new);
        person.add(track);
        track.setVoice(person.voiceOf(track.spec().screen()));
        if (track.isAudio()) {
            track.linked().setGate(places -> isAmong(track, places));
            admit(person.first(true, track.spec().screen()));
        } else if (!track.spec().screen()) {
            cameras.add(track);
        }
    }

    void onUnpublished(RoomTrack track) {
        Person person = people.get(track.spec().publisher());
        if (person == null) {
            return;
        }
        person.remove(track);
        cameras.remove(track);
        if (sounds.remove(track)) {
            talking.remove(track);
            for (TalkerPlaces<RoomTrack> places : loudest) {
                if (places != null) {
                    places.remove(track);
                }
            }
            admit(person.first(true, track.spec().screen()));
        }
        if (person.isEmpty()) {
            people.remove(person.id());
        }
    }

    /** One microphone and one screen's sound of each participant count: the first that are there. */
    private void admit(@Nullable RoomTrack track) {
        if (track != null && !sounds.contains(track)) {
            sounds.add(track);
            track.receiver().addSink(new TrackLevel(this, track));
        }
    }

    /** A packet of a track, before it is forwarded. */
    void onLevel(RoomTrack track, int levelMinusDbov, long nowNanos) {
        Voice voice = track.voice();
        boolean wasTalking = voice.isTalking(nowNanos);
        voice.onLevel(levelMinusDbov, nowNanos);
        for (TalkerPlaces<RoomTrack> places : loudest) {
            if (places != null) {
                rank(track, places, nowNanos);
            }
        }
        if (!wasTalking && voice.isTalking(nowNanos)) {
            if (!talking.contains(track)) {
                talking.add(track);
            }
            room.peers().forEach(peer -> peer.slots().following().onTalking(track, nowNanos));
        }
    }

    private static void rank(RoomTrack track, TalkerPlaces<RoomTrack> places, long nowNanos) {
        // At a hop the first packet that could be a word passes: the last hop waits for the second.
        if (track.voice().isSounding()) {
            int _ = places.claim(track, nowNanos);
        } else {
            int _ = places.fill(track);
        }
    }

    private boolean isAmong(RoomTrack track, int places) {
        TalkerPlaces<RoomTrack> present = loudest[places];
        if (present == null) {
            present = new TalkerPlaces<>(places, PlaceRules.HEARD);
            loudest[places] = present;
            for (RoomTrack heard : talking) {
                int _ = present.fill(heard);
            }
            int _ = present.fill(track);
        }
        return present.holds(track);
    }

    /** Takes note of who began to speak and who has ended. */
    void poll(long nowNanos) {
        if (nowNanos < nextPollNanos) {
            return;
        }
        nextPollNanos = nowNanos + POLL_NANOS;
        for (int i = talking.size() - 1; i >= 0; i--) {
            if (!talking.get(i).voice().isTalking(nowNanos)) {
                talking.remove(i);
            }
        }
        if (nowNanos >= nextTellNanos && hasChanged(nowNanos)) {
            List<ParticipantId> now = new ArrayList<>();
            for (ParticipantId speaker : speakers) {
                if (isSpeaking(speaker, nowNanos)) {
                    now.add(speaker);
                }
            }
            for (RoomTrack track : talking) {
                ParticipantId publisher = track.spec().publisher();
                if (isVoiceOfSpeaker(track, nowNanos) && !now.contains(publisher) && now.size() < MAX_SPEAKERS) {
                    now.add(publisher);
                }
            }
            if (!now.equals(speakers)) {
                speakers = List.copyOf(now);
                version++;
                nextTellNanos = nowNanos + TELL_NANOS;
            }
        }
    }

    private boolean hasChanged(long nowNanos) {
        int speaking = 0;
        for (int i = 0; i < talking.size(); i++) {
            RoomTrack track = talking.get(i);
            if (isVoiceOfSpeaker(track, nowNanos)) {
                speaking++;
                if (!speakers.contains(track.spec().publisher())) {
                    return true;
                }
            }
        }
        return speaking != speakers.size();
    }

    /** A film that somebody shows speaks for nobody. */
    private static boolean isVoiceOfSpeaker(RoomTrack track, long nowNanos) {
        return !track.spec().screen() && track.voice().isSpeaking(nowNanos);
    }

    private boolean isSpeaking(ParticipantId participant, long nowNanos) {
        Person person = people.get(participant);
        return person != null && person.voice().isSpeaking(nowNanos);
    }
}
