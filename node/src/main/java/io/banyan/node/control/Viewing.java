package io.banyan.node.control;

import io.banyan.node.plane.MediaCommand;
import io.banyan.node.plane.MediaEvent;
import io.banyan.node.plane.MediaPlane;
import io.banyan.node.plane.PathHop;
import io.banyan.node.plane.SlotWish;
import io.banyan.protocol.id.RoomId;
import io.banyan.protocol.id.TrackId;
import io.banyan.protocol.id.TransportId;
import io.banyan.protocol.signal.v1.ErrorCode;
import io.banyan.protocol.signal.v1.Paths;
import io.banyan.protocol.signal.v1.ServerMessage;
import io.banyan.protocol.signal.v1.Slot;
import io.banyan.protocol.signal.v1.SlotAssigned;
import io.banyan.protocol.signal.v1.SlotRequest;
import io.banyan.protocol.signal.v1.TrackKind;
import io.banyan.protocol.signal.v1.TrackPath;
import java.util.ArrayList;
import java.util.List;
import org.apache.pekko.actor.typed.ActorRef;

/** The receiving side of one participant: what its slots show. Owned by its actor. */
final class Viewing {
    /** Nothing asks for more: the largest picture a browser shows, the fastest screen. */
    private static final int MAX_PIXELS = 16_384;

    private static final int MAX_FRAME_RATE = 240;
    private static final int MAX_PRIORITY = 10;

    private final ActorRef<ParticipantMessage> self;
    private final MediaPlane media;
    private final RoomId room;
    private final TransportId transport;
    private final boolean maySubscribe;
    private final SignalLine line;
    private final SlotTable slots;
    private final SpeechFollowing following;
    private TrackDirectory directory = TrackDirectory.EMPTY;
    private boolean recovering;

    Viewing(ActorRef<ParticipantMessage> self, MediaPlane media, ParticipantState state) {
        this.self = self;
        this.media = media;
        this.room = state.seat().room();
        this.transport = state.transport();
        this.maySubscribe = state.seat().grants().subscribe();
        this.line = state.line();
        this.slots = state.slots();
        this.following = new SpeechFollowing(media, state);
    }

    /** Takes the receive m-lines of a new negotiation; what was on those that are gone has ended. */
    void setSlots(List<Slot> offered) {
        slots.setSlots(offered).forEach(this::unsubscribe);
        following.onNegotiated();
    }

    /** Takes what can be seen in the room now; a slot whose track is not there any more becomes free. */
    void setDirectory(TrackDirectory now) {
        directory = now;
        for (SlotTable.Row row : slots.rows()) {
            row.shown().ifPresent(shown -> reconcile(row, shown));
        }
        following.setDirectory(now);
    }

    /**
     * Begins or ends a time in which the room is not known whole: what is on a slot stays there although its track is not
     * found.
     */
    void setRecovering(boolean isRecovering) {
        recovering = isRecovering;
        setDirectory(directory);
    }

    private void reconcile(SlotTable.Row row, SlotTable.Subscription shown) {
        TrackDirectory.Entry entry = directory.tracks().get(shown.track().track());
        if (entry == null) {
            if (!recovering) {
                freeAndTell(row, shown);
            }
            return;
        }
        TrackDirectory.Entry before = shown.track();
        if (entry.equals(before)) {
            return;
        }
        slots.rebind(row, shown, entry);
        if (row.follows().isPresent()) {
            return;
        }
        ActorRef<TrackActor.Command> origin = entry.origin();
        if (origin != null && !origin.equals(before.origin())) {
            // The track's actor is another one than when it was subscribed to; its media is what it was.
            origin.tell(new TrackActor.AddSubscription(shown.id(), self));
        }
        if (entry.canCome() && !before.canCome()) {
            media.submit(new MediaCommand.AddForwarder(transport, shown.id(), row.mid(), entry.track(), shown.wish()));
            line.say(ServerMessage.newBuilder().setSlotAssigned(row.toProto()));
        }
        if (origin == null) {
            slots.setMuted(row, entry.muted());
        }
        tellPause(row);
    }

    /** Does what the client wants of its slots, and says for each what is on it now. */
    List<SlotAssigned> update(List<SlotRequest> requests) {
        List<SlotAssigned> now = new ArrayList<>();
        for (SlotRequest request : requests) {
            now.add(slots.row(request.getMid())
                    .map(row -> update(row, request))
                    .orElseGet(() -> SlotAssigned.newBuilder()
                            .setMid(request.getMid())
                            .setRefused(ErrorCode.ERROR_CODE_NO_SUCH_SLOT)
                            .build()));
        }
        return now;
    }

    /** Tells the client of every slot that gets nothing, or does again. */
    void tellPauses() {
        slots.rows().forEach(this::tellPause);
    }

    /** Of a slot; UNSPECIFIED: there is no such slot. */
    TrackKind kindOf(String mid) {
        return slots.row(mid).map(SlotTable.Row::kind).orElse(TrackKind.TRACK_KIND_UNSPECIFIED);
    }

    /** Which way everything that is shown comes here. */
    Paths paths() {
        Paths.Builder paths = Paths.newBuilder();
        for (SlotTable.Row row : slots.rows()) {
            row.shown()
                    .ifPresent(shown ->
                            paths.addPaths(pathOf(row.mid(), shown.track().track())));
        }
        return paths.build();
    }

