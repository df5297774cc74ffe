package io.banyan.node.control;

import io.banyan.cluster.Rendezvous;
import io.banyan.node.mesh.MeshTime;
import io.banyan.node.mesh.directory.RoomDirectory;
import io.banyan.node.mesh.lease.Path;
import io.banyan.protocol.id.RegionId;
import io.banyan.protocol.id.RoomId;
import io.banyan.protocol.wire.v1.DirectoryAnswer;
import io.banyan.protocol.wire.v1.DirectoryRegister;
import io.banyan.protocol.wire.v1.Moderate;
import io.banyan.protocol.wire.v1.RoomPlaces;
import java.time.Duration;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.actor.typed.javadsl.TimerScheduler;
import org.apache.pekko.cluster.sharding.typed.javadsl.EntityTypeKey;

/**
 * A part of this region's share of the directory: some of the rooms that have an entry here, sharded over the region's
 * cluster by buckets. What it knows it is told again; what one place forgets two others know.
 */
final class DirectoryActor {
    static final EntityTypeKey<Command> KEY = EntityTypeKey.create(Command.class, "directory");

    /** For all time: it is part of where an entry is. */
    static final int BUCKETS = 64;

    sealed interface Command {}

    /** What came from a region, wherever it came in. */
    sealed interface FromMesh extends Command, WireMessage {}

    record Register(RegionId from, DirectoryRegister register) implements FromMesh {}

    record Ask(RegionId from, Moderate request) implements FromMesh {}

    /** What another place of the directory says. */
    record Places(RegionId from, RoomPlaces places) implements FromMesh {}

    enum Internal implements Command {
        SWEEP,
        STOP
    }

    /** What was decided and not confirmed is told again as often. */
    private static final Duration SWEEP = Duration.ofSeconds(2);

    private final ControlContext control;
    private final LivenessBoard board;
    private final RoomDirectory directory;

    private DirectoryActor(
            ControlContext control,
            LivenessBoard board,
            ActorRef<RegionMesh.Command> mesh,
            TimerScheduler<Command> timers) {
        this.control = control;
        this.board = board;
        directory = new RoomDirectory(
                control.node().region(),
                control.hlc(),
                control.settings().longestToken().toMillis(),
                control.mesh().refusals(),
                (to, frame) -> mesh.tell(new RegionMesh.Send(to, frame)));
        timers.startTimerWithFixedDelay(Internal.SWEEP, SWEEP);
    }

    /** The bucket that a room's entry is in. */
    static int bucketOf(RoomId room) {
        return Math.floorMod(Rendezvous.weight(room.toString(), "bucket"), BUCKETS);
    }

    static Behavior<Command> create(ControlContext control, LivenessBoard board, ActorRef<RegionMesh.Command> mesh) {
        return Behaviors.withTimers(timers -> new DirectoryActor(control, board, mesh, timers).behavior());
    }

    private Behavior<Command> behavior() {
        return Behaviors.receive(Command.class)
                .onMessage(Register.class, register -> {
                    directory.onRegister(
                            register.from(),
                            register.register(),
                            control.mesh().regions().get(),
                            now());
                    return Behaviors.same();
                })
                .onMessage(Ask.class, ask -> {
                    directory.onModerate(
                            ask.from(),
                            ask.request(),
                            control.mesh().regions().get(),
                            region -> board.path(region) == Path.DIRECT,
                            now());
                    return Behaviors.same();
                })
                .onMessage(Places.class, places -> {
                    directory.onAnswer(
                            places.from(),
                            DirectoryAnswer.newBuilder()
                                    .addRooms(places.places())
                                    .build(),
                            now());
                    return Behaviors.same();
                })
                .onMessageEquals(Internal.SWEEP, () -> {
                    directory.collect(now());
                    return Behaviors.same();
                })
                .onMessageEquals(Internal.STOP, Behaviors::stopped)
                .build();
    }

    private MeshTime now() {
        return control.mesh().time().get();
    }
}
