package io.banyan.node.control;

import io.banyan.node.plane.RelayCapacity;
import io.banyan.protocol.id.NodeId;
import io.banyan.protocol.id.RoomId;
import io.banyan.protocol.signal.v1.ErrorCode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;
import org.apache.pekko.Done;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.jspecify.annotations.Nullable;

/** The rooms that have people on this node: starts a {@link RoomPartActor} for each, and passes on what is for it. */
final class RoomsActor {
    /** What its own node says. */
    sealed interface Command extends RoomsMessage {}

    record Admit(JoinRequest request, ClientLink link) implements Command {}

    /** Nobody is in the room here. */
    record PartIdle(RoomId room, ActorRef<RoomPartMessage> part) implements Command {}

    /** Somebody came in after all. */
    record PartBusy(RoomId room) implements Command {}

    record NodeReachable(NodeId node, boolean reachable) implements Command {}

    record NodeRemoved(NodeId node) implements Command {}

    /**
     * No more joins. Everybody is told to move on within the deadline; with a deadline of zero everybody is ended now.
     *
     * @param replyTo hears when nobody is left
     */
    record Drain(Duration deadline, ActorRef<Done> replyTo) implements Command {}

    /** Which ways the tracks of a room take, as this node knows it. */
    record SeeTree(RoomId room, ActorRef<TreeSeen> replyTo) implements Command {}

    /** Empty: nobody is in the room at this node. */
    record TreeSeen(Optional<TreeView> tree) {}

    private record PartStopped(RoomId room) implements Command {}

    /** While a part is about to stop, what is for it waits. */
    private static final class Part {
        final ActorRef<RoomPartMessage> actor;
        final List<RoomPartActor.Command> waiting = new ArrayList<>();
        boolean stopping;

        Part(ActorRef<RoomPartMessage> actor) {
            this.actor = actor;
        }
    }

    private final ControlContext control;
    private final BiConsumer<RoomId, RoomActor.Command> index;
    private final ActorContext<RoomsMessage> context;
    private final Map<RoomId, Part> parts = new HashMap<>();
    private final List<ActorRef<Done>> drainers = new ArrayList<>();
    private final JoinsOnTheirWay onTheirWay = new JoinsOnTheirWay();
    private boolean draining;

    private RoomsActor(
            ControlContext control, BiConsumer<RoomId, RoomActor.Command> index, ActorContext<RoomsMessage> context) {
        this.control = control;
        this.index = index;
        this.context = context;
    }

    /**
     * @param index says something to the index of a room, wherever it is
     */
    static Behavior<RoomsMessage> create(ControlContext control, BiConsumer<RoomId, RoomActor.Command> index) {
        return Behaviors.setup(context -> {
            RoomsActor rooms = new RoomsActor(control, index, context);
            control.survivors()
                    .takeOver()
                    .forEach((room, participants) -> rooms.pass(room, new RoomPartActor.Revive(participants)));
            return rooms.behavior();
        });
    }

    /** Tells a client that comes back that it has to join anew. */
    static void refuseResume(ResumeAt resume, ControlContext control) {
        new Refusal(ErrorCode.ERROR_CODE_REJOIN, "the participant is not here any more: join anew")
                .end(
                        resume.link().client(),
                        resume.requestId(),
                        control.alternatives().urls());
        resume.link().connection().tell(OwnerReply.Detached.INSTANCE);
    }

    private Behavior<RoomsMessage> behavior() {
        return Behaviors.receive(RoomsMessage.class)
                .onMessage(Admit.class, this::onAdmit)
                .onMessage(ResumeAt.class, this::onResume)
                .onMessage(Hello.class, this::onHello)
                .onMessage(PartIdle.class, this::onPartIdle)
                .onMessage(PartBusy.class, busy -> onPartBusy(busy.room()))
                .onMessage(PartStopped.class, stopped -> onPartStopped(stopped.room()))
                .onMessage(
                        NodeReachable.class,
                        command -> tellAll(new RoomPartActor.NodeReachable(command.node(), command.reachable())))
                .onMessage(NodeRemoved.class, command -> {
                    control.alternatives().onGone(command.node());
                    return tellAll(new RoomPartActor.NodeRemoved(command.node()));
                })
                .onMessage(SeeTree.class, this::onSeeTree)
                .onMessage(Drain.class, this::onDrain)
                .build();
    }

