package io.banyan.node.control;

import io.banyan.node.plane.CallFact;
import io.banyan.node.plane.MediaEvent;
import io.banyan.protocol.id.ConnectionId;
import io.banyan.protocol.id.SessionId;
import io.banyan.protocol.id.TrackId;
import io.banyan.protocol.signal.v1.EndReason;
import io.banyan.protocol.signal.v1.Ended;
import io.banyan.protocol.signal.v1.ErrorCode;
import io.banyan.protocol.signal.v1.Join;
import io.banyan.protocol.signal.v1.Migrate;
import io.banyan.protocol.signal.v1.Moderated;
import io.banyan.protocol.signal.v1.Presence;
import io.banyan.protocol.signal.v1.Roster;
import io.banyan.protocol.signal.v1.RosterChanged;
import io.banyan.protocol.signal.v1.RosterPage;
import io.banyan.protocol.signal.v1.ServerMessage;
import io.banyan.protocol.signal.v1.SlotAssigned;
import io.banyan.protocol.signal.v1.TrackCodec;
import io.banyan.protocol.signal.v1.TrackSource;
import io.banyan.protocol.wire.v1.PartParticipant;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.PostStop;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.actor.typed.javadsl.TimerScheduler;

/**
 * The source of truth about one participant, on the node that carries its media: when it is there, when it is
 * reconnecting, when it is over. What it says, publishes and sees is delegated. Child of its room's part.
 */
final class ParticipantActor {
    /** What its own node says. */
    sealed interface Command extends ParticipantMessage {}

    /** What can be seen in the room, and what the client is to be told of it. */
    record RosterTold(Optional<RosterChanged> changed, TrackDirectory directory, SessionId session)
            implements Command {}

    /**
     * @param missed what the client has not seen; empty: it gets the whole roster
     */
    record ResumeHere(ResumeAt resume, Optional<RosterChanged> missed, Roster whole) implements Command {}

    /** The same join came again, on a new connection: its answer was lost. */
    record JoinAgain(String requestId, ClientLink link, Roster roster) implements Command {}

    record PageFound(String requestId, RosterPage page) implements Command {}

    record TrackSeen(TrackId track, List<TrackCodec> codecs) implements Command {}

    record TrackMuted(TrackId track, boolean muted) implements Command {}

    record TrackEnded(TrackId track) implements Command {}

    /** What this one asked to decide about the room is decided, under the request's id. */
    record Decided(String requestId) implements Command {}

    /** What this one may publish, as the room has decided; empty: what its token says. */
    record Promoted(Optional<Set<TrackSource>> publish) implements Command {}

    /** This node will stop. */
    record MoveOn(Duration deadline) implements Command {}

    record End(EndReason reason, String detail) implements Command {}

    private record Media(MediaEvent event) implements Command {}

    private record ConnectionStopped(ConnectionId connection) implements Command {}

    private enum ReconnectTimeout implements Command {
        INSTANCE
    }

    /** Every node had time to say who is there. */
    private enum Recovered implements Command {
        INSTANCE
    }

    private final ActorContext<ParticipantMessage> context;
    private final TimerScheduler<ParticipantMessage> timers;
    private final ControlContext control;
    private final ParticipantState state;
    private final ParticipantSeat seat;
    private final ActorRef<RoomPartActor.Command> part;
    private final SignalLine line;
    private final ResumeTokens tokens;
    private final ParticipantFacts facts;
    private final MediaNews news;
    private final Publishing publishing;
    private final Viewing viewing;
    private final Peering peering;
    private final ClientRequests requests;
    private final RosterEntry entry;

