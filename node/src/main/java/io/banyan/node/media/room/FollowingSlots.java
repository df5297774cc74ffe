package io.banyan.node.media.room;

import io.banyan.node.media.speech.PlaceRules;
import io.banyan.node.media.speech.TalkerPlaces;
import io.banyan.node.plane.SlotWish;
import io.banyan.protocol.id.ParticipantId;
import io.banyan.protocol.link.Demand;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Those slots of one peer that follow speech: on those of sound are the loudest, on those of pictures the cameras of who
 * spoke last, each at its place for as long as it has one. Owned by a media loop.
 */
final class FollowingSlots {
    private final RoomSpeech speech;
    private final ParticipantId self;
    private final Group sound = new Group(PlaceRules.HEARD);
    private final Group pictures = new Group(PlaceRules.SEEN);
    private final Screen screen;

    /** What else is on the peer's slots, and how to change it. */
    interface Screen {
        /** Whether the client has asked for this track, on a slot that follows nothing. */
        boolean isAskedFor(RoomTrack track);

        /** Puts a track on a slot in place of what it carries; null: nothing. */
        void put(Slot slot, @Nullable RoomTrack track, SlotWish wish, long nowNanos);
    }

    /** Slots of one kind, in their order, and what is wanted of each. */
    private static final class Group {
        private final TalkerPlaces<RoomTrack> places;
        private final List<Slot> slots = new ArrayList<>();
        private final List<SlotWish> wishes = new ArrayList<>();

        private Group(PlaceRules rules) {
            places = new TalkerPlaces<>(0, rules);
        }
    }

    /**
     * @param self whom nobody shows to itself
     */
    FollowingSlots(RoomSpeech speech, ParticipantId self, Screen screen) {
        this.speech = speech;
        this.self = self;
        this.screen = screen;
    }

    /** How many slots of sound follow speech. */
    int soundSlots() {
        return sound.slots.size();
    }

    boolean includes(Slot slot) {
        return sound.slots.contains(slot) || pictures.slots.contains(slot);
    }

    /** From now on the slot follows speech; or another wish holds for what is on it. */
    void follow(Slot slot, SlotWish wish, long nowNanos) {
        Group group = groupOf(slot);
        int place = group.slots.indexOf(slot);
        if (place >= 0) {
            group.wishes.set(place, wish);
            return;
        }
        if (group.slots.size() >= Demand.MAX_AMONG) {
            return;
        }
        group.slots.add(slot);
        group.wishes.add(wish);
        group.places.addPlace();
        speech.onFollowersChanged();
        fill(group, nowNanos);
    }

    /** The slot follows speech no more; what is on it stays. */
    void leave(Slot slot) {
        Group group = groupOf(slot);
        int place = group.slots.indexOf(slot);
        if (place >= 0) {
            group.slots.remove(place);
            group.wishes.remove(place);
            group.places.removePlace(place);
            speech.onFollowersChanged();
        }
    }

    /** The client asks for a track itself: it is not to have it twice. */
    void release(RoomTrack track, long nowNanos) {
        Group group = track.isAudio() ? sound : pictures;
        int place = group.places.remove(track);
        if (place != TalkerPlaces.NONE) {
            put(group, place, null, nowNanos);
        }
    }

    /** Somebody begins to talk. */
    void onTalking(RoomTrack track, long nowNanos) {
        claim(sound, track, nowNanos);
    }

    /** Looks after free slots, and after those who talk and are on none; each 100 ms. */
    void poll(long nowNanos) {
        refill(sound, speech.sounds(), nowNanos);
        refill(pictures, speech.cameras(), nowNanos);
        List<RoomTrack> talking = speech.talking();
        for (int i = 0; i < talking.size(); i++) {
            RoomTrack track = talking.get(i);
            if (track.voice().isTalking(nowNanos)) {
                claim(sound, track, nowNanos);
            }
        }
        for (int i = 0; !pictures.slots.isEmpty() && i < speech.speakers().size(); i++) {
            RoomTrack camera = speech.cameraOf(speech.speakers().get(i));
            if (camera != null) {
                claim(pictures, camera, nowNanos);
            }
        }
    }

    /** Lets go of everything. */
    void end() {
        sound.slots.clear();
        pictures.slots.clear();
        speech.onFollowersChanged();
    }

    private void refill(Group group, List<RoomTrack> candidates, long nowNanos) {
        boolean isAnyFree = false;
        for (int place = 0; place < group.slots.size(); place++) {
            RoomTrack holder = group.places.at(place);
            if (holder != null && !isOn(group.slots.get(place), holder)) {
                // It has ended.
                group.places.clear(place);
                put(group, place, null, nowNanos);
                holder = null;
            }
            isAnyFree |= holder == null;
        }
        if (isAnyFree) {
            fill(group, candidates, nowNanos);
        }
    }

    private void fill(Group group, long nowNanos) {
        fill(group, group == sound ? speech.sounds() : speech.cameras(), nowNanos);
    }

    /** Free slots go to who spoke last, and then to anybody. */
    private void fill(Group group, List<RoomTrack> candidates, long nowNanos) {
        while (group.places.freePlace() != TalkerPlaces.NONE) {
            RoomTrack best = null;
            for (int i = 0; i < candidates.size(); i++) {
                RoomTrack one = candidates.get(i);
                boolean isLater = best == null
                        || one.voice().lastVoicedNanos() > best.voice().lastVoicedNanos();
                if (isLater && mayTake(group, one)) {
                    best = one;
                }
            }
            if (best == null) {
                return;
            }
            put(group, group.places.fill(best), best, nowNanos);
        }
    }

    private void claim(Group group, RoomTrack track, long nowNanos) {
        if (mayTake(group, track)) {
            int place = group.places.claim(track, nowNanos);
            if (place != TalkerPlaces.NONE) {
                put(group, place, track, nowNanos);
            }
        }
    }

    private boolean mayTake(Group group, RoomTrack track) {
        return !group.slots.isEmpty()
                && !group.places.holds(track)
                && !track.spec().publisher().equals(self)
                && !screen.isAskedFor(track);
    }

    private void put(Group group, int place, @Nullable RoomTrack track, long nowNanos) {
        screen.put(group.slots.get(place), track, group.wishes.get(place), nowNanos);
    }

    private Group groupOf(Slot slot) {
        return slot.isAudio() ? sound : pictures;
    }

    @SuppressWarnings("ReferenceEquality") // this one, not one like it
    private static boolean isOn(Slot slot, RoomTrack track) {
        Subscription current = slot.current();
        return current != null && current.track() == track;
    }
}
