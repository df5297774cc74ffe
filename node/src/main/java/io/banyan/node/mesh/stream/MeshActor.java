package io.banyan.node.mesh.stream;

import io.banyan.cluster.topology.HostPort;
import io.banyan.cluster.topology.Region;
import io.banyan.cluster.topology.Topology;
import io.banyan.node.plane.FrameDrop;
import io.banyan.node.plane.MeshMeter;
import io.banyan.node.plane.StreamRefusal;
import io.banyan.protocol.id.NodeId;
import io.banyan.protocol.id.RegionId;
import io.banyan.protocol.wire.v1.MeshFrame;
import io.banyan.protocol.wire.v1.MeshHello;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import org.apache.pekko.Done;
import org.apache.pekko.NotUsed;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.PostStop;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.actor.typed.javadsl.TimerScheduler;
import org.apache.pekko.stream.javadsl.Sink;
import org.apache.pekko.stream.javadsl.Tcp;
import org.apache.pekko.stream.typed.javadsl.ActorSink;
import org.apache.pekko.util.ByteString;
import org.jspecify.annotations.Nullable;

/**
 * The streams between this node and nodes of other regions: opens one when there is something to say, keeps those that
 * come, and closes what nobody uses. What cannot be sent is dropped and counted; nobody waits.
 */
public final class MeshActor {
    /** What may be asked of it. */
    public sealed interface Command {}

    /** To any one node of a region; to the same while that is there. */
    public record ToRegion(RegionId region, MeshFrame frame) implements Command {}

    public record ToNode(NodeId node, MeshFrame frame) implements Command {}

    /**
     * Where a node takes streams, as others say. What it says itself is learnt without this.
     *
     * @param addresses in place of what was known
     */
    public record Learn(NodeId node, List<HostPort> addresses) implements Command {}

    /** Who hears of everything from now on, in place of who did; it is told what is open first. */
    public record Listen(ActorRef<MeshEvent> listener) implements Command {}

    /** Which regions there are from now on. */
    public record TopologyChanged(Topology topology) implements Command {}

    record Accepted(Tcp.IncomingConnection connection) implements Command {}

    private record Resolved(
            Target target, boolean isNodeItself, @Nullable InetSocketAddress address) implements Command {}

    private record Connected(long stream) implements Command {}

    private record FrameIn(long stream, FrameCodec.Sized sized, ActorRef<Done> more) implements Command {}

    private record Started(ActorRef<Done> more) implements Command {}

    private record Ended(long stream, StreamRefusal why) implements Command {}

    private record Retry(Target target) implements Command {}

    private record Greet(RegionId region) implements Command {}

    private enum Internal implements Command {
        LOOK_FOR_IDLE
    }

    /** Versions of the format that this node speaks: its own, and what its next neighbour will. */
    static final int VERSION = 1;

    private static final int MAX_VERSION = VERSION + 1;
    private static final int MAX_ADDRESSES = 16;
    /** A mesh of hundreds of regions must not greet a new one all at once. */
    private static final long GREET_WITHIN_MILLIS = 1_000;

    private final MeshIdentity self;
    private final StreamSettings settings;
    private final StreamMaker maker;
    private final Resolver resolver;
    private final MeshMeter meter;
    private final ActorContext<Command> context;
    private final TimerScheduler<Command> timers;
    private final SplittableRandom random = new SplittableRandom();
    private final StreamTable streams;
    private final ByteString hello;
    private final Map<Target, Dial> dials = new HashMap<>();
    private final Map<NodeId, List<HostPort>> addresses = new HashMap<>();
    private volatile Topology topology = Topology.ALONE;
    private @Nullable ActorRef<MeshEvent> listener;
    private long lastStream;