    private ParticipantActor(
            ActorContext<ParticipantMessage> context,
            TimerScheduler<ParticipantMessage> timers,
            ControlContext control,
            ParticipantState state,
            ActorRef<RoomPartActor.Command> part) {
        this.context = context;
        this.timers = timers;
        this.control = control;
        this.state = state;
        this.part = part;
        seat = state.seat();
        line = state.line();
        tokens = state.tokens();
        facts = state.facts();
        ActorRef<ParticipantMessage> self = context.getSelf();
        state.media().attach(event -> self.tell(new Media(event)));
        publishing = new Publishing(context, control, state);
        viewing = new Viewing(self, control.media(), state);
        peering = new Peering(control, state, publishing, viewing);
        CallQuality quality = new CallQuality(state, control.events());
        news = new MediaNews(line, publishing, viewing, facts, quality);
        entry = new RosterEntry(control.node(), seat);
        requests = new ClientRequests(
                state,
                peering,
                publishing,
                viewing,
                control.clock(),
                (id, page) -> part.tell(new RoomPartActor.GetPage(id, page, self)),
                quality::onReception,
                quality::downlink,
                (id, decision) -> part.tell(new RoomPartActor.Decide(id, decision, self)));
    }

    /**
     * @param roster who is in the room, to be told with the join's answer
     */
    static Behavior<ParticipantMessage> create(
            ControlContext control,
            ParticipantSeat seat,
            ClientLink link,
            Roster roster,
            TrackDirectory directory,
            ActorRef<RoomPartActor.Command> part) {
        return Behaviors.setup(context -> Behaviors.withTimers(
                timers -> new ParticipantActor(context, timers, control, new ParticipantState(control, seat), part)
                        .join(link, roster, directory)));
    }

    /**
     * Goes on with a participant of an actor system that ended: its media never stopped, its client is to come back.
     */
    static Behavior<ParticipantMessage> revive(
            ControlContext control, ParticipantState state, ActorRef<RoomPartActor.Command> part) {
        return Behaviors.setup(context ->
                Behaviors.withTimers(timers -> new ParticipantActor(context, timers, control, state, part).revive()));
    }

    private Behavior<ParticipantMessage> join(ClientLink link, Roster roster, TrackDirectory directory) {
        attach(link);
        Join join = seat.join();
        Peering.Result result = state.profile().isAllowed()
                ? peering.offer(join.getOffer(), join.getTracksList())
                : new Peering.Result(null, new Refusal(ErrorCode.ERROR_CODE_LIMIT_EXCEEDED, Profile.LIMITS));
        Refusal refusal = result.refusal();
        String accepted = result.answer();
        if (refusal != null || accepted == null) {
            if (refusal != null) {
                refusal.end(
                        link.client(), seat.requestId(), control.alternatives().urls());
            }
            link.connection().tell(OwnerReply.Detached.INSTANCE);
            peering.close();
            return Behaviors.stopped();
        }
        state.setAnswer(accepted);
        control.survivors().keep(state);
        facts.onJoined();
        viewing.setDirectory(directory);
        List<SlotAssigned> shown =
                viewing.update(join.getSlotsList().subList(0, Math.min(join.getSlotsCount(), Negotiation.MAX_SLOTS)));
        // Before the answer: who joins after this one has heard that it is in, finds it there.
        show();
        sayJoined(seat.requestId(), link, roster);
        shown.forEach(slot -> line.say(ServerMessage.newBuilder().setSlotAssigned(slot)));
        return behavior();
    }

    private Behavior<ParticipantMessage> revive() {
        if (line.isOpen()) {
            facts.emit(new CallFact.ConnectionLost());
            line.detach();
        }
        timers.startSingleTimer(ReconnectTimeout.INSTANCE, control.settings().reconnectTimeout());
        timers.startSingleTimer(Recovered.INSTANCE, control.settings().reconnectTimeout());
        viewing.setRecovering(true);
        publishing.revive();
        show();
        return behavior();
    }

