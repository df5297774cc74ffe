package io.banyan.node.control;

import io.banyan.node.mesh.MeshTime;
import io.banyan.node.mesh.authority.DecisionRequests;
import io.banyan.node.mesh.authority.FactsWire;
import io.banyan.node.mesh.authority.RoomFacts;
import io.banyan.node.mesh.directory.AllowedRegions;
import io.banyan.node.mesh.directory.DirectoryClient;
import io.banyan.node.mesh.lease.Liveness;
import io.banyan.node.mesh.lease.Path;
import io.banyan.node.mesh.lease.RegionLeases;
import io.banyan.node.mesh.measure.RegionMap;
import io.banyan.node.mesh.measure.RegionPaths;
import io.banyan.node.plane.LinkSample;
import io.banyan.protocol.id.NodeId;
import io.banyan.protocol.id.RegionId;
import io.banyan.protocol.id.RoomId;
import io.banyan.protocol.wire.v1.CountedViewer;
import io.banyan.protocol.wire.v1.DirectoryAnswer;
import io.banyan.protocol.wire.v1.MeshFrame;
import io.banyan.protocol.wire.v1.MeshHeartbeat;
import io.banyan.protocol.wire.v1.Moderate;
import io.banyan.protocol.wire.v1.Moderated;
import io.banyan.protocol.wire.v1.RoomFrame;
import io.banyan.protocol.wire.v1.RoomPlaces;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;

/**
 * This node's side of what concerns other regions and no single room: leases, the directory's client, decisions that were
 * asked for, and which frame goes where. Serves the rooms that have their index on this node.
 */
final class RegionMesh implements Liveness.Listener {
    sealed interface Command {}

    /** A room has its index here now. */
    record RoomStarted(RoomId room, ActorRef<RoomActor.Command> index) implements Command {}

    /** Somebody of this region is in it; said again when where it may be changes. */
    record Enter(RoomId room, AllowedRegions allowed, RoomFacts facts) implements Command {}

    record Leave(RoomId room) implements Command {}

    record FactsKnown(RoomId room, RoomFacts facts) implements Command {}

    /** Which other regions the room is in: their lives are to be watched. */
    record RegionsOf(RoomId room, Set<RegionId> regions) implements Command {}

    record Say(RegionId to, RoomFrame frame) implements Command {}

    /** Of a room that has its index here. */
    record Answered(RegionId from, RoomPlaces places) implements Command {}

    /** Of a room that has its index here. */
    record AuthorityAnswered(RegionId from, Moderated answer) implements Command {}

    record Ask(RoomId room, Moderate request) implements Command {}

    /** Something came over a stream. */
    record Received(NodeId from, MeshFrame frame) implements Command {}

    /** A frame to any region, this one as well. */
    record Send(RegionId to, MeshFrame frame) implements Command {}

    /** A sibling heard a node of another region; or says itself how busy it is, and nothing else. */
    record HeartbeatHeard(NodeId node, MeshHeartbeat heartbeat) implements Command, WireMessage {}

    /**
     * Of a room that has its index here.
     *
     * @param viewers whom other regions only count, as {@link DirectoryClient#count} takes them
     */
    record Viewers(RoomId room, Map<Long, Long> viewers) implements Command {}

    private record RoomStopped(RoomId room, ActorRef<RoomActor.Command> index) implements Command {}

    private enum Tick implements Command {
        INSTANCE
    }

    /** How exactly heartbeats and what is asked again are timed. */
    private static final Duration TICK = Duration.ofMillis(250);

    /** How old what plans go by may be. */
    private static final Duration MAP = Duration.ofSeconds(2);

    /** As often as loops tell of their links and how busy they are. */
    private static final Duration READ = Duration.ofSeconds(1);

    private final ControlContext control;
    private final LivenessBoard board;
    private final MeshRoutes routes;
    private final BiConsumer<RegionId, MeshFrame> streams;
    private final Consumer<HeartbeatHeard> siblings;
    private final ActorContext<Command> context;
    private final RegionLeases leases;
    private final RegionPaths paths;
    private final MachineLoad machine = new MachineLoad();
    private final DirectoryClient directory;
    private final DecisionRequests decisions;
    private final Map<RoomId, ActorRef<RoomActor.Command>> rooms = new HashMap<>();
    private Set<RegionId> regions;
    private int loadPermille;
    private long mappedNanos = Long.MIN_VALUE / 2;
    private long readNanos = Long.MIN_VALUE / 2;
    private final Map<RoomId, Set<RegionId>> regionsOf = new HashMap<>();

