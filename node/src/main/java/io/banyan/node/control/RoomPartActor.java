package io.banyan.node.control;

import io.banyan.node.control.roster.RosterFeed;
import io.banyan.node.control.roster.RosterUnion;
import io.banyan.node.mesh.authority.RoomFacts;
import io.banyan.node.mesh.part.PartUpdate;
import io.banyan.node.plane.CallFact;
import io.banyan.protocol.id.NodeId;
import io.banyan.protocol.id.ParticipantId;
import io.banyan.protocol.id.RoomId;
import io.banyan.protocol.signal.v1.EndReason;
import io.banyan.protocol.signal.v1.GetRosterPage;
import io.banyan.protocol.signal.v1.Participant;
import io.banyan.protocol.signal.v1.ParticipantGone;
import io.banyan.protocol.signal.v1.RosterChanged;
import io.banyan.protocol.wire.v1.Moderate;
import io.banyan.protocol.wire.v1.PartParticipant;
import io.banyan.protocol.wire.v1.RoomEnd;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Consumer;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.SupervisorStrategy;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.actor.typed.javadsl.TimerScheduler;

/**
 * This node's part of one room: admits participants, owns what the others hear of them, and tells them of the others. It
 * answers a join with what it knows and never waits for another node. Lives while anybody is in.
 */
final class RoomPartActor {
    /** What its own node says. */
    sealed interface Command extends RoomPartMessage {}

    record Admit(JoinRequest request, ClientLink link) implements Command {}

    record Resume(ResumeAt resume) implements Command {}

    /** They were in the room here before this life of the control plane. */
    record Revive(List<ParticipantState> participants) implements Command {}

    /** A participant is in, or changed. */
    record Show(ParticipantId id, PartParticipant participant, List<TrackDirectory.Entry> tracks) implements Command {}

    record Left(ParticipantId id, EndReason reason) implements Command {}

    /**
     * A participant asks to decide something about the room; answered with {@link ParticipantActor.Decided}.
     *
     * @param decision without room and id
     */
    record Decide(String requestId, Moderate.Builder decision, ActorRef<ParticipantMessage> replyTo)
            implements Command {}

    record GetPage(String requestId, GetRosterPage page, ActorRef<ParticipantMessage> replyTo) implements Command {}

    /** Which ways the tracks of the room take. */
    record SeeTree(ActorRef<RoomsActor.TreeSeen> replyTo) implements Command {}

    /** This node reaches another one, or does not. */
    record NodeReachable(NodeId node, boolean reachable) implements Command {}

    /** Another node has left the cluster or was downed. */
    record NodeRemoved(NodeId node) implements Command {}

    /** This node will stop after the deadline; with a deadline of zero: now. */
    record Drain(Duration deadline) implements Command {}

    /** The answer to {@link RoomsActor.PartIdle}. */
    enum StopIdle implements Command {
        INSTANCE
    }

    private record ParticipantStopped(ParticipantId id) implements Command {}

    private record Forget(NodeId node, long incarnation) implements Command {}

    private enum Tick implements Command {
        TELL,
        DIGEST,
        STOP
    }

    /** DESIGN §6. */
    static final Duration DIGEST_INTERVAL = Duration.ofSeconds(2);

    /** Asked for and not answered; a client asks again. */
    private static final int MAX_DECIDING = 256;

    /** Nodes that take tracks from here have heard by then that the last people left, and taken them from elsewhere. */
    private static final Duration PASSING_ON = Duration.ofSeconds(5);

    /** DESIGN §5. */
    private static final Duration BATCH = Duration.ofMillis(250);

    private final RoomId room;
    private final ControlContext control;
    private final Consumer<RoomActor.Command> index;
    private final ActorRef<RoomsActor.Command> rooms;
    private final ActorContext<RoomPartMessage> context;
    private final TimerScheduler<RoomPartMessage> timers;
    private final RosterUnion union = new RosterUnion();
    private final RosterFeed feed = new RosterFeed(union);
    private final LocalParticipants locals = new LocalParticipants();
    private final OtherNodes others;
    private final OwnPart own;
    private final RoomTrees trees;
    private final RemoteMedia remote;
    private final Map<String, Decide> deciding = new LinkedHashMap<>();
    private RoomFacts facts = RoomFacts.NONE;
    /** Of an earlier life, and not shown in this one yet: they are announced together, since the first part is whole. */
    private final Set<ParticipantId> reviving = new HashSet<>();

