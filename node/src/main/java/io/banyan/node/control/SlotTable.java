package io.banyan.node.control;

import io.banyan.node.plane.SlotState;
import io.banyan.node.plane.SlotWish;
import io.banyan.protocol.id.SubscriptionId;
import io.banyan.protocol.id.TrackId;
import io.banyan.protocol.signal.v1.PauseReason;
import io.banyan.protocol.signal.v1.Slot;
import io.banyan.protocol.signal.v1.SlotAssigned;
import io.banyan.protocol.signal.v1.SlotPaused;
import io.banyan.protocol.signal.v1.TrackKind;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Which of a participant's slots shows which track, and what its client was told of it. Owned by one actor. */
final class SlotTable {
    /**
     * One participant's copy of a track.
     *
     * @param id a new one whenever the slot is pointed at another track
     */
    record Subscription(SubscriptionId id, TrackDirectory.Entry track, SlotWish wish) {}

    /** One receive m-line. */
    static final class Row {
        private final String mid;
        private final TrackKind kind;
        private @Nullable Subscription shown;
        private @Nullable SlotWish follows;
        private SlotState state = SlotState.FLOWING;
        private boolean muted;
        private PauseReason told = PauseReason.PAUSE_REASON_NONE;

        private Row(Slot slot) {
            mid = slot.getMid();
            kind = slot.getKind();
        }

        String mid() {
            return mid;
        }

        TrackKind kind() {
            return kind;
        }

        Optional<Subscription> shown() {
            return Optional.ofNullable(shown);
        }

        /** What is wanted of whatever is on it, if it follows speech. */
        Optional<SlotWish> follows() {
            return Optional.ofNullable(follows);
        }

        boolean shows(TrackId track) {
            return shown != null && shown.track().track().equals(track);
        }

        /** Why nothing comes on it, as its client was told last. */
        PauseReason told() {
            return told;
        }

        /** What is on it, as its client is told. */
        SlotAssigned.Builder toProto() {
            SlotAssigned.Builder assigned = SlotAssigned.newBuilder().setMid(mid);
            if (shown != null) {
                assigned.setTrackId(shown.track().track().value())
                        .setCsrc(shown.track().csrc())
                        .setParticipantId(shown.track().publisher().value());
            }
            return assigned;
        }

        private PauseReason reason() {
            if (shown == null) {
                return PauseReason.PAUSE_REASON_NONE;
            }
            if (!shown.track().canCome()) {
                return PauseReason.PAUSE_REASON_UNREACHABLE;
            }
            if (muted) {
                return PauseReason.PAUSE_REASON_MUTED;
            }
            if (shown.wish().hidden()) {
                return PauseReason.PAUSE_REASON_HIDDEN;
            }
            return switch (state) {
                case NO_COMMON_CODEC -> PauseReason.PAUSE_REASON_CODEC;
                case NO_BANDWIDTH -> PauseReason.PAUSE_REASON_BANDWIDTH;
                // A track that sends nothing at the moment is not kept back by anybody.
                case FLOWING, HIDDEN, NO_MEDIA -> PauseReason.PAUSE_REASON_NONE;
            };
        }
    }

    private final Map<String, Row> rows = new LinkedHashMap<>();

    /**
     * Takes the receive m-lines of a new negotiation.
     *
     * @return what was shown on those that are gone
     */
    List<Subscription> setSlots(List<Slot> slots) {
        Map<String, Row> before = new LinkedHashMap<>(rows);
        rows.clear();
        for (Slot slot : slots) {
            Row known = before.remove(slot.getMid());
            rows.put(slot.getMid(), known == null ? new Row(slot) : known);
        }
        return before.values().stream()
                .map(Row::shown)
                .flatMap(Optional::stream)
                .toList();
    }

    Collection<Row> rows() {
        return rows.values();
    }

    Optional<Row> row(String mid) {
        return Optional.ofNullable(rows.get(mid));
    }

    /** Points a slot at a track; begins a new subscription. */
    Subscription show(Row row, TrackDirectory.Entry track, SlotWish wish) {
        return show(row, SubscriptionId.random(), track, wish);
    }

    /** Notes that another track is on a slot that follows speech. */
    Subscription show(Row row, SubscriptionId id, TrackDirectory.Entry track, SlotWish wish) {
        Subscription subscription = new Subscription(id, track, wish);
        row.shown = subscription;
        row.state = SlotState.FLOWING;
        row.muted = false;
        row.told = PauseReason.PAUSE_REASON_NONE;
        return subscription;
    }

    /** Changes what is wanted of the track that a slot shows. */
    Subscription setWish(Row row, Subscription shown, SlotWish wish) {
        Subscription changed = new Subscription(shown.id(), shown.track(), wish);
        row.shown = changed;
        return changed;
    }

    /** Notes that the track that a slot shows is known by another entry now. */
    void rebind(Row row, Subscription shown, TrackDirectory.Entry track) {
        row.shown = new Subscription(shown.id(), track, shown.wish());
    }

    /**
     * Has a slot follow speech.
     *
     * @param wish null: not any more
     */
    void follow(Row row, @Nullable SlotWish wish) {
        row.follows = wish;
    }

    void free(Row row) {
        row.shown = null;
        row.told = PauseReason.PAUSE_REASON_NONE;
    }

    /** The slots that show a track. */
    List<Row> showing(TrackId track) {
        List<Row> showing = new ArrayList<>();
        for (Row row : rows.values()) {
            if (row.shows(track)) {
                showing.add(row);
            }
        }
        return showing;
    }

    void setMuted(Row row, boolean muted) {
        row.muted = muted;
    }

    /** What the media loop says of a slot; of a subscription that is not on it any more it is ignored. */
    Optional<Row> onState(String mid, SubscriptionId subscription, SlotState state) {
        Row row = rows.get(mid);
        if (row == null || row.shown == null || !row.shown.id().equals(subscription)) {
            return Optional.empty();
        }
        row.state = state;
        return Optional.of(row);
    }

    /** What the client must be told of a slot, if it does not know already. */
    Optional<SlotPaused> untold(Row row) {
        PauseReason reason = row.reason();
        if (row.shown == null || reason == row.told) {
            return Optional.empty();
        }
        row.told = reason;
        return Optional.of(SlotPaused.newBuilder()
                .setMid(row.mid)
                .setTrackId(row.shown.track().track().value())
                .setReason(reason)
                .build());
    }
}