    private RegionMesh(
            ControlContext control,
            LivenessBoard board,
            MeshRoutes routes,
            BiConsumer<RegionId, MeshFrame> streams,
            Consumer<HeartbeatHeard> siblings,
            ActorContext<Command> context) {
        this.control = control;
        this.board = board;
        this.routes = routes;
        this.streams = streams;
        this.siblings = siblings;
        this.context = context;
        MeshPlace mesh = control.mesh();
        regions = mesh.regions().get();
        leases = new RegionLeases(control.node(), control.incarnation(), mesh.refusals(), this);
        paths = new RegionPaths(control.node(), mesh.refusals());
        directory =
                new DirectoryClient(region(), regions, board, control.hlc(), mesh.refusals(), this::send, new Finder());
        decisions = new DecisionRequests(
                region(),
                other -> board.path(other) == Path.DIRECT,
                (to, request) ->
                        send(to, MeshFrame.newBuilder().setModerate(request).build()));
    }

    /**
     * @param routes to this region's rooms and its part of the directory, wherever they are
     * @param streams to other regions
     * @param siblings tells every other node of this region
     */
    static Behavior<Command> create(
            ControlContext control,
            LivenessBoard board,
            MeshRoutes routes,
            BiConsumer<RegionId, MeshFrame> streams,
            Consumer<HeartbeatHeard> siblings) {
        return Behaviors.setup(context -> Behaviors.withTimers(timers -> {
            timers.startTimerWithFixedDelay(Tick.INSTANCE, TICK);
            return new RegionMesh(control, board, routes, streams, siblings, context).behavior();
        }));
    }

    private Behavior<Command> behavior() {
        return Behaviors.receive(Command.class)
                .onMessage(RoomStarted.class, started -> {
                    rooms.put(started.room(), started.index());
                    context.watchWith(started.index(), new RoomStopped(started.room(), started.index()));
                    return Behaviors.same();
                })
                .onMessage(RoomStopped.class, this::onRoomStopped)
                .onMessage(Enter.class, this::onEnter)
                .onMessage(Leave.class, leave -> then(() -> directory.leave(leave.room(), now())))
                .onMessage(FactsKnown.class, known -> then(() -> directory.onFacts(known.room(), known.facts(), now())))
                .onMessage(Viewers.class, said -> then(() -> directory.count(said.room(), said.viewers(), now())))
                .onMessage(RegionsOf.class, regions -> then(() -> share(regions.room(), regions.regions())))
                .onMessage(
                        Say.class,
                        say -> then(() -> send(
                                say.to(),
                                MeshFrame.newBuilder().setRoom(say.frame()).build())))
                .onMessage(Answered.class, this::onAnswered)
                .onMessage(AuthorityAnswered.class, this::onAuthorityAnswered)
                .onMessage(Ask.class, this::onAsk)
                .onMessage(Received.class, this::onReceived)
                .onMessage(Send.class, send -> then(() -> send(send.to(), send.frame())))
                .onMessage(HeartbeatHeard.class, heard -> then(() -> onHeartbeat(heard)))
                .onMessageEquals(Tick.INSTANCE, () -> then(this::onTick))
                .build();
    }

    private Behavior<Command> then(Runnable change) {
        change.run();
        directory.collect(now());
        return Behaviors.same();
    }

    private void onTick() {
        Set<RegionId> present = control.mesh().regions().get();
        if (!present.equals(regions)) {
            regions = present;
            directory.onTopology(present, now());
        }
        leases.collect(now(), this::beat);
        decisions.collect(now());
        if (now().nanos() - readNanos >= READ.toNanos()) {
            readNanos = now().nanos();
            loadPermille = Math.max(machine.permille(), control.media().loadPermille());
            measureLinks(readNanos);
        }
        if (now().nanos() - mappedNanos > MAP.toNanos()) {
            mappedNanos = now().nanos();
            // A tree's origin plans its siblings too.
            siblings.accept(new HeartbeatHeard(
                    control.node(),
                    MeshHeartbeat.newBuilder().setLoadPermille(loadPermille).build()));
            RegionMap map = control.mesh().map();
            map.put(paths.delays(regions, map::distanceMicros, mappedNanos), paths.loads());
        }
    }

    /** Edges that tracks take are always measured. */
    private void measureLinks(long nowNanos) {
        for (LinkSample link : control.media().links()) {
            if (link.isUp()) {
                paths.onLink(link.peer().region(), link.rttMicros(), link.lossPermille(), nowNanos);
            }
        }
    }