    private MeshActor(
            MeshIdentity self,
            StreamSettings settings,
            StreamMaker maker,
            Resolver resolver,
            MeshMeter meter,
            ActorContext<Command> context,
            TimerScheduler<Command> timers) {
        this.self = self;
        this.settings = settings;
        this.maker = maker;
        this.resolver = resolver;
        this.meter = meter;
        this.context = context;
        this.timers = timers;
        streams = new StreamTable(self.node());
        hello = FrameCodec.encode(MeshFrame.newBuilder().setHello(helloOf(self)).build());
        Duration look = settings.idle().dividedBy(4);
        timers.startTimerWithFixedDelay(Internal.LOOK_FOR_IDLE, look);
    }

    static Behavior<Command> create(
            MeshIdentity self, StreamSettings settings, StreamMaker maker, Resolver resolver, MeshMeter meter) {
        return Behaviors.setup(context -> Behaviors.withTimers(
                timers -> new MeshActor(self, settings, maker, resolver, meter, context, timers).behavior()));
    }

    private Behavior<Command> behavior() {
        return Behaviors.receive(Command.class)
                .onMessage(ToRegion.class, send -> send(new Target.AnyOf(send.region()), send.frame()))
                .onMessage(ToNode.class, send -> send(new Target.Node(send.node()), send.frame()))
                .onMessage(FrameIn.class, this::onFrame)
                .onMessage(Started.class, started -> {
                    started.more().tell(Done.getInstance());
                    return Behaviors.same();
                })
                .onMessage(Connected.class, connected -> {
                    streams.get(connected.stream()).ifPresent(stream -> stream.isConnected = true);
                    return Behaviors.same();
                })
                .onMessage(Ended.class, ended -> onEnded(ended.stream(), ended.why()))
                .onMessage(Accepted.class, accepted -> onAccepted(accepted.connection()))
                .onMessage(Resolved.class, this::onResolved)
                .onMessage(Retry.class, retry -> onRetry(retry.target()))
                .onMessage(Greet.class, greet -> onGreet(greet.region()))
                .onMessage(Learn.class, learn -> {
                    learn(learn.node(), learn.addresses());
                    return Behaviors.same();
                })
                .onMessage(Listen.class, listen -> onListen(listen.listener()))
                .onMessage(TopologyChanged.class, changed -> onTopology(changed.topology()))
                .onMessage(Internal.class, look -> closeIdle())
                .onSignal(PostStop.class, stopped -> {
                    streams.all().forEach(MeshStream::stop);
                    return Behaviors.same();
                })
                .build();
    }

    // Sending

    private Behavior<Command> send(Target target, MeshFrame frame) {
        Optional<MeshStream> stream = streams.to(target);
        if (stream.isPresent()) {
            send(stream.get(), frame);
        } else if (whyNot(target).isPresent()) {
            meter.dropped(whyNot(target).get());
        } else {
            Dial dial = dialOf(target);
            if (dial.add(frame)) {
                begin(dial);
            } else {
                meter.dropped(FrameDrop.QUEUE_FULL);
            }
        }
        return Behaviors.same();
    }

    private void send(MeshStream stream, MeshFrame frame) {
        if (frame.getSerializedSize() > StreamSettings.MAX_FRAME_BYTES) {
            meter.dropped(FrameDrop.TOO_LARGE);
            return;
        }
        var bytes = FrameCodec.encode(frame);
        if (stream.handle.outbox().offer(bytes)) {
            stream.lastUsedNanos = System.nanoTime();
            meter.sent(FrameCodec.kindOf(frame), bytes.size());
        } else {
            meter.dropped(FrameDrop.QUEUE_FULL);
        }
    }

    private Optional<FrameDrop> whyNot(Target target) {
        return target.region().equals(self.node().region())
                        || topology.region(target.region()).isEmpty()
                ? Optional.of(FrameDrop.UNKNOWN_REGION)
                : Optional.empty();
    }

    // Opening

    private Dial dialOf(Target target) {
        return dials.computeIfAbsent(target, each -> new Dial(each, settings, random));
    }