    private Behavior<RoomsMessage> onAdmit(Admit admit) {
        List<String> elsewhere = control.alternatives().urls();
        if (draining) {
            refuse(admit, ErrorCode.ERROR_CODE_NODE_DRAINING, "this node takes no more joins: try another", elsewhere);
        } else if (!elsewhere.isEmpty() && RelayCapacity.isFull(loadPermille())) {
            refuse(
                    admit,
                    ErrorCode.ERROR_CODE_NODE_FULL,
                    "this node has as much to do as it can: try another",
                    elsewhere);
        } else {
            onTheirWay.add(nowNanos());
            pass(admit.request().grants().room(), new RoomPartActor.Admit(admit.request(), admit.link()));
        }
        return Behaviors.same();
    }

    private int loadPermille() {
        return control.media().loadPermille()
                + onTheirWay.permille(control.media().bandwidthBps(), nowNanos());
    }

    private long nowNanos() {
        return control.mesh().time().get().nanos();
    }

    private static void refuse(Admit admit, ErrorCode code, String text, List<String> elsewhere) {
        new Refusal(code, text).end(admit.request().client(), admit.request().requestId(), elsewhere);
        admit.link().connection().tell(OwnerReply.Detached.INSTANCE);
    }

    private Behavior<RoomsMessage> onResume(ResumeAt resume) {
        RoomId room = RoomId.parse(resume.token().getRoom());
        if (parts.containsKey(room) && resume.token().getIncarnation() == control.incarnation()) {
            pass(room, new RoomPartActor.Resume(resume));
        } else {
            refuseResume(resume, control);
        }
        return Behaviors.same();
    }

    private Behavior<RoomsMessage> onHello(Hello hello) {
        control.alternatives().onHello(hello.node(), hello.url());
        return Behaviors.same();
    }

    private void pass(RoomId room, RoomPartActor.Command command) {
        Part part = parts.computeIfAbsent(room, this::start);
        if (part.stopping) {
            part.waiting.add(command);
        } else {
            part.actor.tell(command);
        }
    }

    private Part start(RoomId room) {
        // Unnamed: a room's name may have characters that an actor's must not have.
        ActorRef<RoomPartMessage> actor = context.spawnAnonymous(RoomPartActor.create(
                room,
                control,
                command -> index.accept(room, command),
                context.getSelf().narrow()));
        context.watchWith(actor, new PartStopped(room));
        return new Part(actor);
    }

    private Behavior<RoomsMessage> onPartIdle(PartIdle idle) {
        Part part = parts.get(idle.room());
        if (part != null && part.actor.equals(idle.part()) && !part.stopping) {
            part.stopping = true;
            part.actor.tell(RoomPartActor.StopIdle.INSTANCE);
        }
        return Behaviors.same();
    }

    private Behavior<RoomsMessage> onPartBusy(RoomId room) {
        Part part = parts.get(room);
        if (part != null) {
            part.stopping = false;
            part.waiting.forEach(part.actor::tell);
            part.waiting.clear();
        }
        return Behaviors.same();
    }

    private Behavior<RoomsMessage> onPartStopped(RoomId room) {
        @Nullable Part part = parts.remove(room);
        if (part != null) {
            part.waiting.forEach(command -> pass(room, command));
        }
        replyIfEmpty();
        return Behaviors.same();
    }

    private Behavior<RoomsMessage> onSeeTree(SeeTree see) {
        Part part = parts.get(see.room());
        if (part == null || part.stopping) {
            see.replyTo().tell(new TreeSeen(Optional.empty()));
        } else {
            part.actor.tell(new RoomPartActor.SeeTree(see.replyTo()));
        }
        return Behaviors.same();
    }

    private Behavior<RoomsMessage> tellAll(RoomPartActor.Command command) {
        parts.values().forEach(part -> part.actor.tell(command));
        return Behaviors.same();
    }

    private Behavior<RoomsMessage> onDrain(Drain drain) {
        draining = true;
        drainers.add(drain.replyTo());
        tellAll(new RoomPartActor.Drain(drain.deadline()));
        replyIfEmpty();
        return Behaviors.same();
    }

    private void replyIfEmpty() {
        if (parts.isEmpty()) {
            drainers.forEach(drainer -> drainer.tell(Done.getInstance()));
            drainers.clear();
        }
    }
}
