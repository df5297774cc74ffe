package io.banyan.node.signal.token;

import io.banyan.protocol.signal.v1.TrackSource;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The {@code grants} claim. What it does not say is not granted: a token without it may be in the room, and neither see,
 * hear nor show anything.
 */
record Grants(Set<TrackSource> publish, boolean subscribe, boolean updateSelf, boolean admin) {
    private static final Set<TrackSource> EVERY_SOURCE = EnumSet.of(
            TrackSource.TRACK_SOURCE_MICROPHONE,
            TrackSource.TRACK_SOURCE_CAMERA,
            TrackSource.TRACK_SOURCE_SCREEN,
            TrackSource.TRACK_SOURCE_SCREEN_AUDIO);

    /**
     * @param claim the JSON object, null if there is none
     * @throws ClassCastException if a member is of the wrong type
     */
    static Grants read(@Nullable Object claim) {
        if (claim == null) {
            return new Grants(Set.of(), false, false, false);
        }
        Map<?, ?> members = (Map<?, ?>) claim;
        return new Grants(
                sources(members.get("publish")),
                isTrue(members.get("subscribe")),
                isTrue(members.get("updateSelf")),
                isTrue(members.get("admin")));
    }

    private static boolean isTrue(@Nullable Object member) {
        return member != null && (Boolean) member;
    }

    /** {@code true}: every source; a list: the named ones, unknown names are left out (a newer mesh's sources). */
    private static Set<TrackSource> sources(@Nullable Object member) {
        if (member == null) {
            return Set.of();
        }
        if (member instanceof Boolean all) {
            return all ? EVERY_SOURCE : Set.of();
        }
        EnumSet<TrackSource> named = EnumSet.noneOf(TrackSource.class);
        for (Object name : (List<?>) member) {
            for (TrackSource source : EVERY_SOURCE) {
                if (nameOf(source).equals(name)) {
                    named.add(source);
                }
            }
        }
        return named;
    }

    /** {@code TRACK_SOURCE_SCREEN_AUDIO} is {@code screen_audio} in a token. */
    static String nameOf(TrackSource source) {
        return source.name().substring("TRACK_SOURCE_".length()).toLowerCase(Locale.ROOT);
    }
}
