package io.banyan.node.control;

import io.banyan.cluster.ClusterSettings;
import io.banyan.node.mesh.stream.MeshActor;
import io.banyan.protocol.id.RoomId;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.Done;
import org.apache.pekko.actor.CoordinatedShutdown;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.Props;
import org.apache.pekko.actor.typed.javadsl.AskPattern;
import org.apache.pekko.cluster.typed.Cluster;
import org.apache.pekko.cluster.typed.Join;

/**
 * The control plane of this node as its edge sees it. Any thread may call; nothing here blocks. It lives as long as one
 * {@code ActorSystem}: the system may be stopped and another one started while media goes on.
 */
public final class NodeControl {
    /** Name of the guardian, {@code /system/banyan}. */
    static final String GUARDIAN = "banyan";

    /** Longer than a draining node waits for its slowest room to say good-bye. */
    private static final Duration STOP_TIMEOUT = Duration.ofSeconds(10);

    /** Two actors look something up. */
    private static final Duration LOOK_TIMEOUT = Duration.ofSeconds(5);

    private final ActorSystem<?> system;
    private final Started started;
    private volatile boolean draining;

    /** What the guardian has started. */
    record Started(ActorRef<RoomsActor.Command> rooms, ActorRef<FromEdge> connections) {}

    private NodeControl(ActorSystem<?> system, Started started) {
        this.system = system;
        this.started = started;
    }

    /**
     * Starts the control plane on an actor system whose configuration has {@code banyan-cluster.conf} and that has joined,
     * or is about to join, its region's cluster.
     *
     * @param state of this node, from its first actor system to its last
     * @param streams to other regions' nodes; empty: this node knows no other region
     * @return once it takes connections
     */
    public static CompletionStage<NodeControl> start(
            ActorSystem<?> system, ControlState state, Optional<ActorRef<MeshActor.Command>> streams) {
        return start(system, state.context(), streams);
    }

    static CompletionStage<NodeControl> start(
            ActorSystem<?> system, ControlContext context, Optional<ActorRef<MeshActor.Command>> streams) {
        if (ClusterSettings.read(system.settings().config()).joinsItself()) {
            Cluster cluster = Cluster.get(system);
            cluster.manager().tell(Join.create(cluster.selfMember().address()));
        }
        CoordinatedShutdown.get(system)
                .addTask(CoordinatedShutdown.PhaseBeforeServiceUnbind(), "banyan-hand-over", () -> {
                    context.survivors().handOver();
                    return CompletableFuture.completedFuture(Done.getInstance());
                });
        ActorRef<NodeGuardian.Command> guardian =
                system.systemActorOf(NodeGuardian.create(context, streams), GUARDIAN, Props.empty());
        return AskPattern.<NodeGuardian.Command, Started>ask(
                        guardian, NodeGuardian.Start::new, STOP_TIMEOUT, system.scheduler())
                .thenApply(started -> new NodeControl(system, started));
    }

    /** Whether joins should come here: not while it drains or has ended. */
    public boolean isReady() {
        return !draining && !system.getWhenTerminated().toCompletableFuture().isDone();
    }

    /** Whether an actor system ended in order to join another cluster of its region, and not because it was downed. */
    public static boolean gaveWay(ActorSystem<?> ended) {
        return CoordinatedShutdown.get(ended)
                .getShutdownReason()
                .filter(SiblingWatch.RegionWasSplit.class::isInstance)
                .isPresent();
    }

    /** Opens a connection with a join; the answer goes to the request's client. */
    public void join(JoinRequest request) {
        started.connections().tell(request);
    }

    /** Opens a connection with a resume; the answer goes to the request's client. */
    public void resume(ResumeRequest request) {
        started.connections().tell(request);
    }

    /** Where everything about connections may be sent, in the order in which it happened to each. */
    public ActorRef<FromEdge> connections() {
        return started.connections();
    }

    /** Which ways the tracks of a room take, as this node knows it; empty if nobody is in the room here. */
    public CompletionStage<Optional<TreeView>> tree(RoomId room) {
        return AskPattern.<RoomsActor.Command, RoomsActor.TreeSeen>ask(
                        started.rooms(),
                        replyTo -> new RoomsActor.SeeTree(room, replyTo),
                        LOOK_TIMEOUT,
                        system.scheduler())
                .thenApply(RoomsActor.TreeSeen::tree);
    }

    /**
     * Takes no more joins and tells everybody to move on to another node.
     *
     * @param deadline what people are told they have
     * @return once everybody has left; fails with a {@link java.util.concurrent.TimeoutException} if somebody has not
     *     within the deadline
     */
    public CompletionStage<Done> drain(Duration deadline) {
        draining = true;
        return AskPattern.ask(
                started.rooms(),
                (ActorRef<Done> replyTo) -> new RoomsActor.Drain(deadline, replyTo),
                deadline,
                system.scheduler());
    }

    /** Takes no more joins and ends everybody who is in, telling them that this node stops and where else to go. */
    public CompletionStage<Done> stop() {
        draining = true;
        return AskPattern.ask(
                started.rooms(),
                (ActorRef<Done> replyTo) -> new RoomsActor.Drain(Duration.ZERO, replyTo),
                STOP_TIMEOUT,
                system.scheduler());
    }
}