    private Behavior<ParticipantMessage> behavior() {
        return Behaviors.receive(ParticipantMessage.class)
                .onMessage(FromClient.class, this::onClient)
                .onMessage(ClientGone.class, gone -> onGone(gone.connection(), gone.cleanly()))
                .onMessage(ConnectionStopped.class, stopped -> onGone(stopped.connection(), false))
                .onMessage(RosterTold.class, this::onRoster)
                .onMessage(ResumeHere.class, this::onResume)
                .onMessage(JoinAgain.class, this::onJoinAgain)
                .onMessage(PageFound.class, this::onPage)
                .onMessage(Media.class, media -> onMedia(media.event()))
                .onMessage(TrackSeen.class, seen -> {
                    if (publishing.onSeen(seen.track(), seen.codecs())) {
                        show();
                    }
                    return Behaviors.same();
                })
                .onMessage(TrackMuted.class, track -> {
                    viewing.onMuted(track.track(), track.muted());
                    return Behaviors.same();
                })
                .onMessage(TrackEnded.class, track -> {
                    if (!control.survivors().isHandingOver()) {
                        viewing.onEnded(track.track());
                    }
                    return Behaviors.same();
                })
                .onMessageEquals(Recovered.INSTANCE, () -> {
                    viewing.setRecovering(false);
                    return Behaviors.same();
                })
                .onMessage(Decided.class, decided -> {
                    line.reply(
                            decided.requestId(),
                            ServerMessage.newBuilder().setModerated(Moderated.getDefaultInstance()));
                    return Behaviors.same();
                })
                .onMessage(Promoted.class, this::onPromoted)
                .onMessage(MoveOn.class, this::onMoveOn)
                .onMessage(End.class, end -> end(end.reason(), end.detail()))
                .onMessageEquals(
                        ReconnectTimeout.INSTANCE,
                        () -> end(EndReason.END_REASON_RECONNECT_TIMEOUT, "the client did not come back in time"))
                .onSignal(PostStop.class, stop -> {
                    onStop();
                    return Behaviors.same();
                })
                .build();
    }

    /** Ended, or a bug ended it; or the whole system ends, and it does not. */
    private void onStop() {
        if (control.survivors().outlives(seat.id())) {
            state.media().detach();
        } else {
            control.survivors().forget(seat.id());
            peering.close();
        }
    }

    private Behavior<ParticipantMessage> onClient(FromClient from) {
        if (!line.isOf(from.connection())) {
            return Behaviors.same();
        }
        tokens.onNewestReceived();
        return switch (requests.on(from.message())) {
            case NONE -> Behaviors.same();
            case CHANGED -> {
                show();
                yield Behaviors.same();
            }
            case LEFT -> end(EndReason.END_REASON_LEFT, "");
            case BREACH -> end(EndReason.END_REASON_PROTOCOL_ERROR, "see the error before");
            case BROKEN -> end(EndReason.END_REASON_MEDIA_FAILED, "this node is overloaded");
        };
    }

    private Behavior<ParticipantMessage> onGone(ConnectionId connection, boolean cleanly) {
        if (!line.isOf(connection)) {
            return Behaviors.same();
        }
        if (cleanly) {
            return end(EndReason.END_REASON_LEFT, "");
        }
        facts.emit(new CallFact.ConnectionLost());
        line.detach();
        timers.startSingleTimer(ReconnectTimeout.INSTANCE, control.settings().reconnectTimeout());
        show();
        return Behaviors.same();
    }

    private Behavior<ParticipantMessage> onResume(ResumeHere command) {
        ResumeAt resume = command.resume();
        Optional<List<ServerMessage>> lost = line.lostAfter(resume.received());
        if (!tokens.accepts(resume.token()) || lost.isEmpty()) {
            new Refusal(ErrorCode.ERROR_CODE_REJOIN, "the resume token is not the newest one: join anew")
                    .end(resume.link().client(), resume.requestId(), List.of());
            resume.link().connection().tell(OwnerReply.Detached.INSTANCE);
            return Behaviors.same();
        }
        attach(resume.link());
        line.mention(JoinReplies.resumed(command, tokens.next(), facts.session(), viewing.assigned()));
        if (command.missed().isEmpty() && !facts.session().equals(seat.session())) {
            line.mention(JoinReplies.sessionChanged(command.whole(), facts.session()));
        }
        line.repeat(lost.get());
        news.tellSpeakers();
        facts.emit(new CallFact.ConnectionResumed());
        show();
        return Behaviors.same();
    }

