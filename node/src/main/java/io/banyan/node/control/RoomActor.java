package io.banyan.node.control;

import io.banyan.node.mesh.MeshTime;
import io.banyan.node.mesh.authority.RoomFacts;
import io.banyan.node.mesh.directory.AllowedRegions;
import io.banyan.node.mesh.lease.Path;
import io.banyan.node.mesh.part.Gallery;
import io.banyan.node.mesh.part.HeldPart;
import io.banyan.node.mesh.part.PartMedia;
import io.banyan.node.mesh.part.PartMerge;
import io.banyan.node.mesh.part.PartStamp;
import io.banyan.node.mesh.part.PartUpdate;
import io.banyan.node.mesh.part.SessionClaim;
import io.banyan.node.mesh.room.MeshSurroundings;
import io.banyan.node.mesh.room.RegionRoom;
import io.banyan.node.mesh.room.RoomPort;
import io.banyan.node.plane.CallFact;
import io.banyan.protocol.id.NodeId;
import io.banyan.protocol.id.ParticipantId;
import io.banyan.protocol.id.RegionId;
import io.banyan.protocol.id.RoomId;
import io.banyan.protocol.signal.v1.Participant;
import io.banyan.protocol.wire.v1.CountedViewer;
import io.banyan.protocol.wire.v1.Moderate;
import io.banyan.protocol.wire.v1.Moderated;
import io.banyan.protocol.wire.v1.OriginTree;
import io.banyan.protocol.wire.v1.PartEntries;
import io.banyan.protocol.wire.v1.RoomFrame;
import io.banyan.protocol.wire.v1.RoomPlaces;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.actor.typed.javadsl.TimerScheduler;
import org.apache.pekko.cluster.sharding.typed.javadsl.ClusterSharding;
import org.apache.pekko.cluster.sharding.typed.javadsl.EntityTypeKey;
import org.jspecify.annotations.Nullable;

/**
 * A room in this region: an index of its nodes' parts, sharded over the region's cluster, and its voice towards the other
 * regions ({@link RegionRoom}). It knows nothing that the nodes cannot tell it again, and nobody waits for it. After a
 * start it is <em>recovering</em> until every living node had time to announce itself: before that it takes no part for
 * gone.
 */
final class RoomActor {
    static final EntityTypeKey<Command> KEY = EntityTypeKey.create(Command.class, "room");

    sealed interface Command {}

    /** What the nodes of the room say. */
    sealed interface FromPart extends Command, WireMessage {}

    /**
     * @param allowed by the tokens of the part's people
     */
    record Announce(PartEntries entries, SessionClaim session, AllowedRegions allowed, ActorRef<RoomPartMessage> part)
            implements FromPart {}

    /**
     * Every two seconds.
     *
     * @param known every part that the node knows, its own too
     * @param allowed by the tokens of the part's people
     */
    record Digest(
            NodeId node,
            List<PartStamp> known,
            SessionClaim session,
            AllowedRegions allowed,
            ActorRef<RoomPartMessage> part)
            implements FromPart {}

    /** Nobody is left at the node. Acknowledged with {@link FromRoom.PartGone}. */
    record Withdraw(NodeId node, long incarnation, PartEntries entries, ActorRef<RoomPartMessage> part)
            implements FromPart {}

    /** A client asks for a decision; answered with {@link FromRoom.Decided}. */
    record Decide(Moderate request, ActorRef<RoomPartMessage> part) implements FromPart {}

    /**
     * A node plans the tree of its tracks, and lacks others'.
     *
     * @param want origins in whose trees it has no place yet
     */
    record TreesPlanned(NodeId node, List<TreeForRegion> trees, List<NodeId> want) implements FromPart {}

    /** As far as it concerns a region's nodes. */
    record TreeForRegion(RegionId region, OriginTree tree) {}

    /** What came from another region, or from the directory, wherever it came in. */
    sealed interface FromMesh extends Command, WireMessage {}

    record Frame(RegionId from, RoomFrame frame) implements FromMesh {}

    record Places(RegionId from, RoomPlaces places) implements FromMesh {}

    record AuthorityAnswered(RegionId from, Moderated answer) implements FromMesh {}

    /** What this node has found out of other regions. */
    sealed interface News extends Command {}

    record NodeAlive(NodeId node, long incarnation) implements News {}

    record NodeLapsed(NodeId node) implements News {}

    record PathChanged(RegionId region, Path path) implements News {}

    /**
     * @param regions that the room is in, as the directory knows
     */
    record Found(Set<RegionId> regions, RoomFacts facts) implements News {}

    /**
     * @param elsewhere viewers in other regions who are only counted
     * @param replaced those of this region who joined elsewhere later
     */
    record Counted(int elsewhere, List<CountedViewer> replaced) implements News {}

