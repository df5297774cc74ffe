package io.banyan.node.control;

import io.banyan.protocol.signal.v1.ErrorCode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.actor.typed.javadsl.TimerScheduler;
import org.jspecify.annotations.Nullable;

/**
 * One signalling connection at the node where its socket ends: passes what the client says to the participant's owner, at
 * whatever node that is, and notices when either end is gone. Lives as long as the connection.
 */
final class ConnectionActor {
    /** What the edge says, and what becomes of the other two ends. */
    sealed interface Command {}

    record Said(FromClient message) implements Command {}

    record Gone(ClientGone message) implements Command {}

    private record Owner(OwnerReply reply) implements Command {}

    private enum Event implements Command {
        OPEN_TIMEOUT,
        CLIENT_STOPPED,
        PARTICIPANT_STOPPED
    }

    /** What a client may say before its join is answered: it has nothing to say then, so that this is generous. */
    static final int MAX_WAITING = 32;

    /** A join takes milliseconds; an owner that does not answer a resume by then is as good as gone. */
    static final Duration OPEN_TIMEOUT = Duration.ofSeconds(15);

    private final String requestId;
    private final ActorRef<ToClient> client;
    private final ControlContext control;
    private final ActorContext<Command> context;
    private final TimerScheduler<Command> timers;
    private final List<ParticipantMessage> waiting = new ArrayList<>();
    private @Nullable ActorRef<ParticipantMessage> participant;

    private ConnectionActor(
            String requestId,
            ActorRef<ToClient> client,
            ControlContext control,
            ActorContext<Command> context,
            TimerScheduler<Command> timers) {
        this.requestId = requestId;
        this.client = client;
        this.control = control;
        this.context = context;
        this.timers = timers;
    }

    static Behavior<Command> join(JoinRequest request, ControlContext control, ActorRef<RoomsActor.Command> rooms) {
        return create(request.requestId(), request.client(), control, owner -> {
            ClientLink link = new ClientLink(request.connection(), request.client(), owner);
            rooms.tell(new RoomsActor.Admit(request, link));
        });
    }

    static Behavior<Command> resume(ResumeRequest request, ControlContext control, OwnerLookup owners) {
        return create(request.requestId(), request.client(), control, owner -> {
            ClientLink link = new ClientLink(request.connection(), request.client(), owner);
            ResumeTokens.read(request.resume().getResumeToken())
                    .flatMap(token -> owners.find(token)
                            .map(rooms -> new Found(
                                    rooms,
                                    new ResumeAt(
                                            token,
                                            request.resume().getRosterVersion(),
                                            request.resume().getReceivedSequence(),
                                            request.requestId(),
                                            link))))
                    .ifPresentOrElse(found -> found.rooms.tell(found.resume), () -> {
                        rejoin(control)
                                .end(
                                        request.client(),
                                        request.requestId(),
                                        control.alternatives().urls());
                        owner.tell(OwnerReply.Detached.INSTANCE);
                    });
        });
    }

    private record Found(ActorRef<RoomsMessage> rooms, ResumeAt resume) {}

    private interface Opening {
        void open(ActorRef<OwnerReply> owner);
    }

    private static Behavior<Command> create(
            String requestId, ActorRef<ToClient> client, ControlContext control, Opening opening) {
        return Behaviors.setup(context -> Behaviors.withTimers(timers -> {
            context.watchWith(client, Event.CLIENT_STOPPED);
            timers.startSingleTimer(Event.OPEN_TIMEOUT, OPEN_TIMEOUT);
            opening.open(context.messageAdapter(OwnerReply.class, Owner::new));
            return new ConnectionActor(requestId, client, control, context, timers).behavior();
        }));
    }

    private Behavior<Command> behavior() {
        return Behaviors.receive(Command.class)
                .onMessage(Said.class, said -> pass(said.message()))
                .onMessage(Gone.class, gone -> onGone(gone.message()))
                .onMessage(Owner.class, this::onOwner)
                .onMessage(Event.class, this::onEvent)
                .build();
    }

    private Behavior<Command> pass(ParticipantMessage message) {
        if (participant != null) {
            participant.tell(message);
        } else if (waiting.size() < MAX_WAITING) {
            waiting.add(message);
        }
        return Behaviors.same();
    }

    private Behavior<Command> onGone(ClientGone gone) {
        context.unwatch(client);
        if (participant == null) {
            // The owner is about to answer somebody who is not there: it hears so when its answer comes.
            waiting.clear();
            waiting.add(gone);
            return Behaviors.same();
        }
        participant.tell(gone);
        return Behaviors.stopped();
    }

    private Behavior<Command> onOwner(Owner owner) {
        return switch (owner.reply()) {
            case OwnerReply.Detached ignored -> Behaviors.stopped();
            case OwnerReply.Attached(var attached) -> {
                timers.cancel(Event.OPEN_TIMEOUT);
                participant = attached;
                context.watchWith(attached, Event.PARTICIPANT_STOPPED);
                waiting.forEach(attached::tell);
                boolean left = waiting.stream().anyMatch(ClientGone.class::isInstance);
                waiting.clear();
                yield left ? Behaviors.stopped() : Behaviors.same();
            }
        };
    }

    private Behavior<Command> onEvent(Event event) {
        return switch (event) {
            // The owner watches this actor: when it stops, the participant is reconnecting.
            case CLIENT_STOPPED -> Behaviors.stopped();
            case OPEN_TIMEOUT, PARTICIPANT_STOPPED -> {
                rejoin(control)
                        .end(
                                client,
                                participant == null ? requestId : "",
                                control.alternatives().urls());
                yield Behaviors.stopped();
            }
        };
    }

    private static Refusal rejoin(ControlContext control) {
        return new Refusal(
                ErrorCode.ERROR_CODE_REJOIN,
                "the participant is not known any more in region "
                        + control.node().region() + ": join anew");
    }
}
