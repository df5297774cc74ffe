package io.banyan.node.media.speech;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * A few places and who of many talkers has them: whoever speaks, or spoke last. A talker stays at its place as long as it
 * has one. Owned by a media loop.
 */
public final class TalkerPlaces<T extends Talker> {
    public static final int NONE = -1;

    private final PlaceRules rules;
    private @Nullable Object[] places;

    /**
     * @param count of places, 0 or more
     */
    public TalkerPlaces(int count, PlaceRules rules) {
        this.rules = rules;
        places = new @Nullable Object[count];
    }

    public int count() {
        return places.length;
    }

    /** Who has a place, or null. */
    @SuppressWarnings("unchecked") // only T is put in
    public @Nullable T at(int place) {
        return (T) places[place];
    }

    /** Where a talker is, {@link #NONE} if it has no place. */
    @SuppressWarnings("ReferenceEquality") // this one, not one like it
    public int placeOf(T talker) {
        for (int i = 0; i < places.length; i++) {
            if (places[i] == talker) {
                return i;
            }
        }
        return NONE;
    }

    public boolean holds(T talker) {
        return placeOf(talker) != NONE;
    }

    /** A free place, {@link #NONE} if there is none. */
    public int freePlace() {
        for (int i = 0; i < places.length; i++) {
            if (places[i] == null) {
                return i;
            }
        }
        return NONE;
    }

    /**
     * Gives a talker a place that is free.
     *
     * @return which; {@link #NONE}: it has one, or none is free
     */
    public int fill(T talker) {
        int free = holds(talker) ? NONE : freePlace();
        if (free != NONE) {
            places[free] = talker;
        }
        return free;
    }

    /**
     * Gives somebody who is heard now a place that is free, or another one's who has to go.
     *
     * @return which; {@link #NONE}: it has one, or nobody has to go
     */
    public int claim(T talker, long nowNanos) {
        if (places.length == 0 || holds(talker)) {
            return NONE;
        }
        int place = freePlace();
        if (place == NONE) {
            place = placeToLeave(talker.voice(), nowNanos);
        }
        if (place != NONE) {
            places[place] = talker;
        }
        return place;
    }

    /**
     * Takes a talker's place away.
     *
     * @return which; {@link #NONE}: it has none
     */
    public int remove(T talker) {
        int place = placeOf(talker);
        if (place != NONE) {
            places[place] = null;
        }
        return place;
    }

    /** Frees a place. */
    public void clear(int place) {
        places[place] = null;
    }

    /** Adds a free place, behind the others. */
    public void addPlace() {
        places = Arrays.copyOf(places, places.length + 1);
    }

    /** Takes a place away, whoever has it; those behind it move up. */
    public void removePlace(int place) {
        @Nullable Object[] fewer = Arrays.copyOf(places, places.length - 1);
        System.arraycopy(places, place + 1, fewer, place, fewer.length - place);
        places = fewer;
    }

    private int placeToLeave(Voice voice, long nowNanos) {
        int longestQuiet = NONE;
        int mostSilent = NONE;
        long heardNanos = Long.MAX_VALUE;
        double loudness = Double.MAX_VALUE;
        for (int i = 0; i < places.length; i++) {
            T holder = at(i);
            if (holder == null) {
                continue;
            }
            Voice other = holder.voice();
            if (nowNanos - other.lastVoicedNanos() >= rules.quietNanos() && other.lastVoicedNanos() < heardNanos) {
                longestQuiet = i;
                heardNanos = other.lastVoicedNanos();
            }
            if (other.loudness() < loudness) {
                mostSilent = i;
                loudness = other.loudness();
            }
        }
        if (longestQuiet != NONE) {
            return longestQuiet;
        }
        boolean isLouder = voice.loudness() >= loudness + rules.leadDb();
        return isLouder && voice.talkingNanos(nowNanos) >= rules.leadNanos() ? mostSilent : NONE;
    }
}
