package io.banyan.node.control;

import io.banyan.node.plane.MediaCommand;
import io.banyan.node.plane.MediaEvent;
import io.banyan.node.plane.MediaPlane;
import io.banyan.node.plane.SlotWish;
import io.banyan.protocol.id.TransportId;
import io.banyan.protocol.link.Demand;
import io.banyan.protocol.signal.v1.ErrorCode;
import io.banyan.protocol.signal.v1.ServerMessage;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Those of a participant's slots on which the media loop shows who speaks: what control knows of them is what the loop
 * told. Owned by its actor.
 */
final class SpeechFollowing {
    /** Of each kind; as many as a link carries for one room. */
    private static final int MAX_SLOTS = Demand.MAX_AMONG;

    private final MediaPlane media;
    private final TransportId transport;
    private final SignalLine line;
    private final SlotTable slots;
    /** By mid: told before the track was known here. */
    private final Map<String, MediaEvent.SlotFollowed> early = new HashMap<>();

    SpeechFollowing(MediaPlane media, ParticipantState state) {
        this.media = media;
        this.transport = state.transport();
        this.line = state.line();
        this.slots = state.slots();
    }

    /**
     * Has a slot follow speech from now on, or another wish hold for it.
     *
     * @return why not; null: it does
     */
    @Nullable
    ErrorCode follow(SlotTable.Row row, SlotWish wish) {
        SlotWish before = row.follows().orElse(null);
        if (wish.equals(before)) {
            return null;
        }
        if (before == null && count(row) >= MAX_SLOTS) {
            return ErrorCode.ERROR_CODE_LIMIT_EXCEEDED;
        }
        if (!media.submit(new MediaCommand.FollowSpeech(transport, row.mid(), wish))) {
            return ErrorCode.ERROR_CODE_INTERNAL;
        }
        slots.follow(row, wish);
        if (before == null) {
            slots.free(row);
        } else {
            row.shown().ifPresent(shown -> slots.setWish(row, shown, wish));
        }
        return null;
    }

    /** The slot shows what its client asks for again, which is nothing at first. */
    void leave(SlotTable.Row row) {
        if (row.follows().isPresent()) {
            slots.follow(row, null);
            slots.free(row);
            early.remove(row.mid());
            media.submit(new MediaCommand.FollowSpeech(transport, row.mid(), null));
        }
    }

    /** The m-lines were negotiated anew: those that were made anew begin to follow. */
    void onNegotiated() {
        for (SlotTable.Row row : slots.rows()) {
            row.follows().ifPresent(wish -> media.submit(new MediaCommand.FollowSpeech(transport, row.mid(), wish)));
        }
    }

    /** Another track is on a slot. */
    void onFollowed(MediaEvent.SlotFollowed event, TrackDirectory directory) {
        slots.row(event.mid())
                .ifPresent(row -> row.follows().ifPresent(wish -> onFollowed(row, wish, event, directory)));
    }

    /** The room's tracks changed. */
    void setDirectory(TrackDirectory now) {
        if (!early.isEmpty()) {
            Map<String, MediaEvent.SlotFollowed> waiting = Map.copyOf(early);
            early.clear();
            waiting.values().forEach(event -> onFollowed(event, now));
        }
    }

    private void onFollowed(SlotTable.Row row, SlotWish wish, MediaEvent.SlotFollowed event, TrackDirectory directory) {
        early.remove(row.mid());
        TrackDirectory.Entry entry =
                event.track() == null ? null : directory.tracks().get(event.track());
        if (event.track() != null && entry == null) {
            early.put(row.mid(), event);
            return;
        }
        if (entry == null) {
            slots.free(row);
        } else {
            slots.show(row, event.subscription(), entry, wish);
        }
        line.say(ServerMessage.newBuilder().setSlotAssigned(row.toProto()));
    }

    private long count(SlotTable.Row like) {
        return slots.rows().stream()
                .filter(row -> row.kind() == like.kind() && row.follows().isPresent())
                .count();
    }
}