    private void begin(Dial dial) {
        if (dial.phase != Dial.Phase.IDLE) {
            return;
        }
        Target target = dial.target();
        List<HostPort> own =
                target instanceof Target.Node one ? addresses.getOrDefault(one.node(), List.of()) : List.of();
        // A node of which nothing else is known may be behind one of its region's addresses.
        List<HostPort> candidates = own.isEmpty()
                ? topology.region(target.region()).map(Region::control).orElse(List.of())
                : own;
        if (candidates.isEmpty()) {
            dial.takePending().forEach(frame -> meter.dropped(FrameDrop.UNKNOWN_NODE));
            return;
        }
        dial.phase = Dial.Phase.CONNECTING;
        HostPort chosen = topology.reach(dial.choose(candidates));
        context.pipeToSelf(
                resolver.resolve(chosen), (address, failure) -> new Resolved(target, !own.isEmpty(), address));
    }

    private Behavior<Command> onResolved(Resolved resolved) {
        Dial dial = dials.get(resolved.target());
        if (dial == null) {
            return Behaviors.same();
        }
        if (resolved.address() == null) {
            meter.refused(StreamRefusal.UNREACHABLE);
            onDialFailed(dial);
            return Behaviors.same();
        }
        Target wanted = resolved.isNodeItself()
                ? resolved.target()
                : new Target.AnyOf(resolved.target().region());
        long id = ++lastStream;
        PeerProof proof = new PeerProof(node -> unwanted(node)
                .or(() -> wanted.isReachedBy(node) ? Optional.empty() : Optional.of(StreamRefusal.WRONG_NAME)));
        var opened = maker.connect(resolved.address(), proof, hello, framesOf(id, proof));
        dial.stream = id;
        add(new MeshStream(id, true, proof, opened.first(), System.nanoTime()));
        context.pipeToSelf(
                opened.second(),
                (connection, failure) ->
                        connection == null ? new Ended(id, StreamRefusal.UNREACHABLE) : new Connected(id));
        return Behaviors.same();
    }

    private Behavior<Command> onAccepted(Tcp.IncomingConnection connection) {
        if (streams.unprovenCount() >= settings.maxUnproven()) {
            meter.refused(StreamRefusal.TOO_MANY);
            maker.refuse(connection);
            return Behaviors.same();
        }
        long id = ++lastStream;
        PeerProof proof = new PeerProof(this::unwanted);
        add(new MeshStream(
                id, false, proof, maker.accept(connection, proof, hello, framesOf(id, proof)), System.nanoTime()));
        return Behaviors.same();
    }

    private void add(MeshStream stream) {
        streams.add(stream);
        meter.sent("hello", hello.size());
    }

    private static MeshHello helloOf(MeshIdentity self) {
        return MeshHello.newBuilder()
                .setNode(self.node().toString())
                .setIncarnation(self.incarnation())
                .setVersion(VERSION)
                .addAllAddresses(
                        self.addresses().stream().map(HostPort::toString).toList())
                .build();
    }

    /** Called by the stream's threads too. */
    private Optional<StreamRefusal> unwanted(NodeId peer) {
        if (peer.region().equals(self.node().region())) {
            return Optional.of(StreamRefusal.WRONG_NAME);
        }
        return topology.region(peer.region()).isPresent()
                ? Optional.empty()
                : Optional.of(StreamRefusal.UNKNOWN_REGION);
    }

    private Sink<FrameCodec.Sized, NotUsed> framesOf(long id, PeerProof proof) {
        return ActorSink.actorRefWithBackpressure(
                context.getSelf(),
                (ActorRef<Done> more, FrameCodec.Sized sized) -> new FrameIn(id, sized, more),
                Started::new,
                Done.getInstance(),
                new Ended(id, StreamRefusal.ENDED),
                failure -> new Ended(id, StreamRefusedException.reasonOf(failure, proof.node() != null)));
    }

    // Receiving