    private TrackPath.Builder pathOf(String mid, TrackId track) {
        TrackPath.Builder path = TrackPath.newBuilder().setMid(mid).setTrackId(track.value());
        io.banyan.node.plane.TrackPath measured = media.path(room, track);
        if (measured != null) {
            for (PathHop hop : measured.hops()) {
                path.addHops(TrackPath.Hop.newBuilder()
                        .setFrom(hop.from().toString())
                        .setTo(hop.to().toString())
                        .setRttMicros(Math.clamp(hop.rttMicros(), 0, Integer.MAX_VALUE))
                        .setLossPermille(hop.lossPermille())
                        .setRepaired((int) hop.repaired())
                        .setAgeSeconds(hop.ageSeconds())
                        .setWhyValue(hop.why().number()));
            }
        }
        return path;
    }

    /** What is on every slot. */
    List<SlotAssigned> assigned() {
        return slots.rows().stream().map(row -> row.toProto().build()).toList();
    }

    void onMuted(TrackId track, boolean muted) {
        for (SlotTable.Row row : slots.showing(track)) {
            slots.setMuted(row, muted);
            tellPause(row);
        }
    }

    void onEnded(TrackId track) {
        for (SlotTable.Row row : slots.showing(track)) {
            row.shown().ifPresent(shown -> freeAndTell(row, shown));
        }
    }

    void onSlotChanged(MediaEvent.SlotChanged event) {
        slots.onState(event.mid(), event.subscription(), event.state()).ifPresent(this::tellPause);
    }

    void onSlotFollowed(MediaEvent.SlotFollowed event) {
        following.onFollowed(event, directory);
    }

    private SlotAssigned update(SlotTable.Row row, SlotRequest request) {
        if (request.getFollowsSpeech()) {
            return follow(row, wishOf(request));
        }
        following.leave(row);
        if (request.getTrackId().isEmpty()) {
            row.shown().ifPresent(shown -> free(row, shown));
            return row.toProto().build();
        }
        TrackDirectory.Entry track = directory.find(request.getTrackId()).orElse(null);
        ErrorCode refused = null;
        if (!maySubscribe) {
            refused = ErrorCode.ERROR_CODE_NOT_GRANTED;
        } else if (track == null) {
            refused = ErrorCode.ERROR_CODE_NO_SUCH_TRACK;
        } else if (track.kind() != row.kind()) {
            refused = ErrorCode.ERROR_CODE_KIND_MISMATCH;
        } else if (!show(row, track, wishOf(request))) {
            refused = ErrorCode.ERROR_CODE_INTERNAL;
        }
        SlotAssigned.Builder now = row.toProto();
        return refused == null ? now.build() : now.setRefused(refused).build();
    }

    private SlotAssigned follow(SlotTable.Row row, SlotWish wish) {
        if (row.follows().isEmpty()) {
            row.shown().ifPresent(this::unsubscribe);
        }
        ErrorCode refused = maySubscribe ? following.follow(row, wish) : ErrorCode.ERROR_CODE_NOT_GRANTED;
        SlotAssigned.Builder now = row.toProto();
        return refused == null ? now.build() : now.setRefused(refused).build();
    }

    private boolean show(SlotTable.Row row, TrackDirectory.Entry track, SlotWish wish) {
        SlotTable.Subscription before = row.shown().orElse(null);
        if (before != null && before.track().track().equals(track.track())) {
            SlotTable.Subscription changed = slots.setWish(row, before, wish);
            return !track.canCome()
                    || before.wish().equals(wish)
                    || media.submit(new MediaCommand.SetWish(transport, changed.id(), wish));
        }
        if (before != null) {
            unsubscribe(before);
        }
        if (!track.canCome()) {
            // Nothing is known yet of how to get it: the slot keeps nothing of what it carried.
            if (before != null) {
                media.submit(new MediaCommand.RemoveForwarder(transport, before.id()));
            }
            slots.show(row, track, wish);
            return true;
        }
        SlotTable.Subscription shown = slots.show(row, track, wish);
        if (!media.submit(new MediaCommand.AddForwarder(transport, shown.id(), row.mid(), track.track(), wish))) {
            free(row, shown);
            if (before != null) {
                media.submit(new MediaCommand.RemoveForwarder(transport, before.id()));
            }
            return false;
        }
        ActorRef<TrackActor.Command> origin = track.origin();
        if (origin == null) {
            slots.setMuted(row, track.muted());
        } else {
            origin.tell(new TrackActor.AddSubscription(shown.id(), self));
        }
        return true;
    }

    private void freeAndTell(SlotTable.Row row, SlotTable.Subscription shown) {
        free(row, shown);
        line.say(ServerMessage.newBuilder().setSlotAssigned(row.toProto()));
    }

    private void free(SlotTable.Row row, SlotTable.Subscription shown) {
        unsubscribe(shown);
        if (shown.track().canCome()) {
            media.submit(new MediaCommand.RemoveForwarder(transport, shown.id()));
        }
        slots.free(row);
    }

    private void unsubscribe(SlotTable.Subscription shown) {
        ActorRef<TrackActor.Command> origin = shown.track().origin();
        if (origin != null) {
            origin.tell(new TrackActor.RemoveSubscription(shown.id()));
        }
    }

    private void tellPause(SlotTable.Row row) {
        slots.untold(row)
                .ifPresent(paused -> line.say(ServerMessage.newBuilder().setSlotPaused(paused)));
    }

    private static SlotWish wishOf(SlotRequest request) {
        return new SlotWish(
                atMost(request.getWidth(), MAX_PIXELS),
                atMost(request.getHeight(), MAX_PIXELS),
                atMost(request.getFrameRate(), MAX_FRAME_RATE),
                atMost(request.getPriority(), MAX_PRIORITY),
                request.getHidden(),
                request.getPinned());
    }

    private static int atMost(int unsigned, int limit) {
        return Integer.compareUnsigned(unsigned, limit) > 0 ? limit : unsigned;
    }
}