    private final Map<ParticipantId, PartParticipant> revived = new LinkedHashMap<>();
    private final List<Resume> resumeLater = new ArrayList<>();
    private TrackDirectory directory = TrackDirectory.EMPTY;

    private RoomPartActor(
            RoomId room,
            ControlContext control,
            Consumer<RoomActor.Command> index,
            ActorRef<RoomsActor.Command> rooms,
            ActorContext<RoomPartMessage> context,
            TimerScheduler<RoomPartMessage> timers) {
        this.room = room;
        this.control = control;
        this.rooms = rooms;
        this.context = context;
        this.timers = timers;
        others = new OtherNodes(
                union,
                control.settings().reconnectTimeout(),
                (node, incarnation, delay) -> timers.startSingleTimer(node, new Forget(node, incarnation), delay));
        own = new OwnPart(room, control, union, index, locals::allowed, context.getSelf());
        trees = new RoomTrees(control, index);
        remote = new RemoteMedia(
                room,
                control.node(),
                control.media(),
                trees.told(),
                control.mesh().reach());
        this.index = index;
    }

    /**
     * @param index says something to the room's index, wherever it is
     */
    static Behavior<RoomPartMessage> create(
            RoomId room,
            ControlContext control,
            Consumer<RoomActor.Command> index,
            ActorRef<RoomsActor.Command> rooms) {
        // A bug on one message must not end everybody who is in the room here: what was known before it stays.
        return Behaviors.supervise(Behaviors.<RoomPartMessage>setup(context -> Behaviors.withTimers(timers -> {
                    timers.startTimerWithFixedDelay(Tick.DIGEST, DIGEST_INTERVAL);
                    return new RoomPartActor(room, control, index, rooms, context, timers).behavior();
                })))
                .onFailure(SupervisorStrategy.resume());
    }

    private Behavior<RoomPartMessage> behavior() {
        return Behaviors.receive(RoomPartMessage.class)
                .onMessage(Admit.class, this::onAdmit)
                .onMessage(Resume.class, this::onResume)
                .onMessage(Revive.class, this::onRevive)
                .onMessage(Show.class, this::onShow)
                .onMessage(Left.class, left -> onLeft(left.id(), left.reason()))
                .onMessage(ParticipantStopped.class, stopped -> onStopped(stopped.id()))
                .onMessage(GetPage.class, this::onGetPage)
                .onMessage(SeeTree.class, this::onSeeTree)
                .onMessage(Decide.class, this::onDecide)
                .onMessage(Drain.class, this::onDrain)
                .onMessage(NodeReachable.class, command -> {
                    remote.onReachable(command.node(), command.reachable());
                    return changed(others.onReachable(command.node(), command.reachable()));
                })
                .onMessage(NodeRemoved.class, command -> changed(others.onRemoved(command.node())))
                .onMessage(FromRoom.PartLost.class, lost -> {
                    remote.onReachable(lost.node(), false);
                    return changed(others.onRemoved(lost.node(), lost.incarnation()));
                })
                .onMessage(FromRoom.PartBack.class, back -> {
                    timers.cancel(back.node());
                    remote.onReachable(back.node(), true);
                    return changed(others.onReachable(back.node(), true));
                })
                .onMessage(Forget.class, command -> forget(command.node(), command.incarnation()))
                .onMessage(FromRoom.PartChanged.class, this::onPartChanged)
                .onMessage(FromRoom.PartGone.class, this::onPartGone)
                .onMessage(FromRoom.FactsAgreed.class, this::onFacts)
                .onMessage(FromRoom.Decided.class, this::onDecided)
                .onMessage(FromRoom.ViewersElsewhere.class, viewers -> changed(union.setElsewhere(viewers.count())))
                .onMessage(FromRoom.Replaced.class, this::onReplaced)
                .onMessage(FromRoom.TreesTold.class, this::onTreesTold)
                .onMessageEquals(FromRoom.Reannounce.INSTANCE, this::onReannounce)
                .onMessageEquals(Tick.TELL, this::onTell)
                .onMessageEquals(Tick.DIGEST, this::onDigestDue)
                .onMessageEquals(Tick.STOP, this::stopIfIdle)
                .onMessageEquals(StopIdle.INSTANCE, this::onStopIdle)
                .build();
    }

