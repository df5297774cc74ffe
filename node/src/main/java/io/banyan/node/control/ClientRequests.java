package io.banyan.node.control;

import io.banyan.node.plane.ClientReception;
import io.banyan.protocol.signal.v1.ClientMessage;
import io.banyan.protocol.signal.v1.Downlink;
import io.banyan.protocol.signal.v1.ErrorCode;
import io.banyan.protocol.signal.v1.GetRosterPage;
import io.banyan.protocol.signal.v1.HandRaised;
import io.banyan.protocol.signal.v1.Moderate;
import io.banyan.protocol.signal.v1.Negotiate;
import io.banyan.protocol.signal.v1.Negotiated;
import io.banyan.protocol.signal.v1.Pong;
import io.banyan.protocol.signal.v1.RaiseHand;
import io.banyan.protocol.signal.v1.SelfUpdated;
import io.banyan.protocol.signal.v1.ServerMessage;
import io.banyan.protocol.signal.v1.SlotsUpdated;
import io.banyan.protocol.signal.v1.TrackUpdated;
import io.banyan.protocol.signal.v1.UpdateSelf;
import io.banyan.protocol.signal.v1.UpdateSlots;
import io.banyan.protocol.signal.v1.UpdateTrack;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** What a client may ask for once it is in, and what it is answered. Owned by its participant's actor. */
final class ClientRequests {
    /** What the participant's actor has to do afterwards. */
    enum Effect {
        NONE,
        /** Others are to see the change. */
        CHANGED,
        LEFT,
        /** The client has been told that it broke the protocol: it is to go. */
        BREACH,
        /** The media loop took only a part of what was agreed: the participant cannot go on. */
        BROKEN
    }

    /** Has something decided about the room; the answer comes later. */
    interface Decisions {
        void ask(String requestId, io.banyan.protocol.wire.v1.Moderate.Builder decision);
    }

    /** Asks for a page of the roster; the answer comes later. */
    interface RosterPages {
        void ask(String requestId, GetRosterPage page);
    }

    private static final int MAX_REQUEST_ID_CHARS = 64;

    private final ParticipantState state;
    private final SignalLine line;
    private final Peering peering;
    private final Publishing publishing;
    private final Viewing viewing;
    private final Supplier<Downlink> downlink;
    private final boolean mayUpdateSelf;
    private final InstantSource clock;
    private final RosterPages pages;
    private final ReceptionReports reports;
    private final Decisions decisions;

    ClientRequests(
            ParticipantState state,
            Peering peering,
            Publishing publishing,
            Viewing viewing,
            InstantSource clock,
            RosterPages pages,
            Consumer<ClientReception> receptions,
            Supplier<Downlink> downlink,
            Decisions decisions) {
        this.state = state;
        this.line = state.line();
        this.peering = peering;
        this.publishing = publishing;
        this.viewing = viewing;
        this.mayUpdateSelf = state.seat().grants().updateSelf();
        this.clock = clock;
        this.pages = pages;
        reports = new ReceptionReports(viewing::kindOf, receptions, clock.millis());
        this.downlink = downlink;
        this.decisions = decisions;
    }

    Effect on(ClientMessage message) {
        String id = message.getRequestId();
        if (id.length() > MAX_REQUEST_ID_CHARS) {
            return breach("", "a request_id has at most " + MAX_REQUEST_ID_CHARS + " characters");
        }
        switch (message.getMessageCase()) {
            case PING -> {
                long now = clock.millis();
                line.mention(ServerMessage.newBuilder()
                        .setRequestId(id)
                        .setPong(Pong.newBuilder()
                                .setClientTimeMillis(message.getPing().getClientTimeMillis())
                                .setNodeTimeMillis(now)));
                return Effect.NONE;
            }
            case REPORT -> {
                reports.on(message.getReport(), clock.millis());
                return Effect.NONE;
            }
            case MESSAGE_NOT_SET -> {
                return Effect.NONE;
            }
            case LEAVE -> {
                return Effect.LEFT;
            }
            case JOIN, RESUME -> {
                return breach(id, "this connection has joined already");
            }
            case NEGOTIATE,
                    UPDATE_SLOTS,
                    UPDATE_TRACK,
                    UPDATE_SELF,
                    GET_ROSTER_PAGE,
                    MODERATE,
                    GET_PATHS,
                    GET_DOWNLINK,
                    RAISE_HAND -> {}
        }
        if (id.isEmpty()) {
            return breach("", "a request needs a request_id");
        }
        return line.repeatReplyTo(id) ? Effect.NONE : onRequest(id, message);
    }

