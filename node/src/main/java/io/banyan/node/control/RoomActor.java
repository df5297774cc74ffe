package io.banyan.node.control;

import io.banyan.node.control.roster.Merge;
import io.banyan.node.control.roster.RosterUnion;
import io.banyan.node.mesh.part.PartStamp;
import io.banyan.node.mesh.part.PartUpdate;
import io.banyan.node.mesh.part.SessionClaim;
import io.banyan.node.plane.CallFact;
import io.banyan.protocol.id.NodeId;
import io.banyan.protocol.id.RoomId;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.actor.typed.javadsl.TimerScheduler;
import org.apache.pekko.cluster.sharding.typed.javadsl.ClusterSharding;
import org.apache.pekko.cluster.sharding.typed.javadsl.EntityTypeKey;
import org.jspecify.annotations.Nullable;

/**
 * A room in this region: an index of its nodes' parts, sharded over the region's cluster. It knows nothing that the nodes
 * cannot tell it again, and nobody waits for it. After a start it is <em>recovering</em> until every living node had time
 * to announce itself: before that it takes no part for gone.
 */
final class RoomActor {
    static final EntityTypeKey<Command> KEY = EntityTypeKey.create(Command.class, "room");

    sealed interface Command {}

    /** What the nodes of the room say. */
    sealed interface FromPart extends Command, WireMessage {}

    record Announce(PartUpdate update, SessionClaim session, ActorRef<RoomPartMessage> part) implements FromPart {}

    /**
     * Every two seconds.
     *
     * @param known every part that the node knows, its own too
     */
    record Digest(NodeId node, List<PartStamp> known, SessionClaim session, ActorRef<RoomPartMessage> part)
            implements FromPart {}

    /** Nobody is left at the node. Acknowledged with {@link FromRoom.PartGone}. */
    record Withdraw(NodeId node, long incarnation, ActorRef<RoomPartMessage> part) implements FromPart {}

    private record PartTerminated(NodeId node, ActorRef<RoomPartMessage> part) implements Command {}

    private record Forget(NodeId node, long incarnation) implements Command {}

    enum Internal implements Command {
        RECOVERED,
        STOP
    }

    private final RoomId room;
    private final ControlContext control;
    private final ActorContext<Command> context;
    private final TimerScheduler<Command> timers;
    private final ActorRef<ClusterSharding.ShardCommand> shard;
    private final RosterUnion union = new RosterUnion();
    private final Map<NodeId, ActorRef<RoomPartMessage>> parts = new HashMap<>();
    private @Nullable SessionClaim session;
    private boolean recovering = true;

    private RoomActor(
            RoomId room,
            ControlContext control,
            ActorContext<Command> context,
            TimerScheduler<Command> timers,
            ActorRef<ClusterSharding.ShardCommand> shard) {
        this.room = room;
        this.control = control;
        this.context = context;
        this.timers = timers;
        this.shard = shard;
    }

    static Behavior<Command> create(RoomId room, ControlContext control, ActorRef<ClusterSharding.ShardCommand> shard) {
        return Behaviors.setup(context -> Behaviors.withTimers(timers -> {
            // A dead node's people are shown as reconnecting for so long, a living node says a digest much earlier.
            timers.startSingleTimer(
                    Internal.RECOVERED, control.settings().reconnectTimeout().plus(grace()));
            return new RoomActor(room, control, context, timers, shard).behavior();
        }));
    }

    private static Duration grace() {
        return RoomPartActor.DIGEST_INTERVAL.multipliedBy(3);
    }

    private Behavior<Command> behavior() {
        return Behaviors.receive(Command.class)
                .onMessage(Announce.class, this::onAnnounce)
                .onMessage(Digest.class, this::onDigest)
                .onMessage(Withdraw.class, this::onWithdraw)
                .onMessage(PartTerminated.class, this::onPartTerminated)
                .onMessage(Forget.class, this::onForget)
                .onMessageEquals(Internal.RECOVERED, this::onRecovered)
                .onMessageEquals(Internal.STOP, Behaviors::stopped)
                .build();
    }

    private Behavior<Command> onAnnounce(Announce announce) {
        PartUpdate update = announce.update();
        register(update.node(), announce.part());
        agree(announce.session());
        Merge merge = union.apply(update);
        if (merge == Merge.APPLIED) {
            tellOthers(update.node(), new FromRoom.PartChanged(update));
        } else if (merge == Merge.GAP) {
            announce.part().tell(FromRoom.Reannounce.INSTANCE);
        }
        return Behaviors.same();
    }