    private Behavior<RoomPartMessage> onAdmit(Admit admit) {
        JoinRequest request = admit.request();
        LocalParticipants.Local same = locals.sameJoin(request).orElse(null);
        if (same != null) {
            same.actor().tell(new ParticipantActor.JoinAgain(request.requestId(), admit.link(), feed.whole()));
            return Behaviors.same();
        }
        Optional<Refusal> refusal = Admission.refusal(
                request.grants(),
                control.node().region(),
                union,
                facts,
                locals.joining(),
                control.settings().maxParticipants(),
                control.clock().millis());
        if (refusal.isPresent()) {
            refusal.get().end(request.client(), request.requestId(), List.of());
            admit.link().connection().tell(OwnerReply.Detached.INSTANCE);
            askToStopIfIdle();
            return Behaviors.same();
        }
        ParticipantSeat seat = seatFor(request);
        seat(
                seat,
                ParticipantActor.create(
                        control,
                        seat,
                        admit.link(),
                        feed.whole(),
                        directory,
                        context.getSelf().narrow()));
        return Behaviors.same();
    }

    private Behavior<RoomPartMessage> onRevive(Revive revive) {
        for (ParticipantState state : revive.participants()) {
            reviving.add(state.seat().id());
            seat(
                    state.seat(),
                    ParticipantActor.revive(control, state, context.getSelf().narrow()));
        }
        return Behaviors.same();
    }

    private void seat(ParticipantSeat seat, Behavior<ParticipantMessage> behavior) {
        ActorRef<ParticipantMessage> actor = context.spawn(behavior, seat.id().value());
        context.watchWith(actor, new ParticipantStopped(seat.id()));
        locals.add(seat, actor);
    }

    private ParticipantSeat seatFor(JoinRequest request) {
        String identity = request.grants().identity().value();
        String replaces = union.visible().stream()
                .filter(participant -> participant.getIdentity().equals(identity))
                .map(Participant::getParticipantId)
                .findFirst()
                .orElse("");
        return new ParticipantSeat(
                room,
                own.session(),
                ParticipantId.random(),
                control.now(),
                replaces,
                Promotions.granted(facts, request.grants()),
                request.join(),
                request.requestId());
    }

    private Behavior<RoomPartMessage> onResume(Resume command) {
        if (!reviving.isEmpty()) {
            // The roster would look empty.
            resumeLater.add(command);
            return Behaviors.same();
        }
        ResumeAt resume = command.resume();
        locals.find(resume.token().getParticipantId())
                .ifPresentOrElse(
                        local -> local.actor()
                                .tell(new ParticipantActor.ResumeHere(resume, feed.since(resume.seen()), feed.whole())),
                        () -> RoomsActor.refuseResume(resume, control));
        return Behaviors.same();
    }

    private Behavior<RoomPartMessage> onShow(Show show) {
        if (locals.show(show.id(), show.tracks()) == null) {
            return Behaviors.same();
        }
        if (reviving.isEmpty()) {
            own.show(show.participant(), participant -> feed.onlyCounts(participant, own::isOwn));
            changed(true);
        } else {
            revived.put(show.id(), show.participant());
            reviving.remove(show.id());
            announceRevived();
        }
        return Behaviors.same();
    }

    /** One that did not say that it leaves: a bug ended it. */
    private Behavior<RoomPartMessage> onStopped(ParticipantId id) {
        EndReason reason = EndReason.END_REASON_UNSPECIFIED;
        locals.find(id.value())
                .filter(LocalParticipants.Local::isShown)
                .ifPresent(local -> control.events()
                        .emit(
                                room,
                                own.session(),
                                id,
                                null,
                                new CallFact.ParticipantLeft(local.identity(), reason.name())));
        return onLeft(id, reason);
    }