    private Effect onRequest(String id, ClientMessage message) {
        return switch (message.getMessageCase()) {
            case NEGOTIATE -> negotiate(id, message.getNegotiate());
            case UPDATE_SLOTS -> updateSlots(id, message.getUpdateSlots());
            case UPDATE_TRACK -> updateTrack(id, message.getUpdateTrack());
            case UPDATE_SELF -> updateSelf(id, message.getUpdateSelf());
            case GET_ROSTER_PAGE -> {
                pages.ask(id, message.getGetRosterPage());
                yield Effect.NONE;
            }
            case MODERATE -> moderate(id, message.getModerate());
            case RAISE_HAND -> raiseHand(id, message.getRaiseHand());
            case GET_PATHS -> {
                line.reply(id, ServerMessage.newBuilder().setPaths(viewing.paths()));
                yield Effect.NONE;
            }
            case GET_DOWNLINK -> {
                // Of its second only: nothing that a resume should repeat.
                line.mention(ServerMessage.newBuilder().setRequestId(id).setDownlink(downlink.get()));
                yield Effect.NONE;
            }
            default -> throw new IllegalStateException("not a request: " + message.getMessageCase());
        };
    }

    private Effect negotiate(String id, Negotiate request) {
        Peering.Result result = peering.offer(request.getOffer(), request.getTracksList());
        Refusal refusal = result.refusal();
        String answer = result.answer();
        if (refusal == null && answer != null) {
            line.reply(
                    id,
                    ServerMessage.newBuilder()
                            .setNegotiated(Negotiated.newBuilder()
                                    .setAnswer(answer)
                                    .addAllTracks(publishing.published())
                                    .addAllSlots(peering.slots())));
            return Effect.CHANGED;
        }
        if (refusal == null) {
            throw new IllegalStateException("neither an answer nor a refusal");
        }
        return switch (refusal.code()) {
            case ERROR_CODE_BAD_OFFER -> breach(id, refusal);
            case ERROR_CODE_NODE_FULL -> Effect.BROKEN;
            default -> refuse(id, refusal);
        };
    }

    private Effect updateSlots(String id, UpdateSlots request) {
        if (request.getSlotsCount() > Negotiation.MAX_SLOTS) {
            return refuse(
                    id,
                    new Refusal(ErrorCode.ERROR_CODE_LIMIT_EXCEEDED, "at most " + Negotiation.MAX_SLOTS + " slots"));
        }
        line.reply(
                id,
                ServerMessage.newBuilder()
                        .setSlotsUpdated(
                                SlotsUpdated.newBuilder().addAllSlots(viewing.update(request.getSlotsList()))));
        viewing.tellPauses();
        return Effect.NONE;
    }

    private Effect updateTrack(String id, UpdateTrack request) {
        Optional<Boolean> changed = publishing.mute(request.getTrackId(), request.getMuted());
        if (changed.isEmpty()) {
            return refuse(id, new Refusal(ErrorCode.ERROR_CODE_NO_SUCH_TRACK, "no track of that id is published here"));
        }
        line.reply(
                id,
                ServerMessage.newBuilder()
                        .setTrackUpdated(TrackUpdated.newBuilder().setTrackId(request.getTrackId())));
        return changed.get() ? Effect.CHANGED : Effect.NONE;
    }

    private Effect updateSelf(String id, UpdateSelf request) {
        if (!mayUpdateSelf) {
            return refuse(
                    id, new Refusal(ErrorCode.ERROR_CODE_NOT_GRANTED, "the token does not allow to change oneself"));
        }
        Profile profile = state.profile();
        Optional<Profile> merged = profile.merged(request.getDisplayName(), request.getAttributesMap());
        if (merged.isEmpty()) {
            return refuse(id, new Refusal(ErrorCode.ERROR_CODE_LIMIT_EXCEEDED, Profile.LIMITS));
        }
        boolean changed = !merged.get().equals(profile);
        state.setProfile(merged.get());
        line.reply(id, ServerMessage.newBuilder().setSelfUpdated(SelfUpdated.getDefaultInstance()));
        return changed ? Effect.CHANGED : Effect.NONE;
    }

    private Effect raiseHand(String id, RaiseHand request) {
        boolean changed = state.role().raiseHand(request.getRaised(), clock.millis());
        line.reply(id, ServerMessage.newBuilder().setHandRaised(HandRaised.getDefaultInstance()));
        return changed ? Effect.CHANGED : Effect.NONE;
    }

    private Effect moderate(String id, Moderate request) {
        if (!state.seat().grants().admin()) {
            return refuse(id, new Refusal(ErrorCode.ERROR_CODE_NOT_GRANTED, "the token has no grant `admin`"));
        }
        return ModerationWire.of(request)
                .map(decision -> {
                    decisions.ask(id, decision);
                    return Effect.NONE;
                })
                .orElseGet(() -> breach(
                        id, "a decision needs an action, a kick or promotion an identity, and a ban at most 30 days"));
    }

    private Effect refuse(String id, Refusal refusal) {
        line.reply(id, refusal.toReply());
        return Effect.NONE;
    }

    private Effect breach(String id, String text) {
        return breach(id, new Refusal(ErrorCode.ERROR_CODE_BAD_MESSAGE, text));
    }

    private Effect breach(String id, Refusal refusal) {
        ServerMessage.Builder error = refusal.toReply();
        error.getErrorBuilder().setFatal(true);
        line.mention(error.setRequestId(id));
        return Effect.BREACH;
    }
}