    /** The authority has decided what was asked under this id. */
    record DecisionMade(String requestId, RoomFacts facts) implements News {}

    private record PartTerminated(NodeId node, ActorRef<RoomPartMessage> part) implements Command {}

    enum Internal implements Command {
        RECOVERED,
        DUE,
        STOP
    }

    /** A room's last word has reached the other regions by then, or it never will. */
    private static final Duration SETTLING = Duration.ofSeconds(5);

    /** As often the directory may hear of viewers who are only counted. */
    private static final Duration VIEWERS = Duration.ofSeconds(1);

    private final RoomId room;
    private final ControlContext control;
    private final ActorRef<RegionMesh.Command> mesh;
    private final ActorContext<Command> context;
    private final TimerScheduler<Command> timers;
    private final ActorRef<ClusterSharding.ShardCommand> shard;
    private final RegionRoom region;
    private final RoomNodes nodes;
    private final IndexTrees trees;
    private final Map<String, ActorRef<RoomPartMessage>> askers = new LinkedHashMap<>();
    private boolean recovering = true;
    /** Where the room is registered; null: nowhere. */
    private @Nullable AllowedRegions enteredAs;

    private int elsewhere;
    private long saidGallery;
    private long viewersAtNanos = Long.MIN_VALUE / 2;
    private long leavingSinceNanos = MeshTime.NEVER;
    private long dueNanos = MeshTime.NEVER;

    private RoomActor(
            RoomId room,
            ControlContext control,
            LivenessBoard liveness,
            ActorRef<RegionMesh.Command> mesh,
            ActorContext<Command> context,
            TimerScheduler<Command> timers,
            ActorRef<ClusterSharding.ShardCommand> shard) {
        this.room = room;
        this.control = control;
        this.mesh = mesh;
        this.context = context;
        this.timers = timers;
        this.shard = shard;
        nodes = new RoomNodes(context, PartTerminated::new);
        trees = new IndexTrees(room, control, mesh, nodes);
        region = new RegionRoom(
                room,
                new MeshSurroundings(
                        control.node().region(),
                        liveness,
                        control.mesh().verifier(),
                        control.hlc(),
                        control.mesh().refusals(),
                        control.settings().reconnectTimeout().toNanos()),
                new Port(),
                true,
                now());
    }

