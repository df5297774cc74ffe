package io.banyan.node.control;

import io.banyan.cluster.ClusterSettings;
import io.banyan.node.mesh.stream.MeshActor;
import io.banyan.node.mesh.stream.MeshEvent;
import io.banyan.protocol.id.NodeId;
import io.banyan.protocol.id.RoomId;
import java.time.Duration;
import java.util.Optional;
import java.util.function.BiConsumer;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.SupervisorStrategy;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.cluster.ClusterEvent;
import org.apache.pekko.cluster.Member;
import org.apache.pekko.cluster.sharding.typed.javadsl.ClusterSharding;
import org.apache.pekko.cluster.sharding.typed.javadsl.Entity;
import org.apache.pekko.cluster.typed.Cluster;
import org.apache.pekko.cluster.typed.Subscribe;

/** Root of this node's control plane: starts its actors and tells them what becomes of the other nodes. */
final class NodeGuardian {
    /** Name of the one actor that other nodes address directly, {@code /system/banyan/rooms}. */
    static final String ROOMS = "rooms";

    /** What the facade asks. */
    sealed interface Command {}

    /** Answered with where the edge sends to. */
    record Start(ActorRef<NodeControl.Started> replyTo) implements Command {}

    private record FromStreams(MeshEvent event, ActorRef<RegionMesh.Command> mesh) implements Command {}

    private record ClusterChanged(ClusterEvent.ClusterDomainEvent event) implements Command {}

    private final ControlContext control;
    private final ActorContext<Command> context;
    private final Neighbours neighbours;
    private final ActorRef<RoomsMessage> rooms;
    private final ActorRef<FromEdge> connections;

    private NodeGuardian(
            ControlContext control, Optional<ActorRef<MeshActor.Command>> streams, ActorContext<Command> context) {
        this.control = control;
        this.context = context;
        neighbours = new Neighbours(context.getSystem(), control.settings());
        BiConsumer<RoomId, RoomActor.Command> index = startMesh(streams);
        rooms = context.spawn(resumed(RoomsActor.create(control, index)), ROOMS);
        connections =
                context.spawn(resumed(ConnectionsActor.create(control, rooms.narrow(), neighbours)), "connections");
        ClusterSettings cluster =
                ClusterSettings.read(context.getSystem().settings().config());
        if (!cluster.joinsItself()) {
            context.spawn(
                    resumed(SiblingWatch.create(cluster.seedNodes(), SiblingWatch.INTERVAL, SiblingWatch::connect)),
                    "siblings");
        }
    }

    /**
     * @param streams to other regions' nodes; empty: this node knows no other region
     */
    static Behavior<Command> create(ControlContext control, Optional<ActorRef<MeshActor.Command>> streams) {
        return resumed(Behaviors.setup(context -> new NodeGuardian(control, streams, context).behavior()));
    }

    /** A bug on one message must not end all rooms or all connections: what was known before it stays. */
    private static <T> Behavior<T> resumed(Behavior<T> behavior) {
        return Behaviors.supervise(behavior).onFailure(SupervisorStrategy.resume());
    }

    private Behavior<Command> behavior() {
        Cluster cluster = Cluster.get(context.getSystem());
        ActorRef<ClusterEvent.ClusterDomainEvent> changes =
                context.messageAdapter(ClusterEvent.ClusterDomainEvent.class, ClusterChanged::new);
        cluster.subscriptions().tell(Subscribe.create(changes.narrow(), ClusterEvent.MemberEvent.class));
        cluster.subscriptions().tell(Subscribe.create(changes.narrow(), ClusterEvent.ReachabilityEvent.class));
        return Behaviors.receive(Command.class)
                .onMessage(Start.class, start -> {
                    start.replyTo().tell(new NodeControl.Started(rooms.narrow(), connections));
                    return Behaviors.same();
                })
                .onMessage(ClusterChanged.class, changed -> onCluster(changed.event()))
                .onMessage(FromStreams.class, this::onStreams)
                .build();
    }

    /** Starts what speaks with other regions, the rooms' indexes and the directory; gives the way to a room's index. */
    private BiConsumer<RoomId, RoomActor.Command> startMesh(Optional<ActorRef<MeshActor.Command>> streams) {
        ClusterSharding sharding = ClusterSharding.get(context.getSystem());
        BiConsumer<RoomId, RoomActor.Command> index = (room, command) ->
                sharding.entityRefFor(RoomActor.KEY, room.toString()).tell(command);
        MeshRoutes routes = new MeshRoutes(
                index,
                (bucket, command) -> sharding.entityRefFor(DirectoryActor.KEY, bucket.toString())
                        .tell(command),
                control.mesh().refusals());
        LivenessBoard board = new LivenessBoard();
        ActorRef<RegionMesh.Command> mesh = context.spawn(
                resumed(RegionMesh.create(
                        control,
                        board,
                        routes,
                        (to, frame) -> streams.ifPresent(all -> all.tell(new MeshActor.ToRegion(to, frame))),
                        neighbours::tellAll)),
                Neighbours.MESH);
        streams.ifPresent(all -> all.tell(
                new MeshActor.Listen(context.messageAdapter(MeshEvent.class, event -> new FromStreams(event, mesh)))));
        sharding.init(Entity.of(
                        RoomActor.KEY,
                        entity -> Behaviors.supervise(RoomActor.create(
                                        RoomId.parse(entity.getEntityId()), control, board, mesh, entity.getShard()))
                                .onFailure(SupervisorStrategy.restartWithBackoff(
                                        Duration.ofMillis(100), Duration.ofSeconds(5), 0.2)))
                .withStopMessage(RoomActor.Internal.STOP));
        sharding.init(Entity.of(DirectoryActor.KEY, entity -> resumed(DirectoryActor.create(control, board, mesh)))
                .withStopMessage(DirectoryActor.Internal.STOP));
        return index;
    }

    private Behavior<Command> onStreams(FromStreams from) {
        if (from.event() instanceof MeshEvent.Received(var node, var frame)) {
            from.mesh().tell(new RegionMesh.Received(node, frame));
        }
        return Behaviors.same();
    }

    private Behavior<Command> onCluster(ClusterEvent.ClusterDomainEvent event) {
        switch (event) {
            case ClusterEvent.MemberUp up -> neighbours.onUp(up.member());
            case ClusterEvent.MemberRemoved removed ->
                neighbours.onRemoved(removed.member()).ifPresent(node -> rooms.tell(new RoomsActor.NodeRemoved(node)));
            case ClusterEvent.UnreachableMember unreachable -> tellReachable(unreachable.member(), false);
            case ClusterEvent.ReachableMember reachable -> tellReachable(reachable.member(), true);
            default -> {}
        }
        return Behaviors.same();
    }

    private void tellReachable(Member member, boolean reachable) {
        Neighbours.nodeOf(member, control.node().region())
                .filter(node -> !node.equals(control.node()))
                .ifPresent(node -> rooms.tell(new RoomsActor.NodeReachable(node, reachable)));
    }

    /** Role by which a node's name is known in its cluster. */
    static String roleOf(NodeId node) {
        return Neighbours.ROLE_PREFIX + node.name();
    }
}