    private Behavior<Command> onDigest(Digest digest) {
        register(digest.node(), digest.part());
        agree(digest.session());
        Map<NodeId, PartStamp> known = new HashMap<>();
        digest.known().forEach(stamp -> known.put(stamp.node(), stamp));
        if (!Optional.ofNullable(known.get(digest.node())).equals(union.stamp(digest.node()))) {
            digest.part().tell(FromRoom.Reannounce.INSTANCE);
        }
        for (PartStamp stamp : union.stamps()) {
            PartStamp seen = known.remove(stamp.node());
            if (!stamp.node().equals(digest.node()) && (seen == null || !seen.isAtLeast(stamp))) {
                sendPart(stamp.node(), digest.part());
            }
        }
        known.remove(digest.node());
        if (!recovering) {
            known.values()
                    .forEach(stamp -> digest.part().tell(new FromRoom.PartGone(stamp.node(), stamp.incarnation())));
        }
        return Behaviors.same();
    }

    private Behavior<Command> onWithdraw(Withdraw withdraw) {
        withdraw.part().tell(new FromRoom.PartGone(withdraw.node(), withdraw.incarnation()));
        if (withdraw.part().equals(parts.get(withdraw.node()))) {
            parts.remove(withdraw.node());
            context.unwatch(withdraw.part());
        }
        forget(withdraw.node(), withdraw.incarnation());
        return Behaviors.same();
    }

    private Behavior<Command> onPartTerminated(PartTerminated terminated) {
        NodeId node = terminated.node();
        Optional<PartUpdate> part = union.whole(node);
        if (!parts.remove(node, terminated.part()) || part.isEmpty()) {
            stopIfOver();
            return Behaviors.same();
        }
        long incarnation = part.get().incarnation();
        if (part.get().upserted().isEmpty()) {
            forget(node, incarnation);
        } else {
            union.setReachable(node, false);
            tellOthers(node, new FromRoom.PartLost(node, incarnation));
            timers.startSingleTimer(
                    node, new Forget(node, incarnation), control.settings().reconnectTimeout());
        }
        return Behaviors.same();
    }

    private Behavior<Command> onForget(Forget command) {
        forget(command.node(), command.incarnation());
        return Behaviors.same();
    }

    private Behavior<Command> onRecovered() {
        recovering = false;
        stopIfOver();
        return Behaviors.same();
    }

    /** The owner of a part lives, there. */
    private void register(NodeId node, ActorRef<RoomPartMessage> part) {
        ActorRef<RoomPartMessage> before = parts.put(node, part);
        if (part.equals(before)) {
            return;
        }
        if (before != null) {
            context.unwatch(before);
        }
        context.watchWith(part, new PartTerminated(node, part));
        timers.cancel(node);
        union.setReachable(node, true);
        for (PartStamp stamp : union.stamps()) {
            if (!stamp.node().equals(node)) {
                sendPart(stamp.node(), part);
            }
        }
        SessionClaim agreed = session;
        if (agreed != null) {
            part.tell(new FromRoom.SessionAgreed(agreed));
        }
    }

    private void sendPart(NodeId node, ActorRef<RoomPartMessage> to) {
        union.whole(node).ifPresent(whole -> {
            to.tell(new FromRoom.PartChanged(whole));
            if (!parts.containsKey(node)) {
                to.tell(new FromRoom.PartLost(node, whole.incarnation()));
            }
        });
    }

    private void agree(SessionClaim claim) {
        SessionClaim before = session;
        session = before == null ? claim : SessionClaim.agreed(before, claim);
        if (!session.equals(before)) {
            FromRoom.SessionAgreed agreed = new FromRoom.SessionAgreed(session);
            parts.values().forEach(part -> part.tell(agreed));
        }
    }

    private void forget(NodeId node, long incarnation) {
        timers.cancel(node);
        if (union.forget(node, incarnation)) {
            tellOthers(node, new FromRoom.PartGone(node, incarnation));
        }
        stopIfOver();
    }

    private void tellOthers(NodeId node, FromRoom message) {
        parts.forEach((other, part) -> {
            if (!other.equals(node)) {
                part.tell(message);
            }
        });
    }

    private void stopIfOver() {
        if (!parts.isEmpty() || !union.stamps().isEmpty()) {
            return;
        }
        SessionClaim ended = session;
        if (ended != null) {
            session = null;
            control.events().emit(room, ended.session(), null, null, new CallFact.RoomEnded());
        }
        shard.tell(new ClusterSharding.Passivate<>(context.getSelf()));
    }
}
