package io.banyan.node.control.quality;

import io.banyan.protocol.id.TrackId;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What of a participant's quality became another one.
 *
 * @param sending what others get of it; null: as it was
 * @param receiving what it gets of others; null: as it was
 * @param slots whose level changed
 */
public record QualityChange(
        @Nullable Verdict sending, @Nullable Verdict receiving, List<SlotVerdict> slots) {
    public QualityChange {
        slots = List.copyOf(slots);
    }

    /**
     * A level and the score that it comes from.
     *
     * @param level null: nothing flows now that could be judged
     * @param score null with it
     */
    public record Verdict(
            @Nullable QualityLevel level, @Nullable Score score) {
        static final Verdict NONE = new Verdict(null, null);
    }

    /** Of one slot. */
    public record SlotVerdict(String mid, TrackId track, Verdict verdict) {}

    boolean isEmpty() {
        return sending == null && receiving == null && slots.isEmpty();
    }
}