    private Behavior<RoomPartMessage> onLeft(ParticipantId id, EndReason reason) {
        LocalParticipants.Local local = locals.remove(id);
        revived.remove(id);
        if (reviving.remove(id)) {
            announceRevived();
        }
        if (local != null && local.isShown()) {
            own.remove(ParticipantGone.newBuilder()
                    .setParticipantId(id.value())
                    .setReason(reason)
                    .build());
            changed(true);
        }
        askToStopIfIdle();
        return Behaviors.same();
    }

    private void announceRevived() {
        if (reviving.isEmpty()) {
            if (!revived.isEmpty()) {
                own.show(revived.values());
                changed(true);
                revived.clear();
            }
            List<Resume> waiting = List.copyOf(resumeLater);
            resumeLater.clear();
            waiting.forEach(this::onResume);
        }
    }

    private Behavior<RoomPartMessage> onGetPage(GetPage command) {
        command.replyTo()
                .tell(new ParticipantActor.PageFound(
                        command.requestId(),
                        feed.page(command.page().getCursor(), command.page().getLimit())));
        return Behaviors.same();
    }

    private Behavior<RoomPartMessage> onSeeTree(SeeTree see) {
        see.replyTo()
                .tell(new RoomsActor.TreeSeen(
                        Optional.of(TreeView.of(room, control.node(), union.visible(), trees, control.media()))));
        return Behaviors.same();
    }

    private Behavior<RoomPartMessage> onDrain(Drain drain) {
        ParticipantActor.Command command = drain.deadline().isZero()
                ? new ParticipantActor.End(EndReason.END_REASON_NODE_STOPPED, "this node stops")
                : new ParticipantActor.MoveOn(drain.deadline());
        locals.all().forEach(local -> local.actor().tell(command));
        return Behaviors.same();
    }

    private Behavior<RoomPartMessage> onPartChanged(FromRoom.PartChanged message) {
        PartUpdate update = message.update();
        if (own.isOwn(update.node())) {
            return Behaviors.same();
        }
        update.upserted()
                .forEach(participant -> control.hlc()
                        .observe(
                                participant.getJoinedAtMillis(), control.clock().millis()));
        timers.cancel(update.node());
        remote.onPart(update.node(), message.media());
        remote.onReachable(update.node(), true);
        // A gap is repaired by the next digest.
        return changed(others.onUpdate(update));
    }

    private Behavior<RoomPartMessage> onPartGone(FromRoom.PartGone gone) {
        if (!gone.node().equals(control.node())) {
            return forget(gone.node(), gone.incarnation());
        }
        if (locals.isEmpty()) {
            union.forget(gone.node(), gone.incarnation());
            if (remote.isAny()) {
                timers.startSingleTimer(Tick.STOP, PASSING_ON);
            } else {
                stopIfIdle();
            }
        }
        return Behaviors.same();
    }

    private Behavior<RoomPartMessage> stopIfIdle() {
        if (locals.isEmpty()) {
            rooms.tell(new RoomsActor.PartIdle(room, context.getSelf()));
        }
        return Behaviors.same();
    }

    private Behavior<RoomPartMessage> forget(NodeId node, long incarnation) {
        boolean forgotten = union.forget(node, incarnation);
        if (forgotten) {
            remote.onGone(node);
            trees.forget(node);
        }
        return changed(forgotten);
    }

    private Behavior<RoomPartMessage> onFacts(FromRoom.FactsAgreed agreed) {
        facts = agreed.facts();
        if (own.agree(facts)) {
            RosterChanged changed = feed.collect().orElseGet(feed::unchanged);
            tell(Optional.of(
                    changed.toBuilder().setSessionId(own.session().value()).build()));
        }
        Promotions.tell(facts, locals.all());
        for (LocalParticipants.Local local : List.copyOf(locals.all())) {
            if (facts.putsOut(local.identity().value(), local.joinedAtMillis()) && local.endOnce()) {
                answerOwnEnd(local);
                local.actor().tell(ending(local));
            }
        }
        return Behaviors.same();
    }

    /** Who asked for the room's end hears that it was done before being out: news of it may overtake the answer. */
    private void answerOwnEnd(LocalParticipants.Local local) {
        if (facts.end() != null) {
            deciding.values().stream()
                    .filter(asked ->
                            asked.decision().hasEnd() && asked.replyTo().equals(local.actor()))
                    .forEach(asked -> asked.replyTo().tell(new ParticipantActor.Decided(asked.requestId())));
        }
    }