    private Behavior<Command> onFrame(FrameIn in) {
        in.more().tell(Done.getInstance());
        MeshStream stream = streams.get(in.stream()).orElse(null);
        if (stream == null) {
            return Behaviors.same();
        }
        MeshFrame frame = in.sized().frame();
        NodeId peer = stream.peer();
        if (peer == null) {
            onHello(stream, in.sized());
        } else if (frame.getFrameCase() != MeshFrame.FrameCase.FRAME_NOT_SET) {
            // A keep-alive says nothing, and neither does a frame of a later version that this one does not know.
            stream.lastUsedNanos = System.nanoTime();
            meter.received(FrameCodec.kindOf(frame), in.sized().bytes());
            tell(new MeshEvent.Received(peer, frame));
        }
        return Behaviors.same();
    }

    private void onHello(MeshStream stream, FrameCodec.Sized first) {
        NodeId proven = stream.proof.node();
        MeshHello said = first.frame().getHello();
        if (proven == null || !first.frame().hasHello() || !said.getNode().equals(proven.toString())) {
            end(stream, StreamRefusal.BAD_HELLO);
        } else if (said.getVersion() < VERSION || said.getVersion() > MAX_VERSION) {
            end(stream, StreamRefusal.UNKNOWN_VERSION);
        } else if (streams.openTo(proven).stream()
                .anyMatch(other -> Long.compareUnsigned(other.incarnation(), said.getIncarnation()) > 0)) {
            end(stream, StreamRefusal.STALE);
        } else {
            meter.received("hello", first.bytes());
            open(stream, proven, said);
        }
    }

    private void open(MeshStream stream, NodeId node, MeshHello said) {
        List<MeshStream> before = streams.openTo(node);
        stream.isConnected = true;
        stream.onHello(node, said.getIncarnation());
        stream.lastUsedNanos = System.nanoTime();
        streams.onOpened(node);
        // What is left of an earlier life will never answer.
        before.stream()
                .filter(other -> other.incarnation() != said.getIncarnation())
                .forEach(other -> end(other, StreamRefusal.STALE));
        meter.open((int) streams.openCount());
        learn(node, advertised(said));
        if (before.stream().noneMatch(other -> other.incarnation() == said.getIncarnation())) {
            context.getLog().info("stream with {} is open", node);
            tell(new MeshEvent.Opened(node, said.getIncarnation()));
        }
        for (Dial dial : List.copyOf(dials.values())) {
            if (dial.target().isReachedBy(node)) {
                dial.onSuccess();
                timers.cancel(new Retry(dial.target()));
                streams.to(dial.target()).ifPresent(best -> dial.takePending().forEach(frame -> send(best, frame)));
            } else if (dial.stream == stream.id) {
                // The region's address led to another of its nodes.
                onDialFailed(dial);
            }
        }
    }

    private static List<HostPort> advertised(MeshHello hello) {
        return hello.getAddressesList().stream()
                .limit(MAX_ADDRESSES)
                .flatMap(text -> {
                    try {
                        return java.util.stream.Stream.of(HostPort.parse(text));
                    } catch (IllegalArgumentException none) {
                        return java.util.stream.Stream.empty();
                    }
                })
                .toList();
    }

    private void learn(NodeId node, List<HostPort> known) {
        if (known.isEmpty()) {
            addresses.remove(node);
        } else {
            addresses.put(node, known);
        }
    }

    // Ending

    private void end(MeshStream stream, StreamRefusal why) {
        onEnded(stream.id, why);
    }