    private Behavior<ParticipantMessage> onJoinAgain(JoinAgain command) {
        attach(command.link());
        sayJoined(command.requestId(), command.link(), command.roster());
        show();
        return Behaviors.same();
    }

    private Behavior<ParticipantMessage> onRoster(RosterTold told) {
        facts.setSession(told.session());
        told.changed()
                .ifPresent(changed -> line.mention(ServerMessage.newBuilder().setRosterChanged(changed)));
        viewing.setDirectory(told.directory());
        return Behaviors.same();
    }

    private Behavior<ParticipantMessage> onPage(PageFound found) {
        line.reply(found.requestId(), ServerMessage.newBuilder().setRosterPage(found.page()));
        return Behaviors.same();
    }

    private Behavior<ParticipantMessage> onMedia(MediaEvent event) {
        return switch (news.on(event)) {
            case GO_ON -> Behaviors.same();
            case LEFT -> end(EndReason.END_REASON_LEFT, "the client closed its media path");
            case FAILED -> end(EndReason.END_REASON_MEDIA_FAILED, "the media path cannot come back");
        };
    }

    private Behavior<ParticipantMessage> onPromoted(Promoted command) {
        if (state.role().promote(command.publish())) {
            if (!publishing.endWhatIsNotGranted()) {
                return end(EndReason.END_REASON_MEDIA_FAILED, "this node is overloaded");
            }
            line.say(JoinReplies.grantsChanged(seat.grants(), state.role()));
            show();
        }
        return Behaviors.same();
    }

    private Behavior<ParticipantMessage> onMoveOn(MoveOn command) {
        line.say(ServerMessage.newBuilder()
                .setMigrate(Migrate.newBuilder()
                        .addAllAlternatives(control.alternatives().urls())
                        .setDeadlineMillis(Math.toIntExact(command.deadline().toMillis()))));
        return Behaviors.same();
    }

    private void attach(ClientLink link) {
        timers.cancel(ReconnectTimeout.INSTANCE);
        line.attach(link);
        context.watchWith(link.connection(), new ConnectionStopped(link.id()));
        link.connection().tell(new OwnerReply.Attached(context.getSelf()));
    }

    private void sayJoined(String requestId, ClientLink link, Roster roster) {
        line.reply(
                requestId,
                ServerMessage.newBuilder()
                        .setJoined(JoinReplies.joined(
                                        control, seat, facts.session(), link, tokens.next(), state.role(), roster)
                                .setAnswer(state.answer())
                                .addAllTracks(publishing.published())
                                .addAllSlots(peering.slots())));
    }

    /** Lets others see what this participant is now. */
    private void show() {
        Presence presence = line.isOpen() ? Presence.PRESENCE_PRESENT : Presence.PRESENCE_RECONNECTING;
        part.tell(new RoomPartActor.Show(
                seat.id(),
                PartParticipant.newBuilder()
                        .setParticipant(entry.of(state.profile(), state.role(), presence, publishing.roster()))
                        .addAllTracks(peering.media())
                        .build(),
                publishing.directory()));
    }

    private Behavior<ParticipantMessage> end(EndReason reason, String detail) {
        line.say(ServerMessage.newBuilder()
                .setEnded(Ended.newBuilder().setReason(reason).setDetail(detail)));
        facts.emit(new CallFact.ParticipantLeft(seat.grants().identity(), reason.name()));
        line.close(
                reason == EndReason.END_REASON_NODE_STOPPED ? Refusal.CLOSE_GOING_AWAY : Refusal.CLOSE_NORMAL,
                reason.name());
        part.tell(new RoomPartActor.Left(seat.id(), reason));
        control.survivors().forget(seat.id());
        return Behaviors.stopped();
    }
}