    private ParticipantActor.End ending(LocalParticipants.Local local) {
        RoomEnd end = facts.end();
        return end != null && local.joinedAtMillis() <= end.getAtMillis()
                ? new ParticipantActor.End(EndReason.END_REASON_ROOM_ENDED, "the room was ended")
                : new ParticipantActor.End(EndReason.END_REASON_KICKED, "put out of the room");
    }

    private Behavior<RoomPartMessage> onDecide(Decide decide) {
        String id = UUID.randomUUID().toString();
        deciding.put(id, decide);
        if (deciding.size() > MAX_DECIDING) {
            deciding.remove(deciding.keySet().iterator().next());
        }
        index.accept(new RoomActor.Decide(
                locals.allowed()
                        .sayIn(decide.decision())
                        .setRequestId(id)
                        .setRoom(room.toString())
                        .build(),
                context.getSelf()));
        return Behaviors.same();
    }

    private Behavior<RoomPartMessage> onDecided(FromRoom.Decided decided) {
        Decide asked = deciding.remove(decided.requestId());
        if (asked != null) {
            asked.replyTo().tell(new ParticipantActor.Decided(asked.requestId()));
        }
        return Behaviors.same();
    }

    private Behavior<RoomPartMessage> onReannounce() {
        own.announceWhole();
        return Behaviors.same();
    }

    private Behavior<RoomPartMessage> onTell() {
        tell(feed.collect());
        return Behaviors.same();
    }

    private Behavior<RoomPartMessage> onDigestDue() {
        if (locals.isEmpty()) {
            askToStopIfIdle();
        } else {
            own.sayDigest();
            // Ways to other nodes may have changed with the topology.
            updateMedia();
        }
        return Behaviors.same();
    }

    private Behavior<RoomPartMessage> onTreesTold(FromRoom.TreesTold told) {
        if (trees.onTold(told)) {
            remote.update(union.visible());
        }
        return Behaviors.same();
    }

    private void updateMedia() {
        if (locals.isEmpty()) {
            remote.forgetLimit();
        } else {
            remote.limit(locals.allowed().regions());
        }
        remote.update(union.visible());
        trees.update(remote.reached(), remote.origins());
    }

    private Behavior<RoomPartMessage> onStopIdle() {
        if (locals.isEmpty()) {
            remote.update(List.of());
            control.survivors().forgetSession(room);
            return Behaviors.stopped();
        }
        rooms.tell(new RoomsActor.PartBusy(room));
        return Behaviors.same();
    }

    /** A part without people is withdrawn; it ends once the index has heard so, or has never known it. */
    private void askToStopIfIdle() {
        if (locals.isEmpty() && !timers.isTimerActive(Tick.STOP) && !own.withdraw()) {
            stopIfIdle();
        }
    }

    private Behavior<RoomPartMessage> changed(boolean any) {
        if (!any) {
            return Behaviors.same();
        }
        for (Participant replaced : union.replaced()) {
            replace(replaced.getParticipantId());
        }
        if (!feed.isBatched()) {
            tell(feed.collect());
        } else if (!timers.isTimerActive(Tick.TELL)) {
            timers.startSingleTimer(Tick.TELL, BATCH);
        }
        return Behaviors.same();
    }

    private Behavior<RoomPartMessage> onReplaced(FromRoom.Replaced replaced) {
        replace(replaced.participant().value());
        return Behaviors.same();
    }

    private void replace(String participantId) {
        locals.find(participantId)
                .filter(LocalParticipants.Local::endOnce)
                .ifPresent(local -> local.actor()
                        .tell(new ParticipantActor.End(
                                EndReason.END_REASON_REPLACED, "the same identity joined again")));
    }

    private void tell(Optional<RosterChanged> changed) {
        if (feed.listsAll() && own.listAll()) {
            // The room was large, and who was only counted elsewhere is known there by name now.
            changed(true);
        }
        updateMedia();
        directory = locals.directory(union.visible(), remote);
        ParticipantActor.RosterTold told = new ParticipantActor.RosterTold(changed, directory, own.session());
        locals.all().forEach(local -> local.actor().tell(told));
    }
}