    private Behavior<Command> onEnded(long id, StreamRefusal reason) {
        MeshStream stream = streams.get(id).orElse(null);
        if (stream == null) {
            return Behaviors.same();
        }
        StreamRefusal why = stream.isConnected || reason != StreamRefusal.ENDED ? reason : StreamRefusal.UNREACHABLE;
        stream.stop();
        streams.remove(stream);
        meter.refused(why);
        meter.open((int) streams.openCount());
        NodeId peer = stream.peer();
        if (peer != null) {
            context.getLog().info("stream with {} ended: {}", peer, why);
            if (streams.openTo(peer).isEmpty()) {
                tell(new MeshEvent.Lost(peer));
            }
        } else if (why != StreamRefusal.UNREACHABLE && why != StreamRefusal.ENDED) {
            context.getLog().warn("stream with {} refused: {}", stream.proof.node(), why);
        }
        for (Dial dial : List.copyOf(dials.values())) {
            if (dial.stream == id) {
                onDialFailed(dial);
            }
        }
        return Behaviors.same();
    }

    private void onDialFailed(Dial dial) {
        dial.takePending().forEach(frame -> meter.dropped(FrameDrop.NOT_CONNECTED));
        Retry retry = new Retry(dial.target());
        timers.startSingleTimer(retry, retry, Duration.ofNanos(dial.onFailureNanos()));
    }

    private Behavior<Command> onRetry(Target target) {
        Dial dial = dials.get(target);
        if (dial != null && dial.phase == Dial.Phase.WAITING) {
            dial.phase = Dial.Phase.IDLE;
            if (dial.hasPending() || dial.isToGreet()) {
                begin(dial);
            }
        }
        return Behaviors.same();
    }

    private Behavior<Command> closeIdle() {
        long nowNanos = System.nanoTime();
        for (MeshStream stream : streams.all()) {
            if (stream.isOpen()
                    && nowNanos - stream.lastUsedNanos > settings.idle().toNanos()) {
                stream.stop();
            }
        }
        return Behaviors.same();
    }

    // Surroundings

    private Behavior<Command> onListen(ActorRef<MeshEvent> next) {
        listener = next;
        for (MeshStream stream : streams.all()) {
            NodeId peer = stream.peer();
            if (peer != null
                    && streams.to(new Target.Node(peer)).filter(stream::equals).isPresent()) {
                next.tell(new MeshEvent.Opened(peer, stream.incarnation()));
            }
        }
        return Behaviors.same();
    }

    private void tell(MeshEvent event) {
        if (listener != null) {
            listener.tell(event);
        } else if (event instanceof MeshEvent.Received) {
            meter.dropped(FrameDrop.NO_LISTENER);
        }
    }

    private Behavior<Command> onTopology(Topology next) {
        Topology before = topology;
        topology = next;
        for (MeshStream stream : streams.all()) {
            NodeId peer = stream.peer();
            if (peer != null && next.region(peer.region()).isEmpty()) {
                end(stream, StreamRefusal.UNKNOWN_REGION);
            }
        }
        Function<Target, Boolean> isGone =
                target -> next.region(target.region()).isEmpty();
        dials.values().removeIf(dial -> {
            if (isGone.apply(dial.target())) {
                timers.cancel(new Retry(dial.target()));
                dial.takePending().forEach(frame -> meter.dropped(FrameDrop.UNKNOWN_REGION));
                return true;
            }
            return false;
        });
        addresses.keySet().removeIf(node -> next.region(node.region()).isEmpty());
        for (RegionId region : next.names()) {
            if (!before.names().contains(region) && !region.equals(self.node().region())) {
                timers.startSingleTimer(new Greet(region), Duration.ofMillis(random.nextLong(GREET_WITHIN_MILLIS)));
            }
        }
        return Behaviors.same();
    }

    /** Opens one stream to a new region, so that what is wrong shows before somebody needs it. */
    private Behavior<Command> onGreet(RegionId region) {
        Target target = new Target.AnyOf(region);
        if (streams.to(target).isEmpty() && whyNot(target).isEmpty()) {
            Dial dial = dialOf(target);
            dial.greet();
            begin(dial);
        }
        return Behaviors.same();
    }

    /** Turns an address into one that can be connected to, without blocking who asks. */
    @FunctionalInterface
    interface Resolver {
        CompletableFuture<InetSocketAddress> resolve(HostPort address);
    }
}
