package io.banyan.node.control;

import io.banyan.node.plane.MediaCommand;
import io.banyan.node.plane.MediaEventSink;
import io.banyan.protocol.id.TransportId;
import io.banyan.protocol.signal.v1.ErrorCode;
import io.banyan.protocol.signal.v1.Slot;
import io.banyan.protocol.signal.v1.TrackOffer;
import io.banyan.protocol.wire.v1.TrackMedia;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A participant's transport and what runs over it: an offer goes through negotiation, publishing and viewing here, whole
 * or not at all. Owned by one actor.
 */
final class Peering {
    private final ControlContext control;
    private final ParticipantSeat seat;
    private final TransportId transport;
    private final MediaEventSink events;
    private final Negotiation negotiation;
    private final Publishing publishing;
    private final Viewing viewing;

    Peering(ControlContext control, ParticipantState state, Publishing publishing, Viewing viewing) {
        this.control = control;
        this.seat = state.seat();
        this.transport = state.transport();
        this.events = state.media();
        this.publishing = publishing;
        this.viewing = viewing;
        this.negotiation = state.negotiation();
    }

    /** Either the answer to an offer or why there is none. */
    record Result(@Nullable String answer, @Nullable Refusal refusal) {}

    /** Answers an offer and makes it take effect; one that is refused changes nothing. */
    Result offer(String offer, List<TrackOffer> tracks) {
        return switch (negotiation.answer(offer)) {
            case Negotiation.Refused(var refusal) -> new Result(null, refusal);
            case Negotiation.Agreed agreed -> {
                PublishedTracks.Plan plan = publishing.plan(tracks, agreed.session());
                PublishedTracks.Change change = plan.change();
                yield change == null ? new Result(null, plan.refusal()) : takeEffect(agreed, change);
            }
        };
    }

    /** The receive m-lines. */
    List<Slot> slots() {
        return negotiation.session().map(Negotiation::slots).orElse(List.of());
    }

    /** What the tracks' other nodes have to know. */
    List<TrackMedia> media() {
        return negotiation.session().map(publishing::media).orElse(List.of());
    }

    /** Ends the transport. */
    void close() {
        control.media().submit(new MediaCommand.CloseTransport(transport));
        publishing.close();
    }

    private Result takeEffect(Negotiation.Agreed agreed, PublishedTracks.Change change) {
        List<MediaCommand> commands = new ArrayList<>(publishing.before(change));
        commands.addAll(negotiation.takeEffect(agreed, this::open));
        commands.addAll(publishing.after(change));
        for (MediaCommand command : commands) {
            if (!control.media().submit(command)) {
                publishing.discard(change);
                return new Result(
                        null, new Refusal(ErrorCode.ERROR_CODE_NODE_FULL, "this node is overloaded: try another"));
            }
        }
        publishing.apply(change);
        viewing.setSlots(Negotiation.slots(agreed.session()));
        return new Result(agreed.answer(), null);
    }

    private MediaCommand open(Negotiation.Agreed agreed) {
        return new MediaCommand.OpenTransport(
                transport,
                seat.room(),
                seat.id(),
                agreed.local(),
                agreed.session().remote(),
                agreed.session().remoteFingerprints(),
                events);
    }
}