    private void beat(RegionId to, MeshHeartbeat beat) {
        MeshHeartbeat complete = paths.complete(beat, loadPermille, now().nanos());
        send(to, MeshFrame.newBuilder().setHeartbeat(complete).build());
    }

    private void onHeartbeat(HeartbeatHeard heard) {
        leases.onHeartbeat(heard.node(), heard.heartbeat(), now());
        paths.onHeartbeat(heard.node(), heard.heartbeat(), now().nanos());
    }

    private Behavior<Command> onEnter(Enter enter) {
        // Of a region that is alone nobody asks.
        return control.mesh().isAlone()
                ? Behaviors.same()
                : then(() -> directory.enter(enter.room(), enter.allowed(), enter.facts(), now()));
    }

    private Behavior<Command> onRoomStopped(RoomStopped stopped) {
        if (rooms.remove(stopped.room(), stopped.index())) {
            share(stopped.room(), Set.of());
            // Moved to another node, or ended without a word: there it registers again.
            directory.leave(stopped.room(), now());
        }
        return Behaviors.same();
    }

    private void share(RoomId room, Set<RegionId> regions) {
        Set<RegionId> before = regionsOf.getOrDefault(room, Set.of());
        for (RegionId region : regions) {
            if (!before.contains(region)) {
                leases.share(region, now().nanos());
            }
        }
        Set<RegionId> left = new HashSet<>(before);
        left.removeAll(regions);
        left.forEach(leases::unshare);
        if (regions.isEmpty()) {
            regionsOf.remove(room);
        } else {
            regionsOf.put(room, Set.copyOf(regions));
        }
    }

    private Behavior<Command> onAnswered(Answered answered) {
        return then(() -> directory.onAnswer(
                answered.from(),
                DirectoryAnswer.newBuilder().addRooms(answered.places()).build(),
                now()));
    }

    private Behavior<Command> onAsk(Ask ask) {
        AllowedRegions allowed = AllowedRegions.of(ask.request()).orElse(AllowedRegions.ANYWHERE);
        decisions.ask(
                ask.request(),
                allowed.authorities(ask.room(), control.mesh().regions().get()),
                now());
        return Behaviors.same();
    }

    private Behavior<Command> onAuthorityAnswered(AuthorityAnswered answered) {
        Moderated answer = answered.answer();
        decisions
                .onModerated(answered.from(), answer, now())
                .ifPresent(facts -> tell(
                        RoomId.parse(answer.getRoom()),
                        new RoomActor.DecisionMade(
                                answer.getRequestId(),
                                FactsWire.of(facts, now(), control.mesh().refusals()))));
        return Behaviors.same();
    }

    private Behavior<Command> onReceived(Received received) {
        if (received.frame().hasHeartbeat()) {
            HeartbeatHeard heard =
                    new HeartbeatHeard(received.from(), received.frame().getHeartbeat());
            siblings.accept(heard);
            return then(() -> onHeartbeat(heard));
        }
        routes.onFrame(received.from().region(), received.frame());
        return Behaviors.same();
    }

    private void send(RegionId to, MeshFrame frame) {
        if (to.equals(region())) {
            routes.onFrame(to, frame);
        } else {
            streams.accept(to, frame);
        }
    }

    @Override
    public void onAlive(NodeId node, long incarnation) {
        board.setAlive(node, incarnation);
        directory.onAlive(node, now());
        tellAll(new RoomActor.NodeAlive(node, incarnation));
    }

    @Override
    public void onLapsed(NodeId node) {
        board.setLapsed(node);
        tellAll(new RoomActor.NodeLapsed(node));
    }

    @Override
    public void onPath(RegionId region, Path path) {
        board.setPath(region, path);
        directory.onPath(region, path, now());
        tellAll(new RoomActor.PathChanged(region, path));
    }

    private void tell(RoomId room, RoomActor.News news) {
        ActorRef<RoomActor.Command> index = rooms.get(room);
        if (index != null) {
            index.tell(news);
        }
    }

    private void tellAll(RoomActor.News news) {
        rooms.values().forEach(index -> index.tell(news));
    }

    private RegionId region() {
        return control.node().region();
    }

    /** Rooms hear what the directory says. */
    private final class Finder implements DirectoryClient.Finder {
        @Override
        public void found(RoomId room, Set<RegionId> regions, RoomFacts facts) {
            tell(room, new RoomActor.Found(regions, facts));
        }

        @Override
        public void counted(RoomId room, int elsewhere, List<CountedViewer> replaced) {
            tell(room, new RoomActor.Counted(elsewhere, replaced));
        }
    }

    private MeshTime now() {
        return control.mesh().time().get();
    }
}