    /**
     * @param liveness of other regions' nodes, as this node knows it
     * @param mesh this node's way to other regions
     */
    static Behavior<Command> create(
            RoomId room,
            ControlContext control,
            LivenessBoard liveness,
            ActorRef<RegionMesh.Command> mesh,
            ActorRef<ClusterSharding.ShardCommand> shard) {
        return Behaviors.setup(context -> Behaviors.withTimers(timers -> {
            // A dead node's people are shown as reconnecting for so long, a living node says a digest much earlier.
            timers.startSingleTimer(
                    Internal.RECOVERED, control.settings().reconnectTimeout().plus(grace()));
            RoomActor actor = new RoomActor(room, control, liveness, mesh, context, timers, shard);
            mesh.tell(new RegionMesh.RoomStarted(room, context.getSelf()));
            return actor.behavior();
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
                .onMessage(Decide.class, this::onDecide)
                .onMessage(Frame.class, frame -> then(() -> onFrame(frame)))
                .onMessage(TreesPlanned.class, planned -> then(() -> trees.onPlanned(planned)))
                .onMessage(Places.class, places -> {
                    mesh.tell(new RegionMesh.Answered(places.from(), places.places()));
                    return Behaviors.same();
                })
                .onMessage(AuthorityAnswered.class, answered -> {
                    mesh.tell(new RegionMesh.AuthorityAnswered(answered.from(), answered.answer()));
                    return Behaviors.same();
                })
                .onMessage(NodeAlive.class, news -> then(() -> region.onAlive(news.node(), news.incarnation(), now())))
                .onMessage(NodeLapsed.class, news -> then(() -> region.onLapsed(news.node(), now())))
                .onMessage(PathChanged.class, news -> then(() -> region.onPath(news.region(), news.path(), now())))
                .onMessage(Found.class, this::onFound)
                .onMessage(Counted.class, this::onCounted)
                .onMessage(DecisionMade.class, this::onDecisionMade)
                .onMessage(PartTerminated.class, this::onPartTerminated)
                .onMessageEquals(Internal.RECOVERED, this::onRecovered)
                .onMessageEquals(Internal.DUE, this::onDue)
                .onMessageEquals(Internal.STOP, Behaviors::stopped)
                .build();
    }

    private Behavior<Command> onAnnounce(Announce announce) {
        NodeId node = NodeId.parse(announce.entries().getNode());
        register(Gallery.ownerOf(node), announce.part(), announce.allowed());
        region.onClaim(announce.session(), now());
        if (region.onOwn(node, announce.entries(), now()) == PartMerge.Kind.GAP) {
            announce.part().tell(FromRoom.Reannounce.INSTANCE);
        }
        return settle();
    }

    private Behavior<Command> onDigest(Digest digest) {
        register(digest.node(), digest.part(), digest.allowed());
        region.onClaim(digest.session(), now());
        Map<NodeId, PartStamp> known = new HashMap<>();
        digest.known().forEach(stamp -> known.put(stamp.node(), stamp));
        boolean knowsOwn = false;
        NodeId gallery = Gallery.of(digest.node()).orElse(digest.node());
        boolean knowsGallery = gallery.equals(digest.node()) || !known.containsKey(gallery);
        for (HeldPart part : List.copyOf(region.parts())) {
            PartStamp seen = known.remove(part.node());
            if (part.node().equals(digest.node())) {
                knowsOwn = part.stamp().equals(seen);
            } else if (part.node().equals(gallery)) {
                knowsGallery = part.stamp().equals(seen) || (part.isEnded() && seen == null);
            } else if (!part.isEnded() && (seen == null || !seen.isAtLeast(part.stamp()))) {
                sendPart(part, digest.part());
            } else if (part.isEnded() && seen != null) {
                digest.part().tell(new FromRoom.PartGone(part.node(), part.incarnation()));
            }
        }
        known.remove(digest.node());
        known.remove(gallery);
        if (!knowsOwn || !knowsGallery) {
            digest.part().tell(FromRoom.Reannounce.INSTANCE);
        }
        if (!recovering) {
            known.values()
                    .forEach(stamp -> digest.part().tell(new FromRoom.PartGone(stamp.node(), stamp.incarnation())));
        }
        return settle();
    }

    private Behavior<Command> onWithdraw(Withdraw withdraw) {
        withdraw.part().tell(new FromRoom.PartGone(withdraw.node(), withdraw.incarnation()));
        nodes.remove(withdraw.node(), withdraw.part());
        region.onOwn(withdraw.node(), withdraw.entries(), now());
        trees.forget(withdraw.node());
        nodes.tellOthers(withdraw.node(), new FromRoom.PartGone(withdraw.node(), withdraw.incarnation()));
        Gallery.of(withdraw.node())
                .ifPresent(gallery ->
                        nodes.tellOthers(withdraw.node(), new FromRoom.PartGone(gallery, withdraw.incarnation())));
        return settle();
    }

    private Behavior<Command> onPartTerminated(PartTerminated terminated) {
        if (nodes.remove(terminated.node(), terminated.part())) {
            region.onOwnLost(terminated.node(), now());
        }
        return settle();
    }

    private Behavior<Command> onDecide(Decide decide) {
        askers.put(decide.request().getRequestId(), decide.part());
        mesh.tell(new RegionMesh.Ask(room, decide.request()));
        return Behaviors.same();
    }

    private Behavior<Command> onDecisionMade(DecisionMade made) {
        region.onFacts(made.facts(), now());
        ActorRef<RoomPartMessage> asker = askers.remove(made.requestId());
        if (asker != null) {
            asker.tell(new FromRoom.Decided(made.requestId()));
        }
        return settle();
    }

    private Behavior<Command> onFound(Found found) {
        region.onFacts(found.facts(), now());
        region.onRegions(found.regions(), now());
        return settle();
    }

    private Behavior<Command> onCounted(Counted counted) {
        if (elsewhere != counted.elsewhere()) {
            elsewhere = counted.elsewhere();
            nodes.tellAll(new FromRoom.ViewersElsewhere(elsewhere));
        }
        for (CountedViewer later : counted.replaced()) {
            for (Participant viewer : region.gallery()) {
                if (Gallery.numberOf(viewer.getIdentity()) == later.getIdentity()
                        && viewer.getJoinedAtMillis() <= later.getJoinedAtMillis()) {
                    nodes.tell(
                            new NodeId(control.node().region(), viewer.getNode()),
                            new FromRoom.Replaced(new ParticipantId(viewer.getParticipantId())));
                }
            }
        }
        return settle();
    }

    private void sayViewers() {
        viewersAtNanos = now().nanos();
        Map<Long, Long> viewers = new HashMap<>();
        for (Participant viewer : region.gallery()) {
            viewers.merge(Gallery.numberOf(viewer.getIdentity()), viewer.getJoinedAtMillis(), Math::max);
        }
        mesh.tell(new RegionMesh.Viewers(room, viewers));
    }

    private Behavior<Command> onRecovered() {
        recovering = false;
        region.onRecovered(now());
        return settle();
    }

    private Behavior<Command> onDue() {
        dueNanos = MeshTime.NEVER;
        region.collect(now());
        return settle();
    }

    private void onFrame(Frame frame) {
        if (frame.frame().hasTrees()) {
            // Says nothing else.
            trees.onNews(frame.from(), frame.frame().getTrees());
        } else {
            region.onFrame(frame.from(), frame.frame(), now());
        }
    }

    private Behavior<Command> then(Runnable change) {
        change.run();
        return settle();
    }

    private void register(NodeId node, ActorRef<RoomPartMessage> part, AllowedRegions allowed) {
        if (!nodes.add(node, part, allowed)) {
            return;
        }
        for (HeldPart held : region.parts()) {
            if (!held.node().equals(node) && !held.isEnded()) {
                sendPart(held, part);
            }
        }
        if (!region.facts().equals(RoomFacts.NONE)) {
            part.tell(new FromRoom.FactsAgreed(region.facts()));
        }
        if (elsewhere > 0) {
            part.tell(new FromRoom.ViewersElsewhere(elsewhere));
        }
        trees.onRegistered(part);
    }

    private void sendPart(HeldPart part, ActorRef<RoomPartMessage> to) {
        to.tell(new FromRoom.PartChanged(part.whole(), part.media()));
        if (region.isLost(part.node())) {
            to.tell(new FromRoom.PartLost(part.node(), part.incarnation()));
        }
    }

    /** After every change: registers the room where it can be found, sees to what is due, ends what is over. */
    private Behavior<Command> settle() {
        if (region.hasOwn() && !nodes.allowed().equals(enteredAs)) {
            enteredAs = nodes.allowed();
            mesh.tell(new RegionMesh.Enter(room, enteredAs, region.facts()));
        }
        if (saidGallery != region.galleryChanges()) {
            long soonest = viewersAtNanos + VIEWERS.toNanos();
            if (soonest <= now().nanos()) {
                saidGallery = region.galleryChanges();
                sayViewers();
            } else {
                plan(soonest);
            }
        }
        if (!nodes.isEmpty() || region.hasOwn() || recovering) {
            leavingSinceNanos = MeshTime.NEVER;
        } else if (leavingSinceNanos == MeshTime.NEVER) {
            leavingSinceNanos = now().nanos();
            region.leave(now());
        }
        boolean isOver = leavingSinceNanos != MeshTime.NEVER
                && (region.isSettled() || now().nanos() - leavingSinceNanos >= SETTLING.toNanos());
        if (isOver) {
            stopOnce();
            return Behaviors.same();
        }
        long due = region.nextDueNanos();
        if (leavingSinceNanos != MeshTime.NEVER) {
            due = Math.min(due, leavingSinceNanos + SETTLING.toNanos());
        }
        plan(due);
        return Behaviors.same();
    }

    private void plan(long nanos) {
        if (nanos < dueNanos) {
            dueNanos = nanos;
            long delay = Math.max(1_000_000, nanos - now().nanos());
            timers.startSingleTimer(Internal.DUE, Duration.ofNanos(delay));
        }
    }

    private void stopOnce() {
        if (enteredAs != null) {
            enteredAs = null;
            mesh.tell(new RegionMesh.Leave(room));
        }
        SessionClaim ended = region.facts().session();
        if (ended != null && region.regions().isEmpty() && leavingSinceNanos != MeshTime.NEVER) {
            control.events().emit(room, ended.session(), null, null, new CallFact.RoomEnded());
        }
        shard.tell(new ClusterSharding.Passivate<>(context.getSelf()));
    }

    private MeshTime now() {
        return control.mesh().time().get();
    }

    /** What the room says. */
    private final class Port implements RoomPort {
        @Override
        public void send(RegionId to, RoomFrame frame) {
            mesh.tell(new RegionMesh.Say(to, frame));
        }

        @Override
        public void partChanged(PartUpdate update, PartMedia media) {
            nodes.tellOthers(update.node(), new FromRoom.PartChanged(update, media));
        }

        @Override
        public void partLost(NodeId node, long incarnation) {
            nodes.tellOthers(node, new FromRoom.PartLost(node, incarnation));
        }

        @Override
        public void partBack(NodeId node, long incarnation) {
            nodes.tellOthers(node, new FromRoom.PartBack(node, incarnation));
        }

        @Override
        public void partGone(NodeId node, long incarnation) {
            trees.forget(node);
            nodes.tellOthers(node, new FromRoom.PartGone(node, incarnation));
        }

        @Override
        public void factsChanged(RoomFacts facts) {
            FromRoom.FactsAgreed agreed = new FromRoom.FactsAgreed(facts);
            nodes.tellAll(agreed);
            mesh.tell(new RegionMesh.FactsKnown(room, facts));
        }

        @Override
        public void regionsChanged(Set<RegionId> regions) {
            mesh.tell(new RegionMesh.RegionsOf(room, Objects.requireNonNull(regions)));
        }
    }
}
