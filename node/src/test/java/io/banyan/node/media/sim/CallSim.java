package io.banyan.node.media.sim;

import io.banyan.node.media.loop.LoopSettings;
import io.banyan.node.media.loop.MediaLoop;
import io.banyan.node.media.loop.Neighbourhood;
import io.banyan.node.media.room.MediaLimits;
import io.banyan.node.media.testing.CheckingCiphers;
import io.banyan.node.media.transport.DtlsRunner;
import io.banyan.node.media.transport.SrtpEnds;
import io.banyan.node.media.transport.TransportLimits;
import io.banyan.node.plane.DropReason;
import io.banyan.node.plane.LoopSnapshot;
import io.banyan.node.plane.MediaCommand;
import io.banyan.node.plane.MediaEvent;
import io.banyan.node.plane.TransportState;
import io.banyan.protocol.dtls.DtlsCertificate;
import io.banyan.protocol.dtls.Fingerprint;
import io.banyan.protocol.ice.IceClient;
import io.banyan.protocol.ice.IceCredentials;
import io.banyan.protocol.ice.OwnerUfrag;
import io.banyan.protocol.id.NodeId;
import io.banyan.protocol.id.ParticipantId;
import io.banyan.protocol.id.RegionId;
import io.banyan.protocol.id.RoomId;
import io.banyan.protocol.id.TenantId;
import io.banyan.protocol.id.TransportId;
import io.banyan.protocol.sdp.NegotiatedMedia;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Loops, their clients and the network between them, in one thread. Time moves when {@link #advance} is called. There is
 * one loop from the start; others are added.
 */
final class CallSim {
    static final long MILLI = 1_000_000;
    static final RoomId ROOM = new RoomId(new TenantId("acme"), "standup");

    static final int HANDSHAKES = 16;

    static final NodeId NODE = new NodeId(new RegionId("test"), "node-1");
    private static final byte[] MESH_KEY = "a mesh key for tests only".getBytes(StandardCharsets.UTF_8);
    /** 2026: so that times have the magnitude that they have in earnest. */
    private static final long START_NANOS = 1_790_000_000_000_000_000L;
    /** A continent. */
    private static final long ONE_WAY_NANOS = 20 * MILLI;

    private static final DtlsCertificate CERTIFICATE = DtlsCertificate.generate(new SecureRandom());

    /** Decides which datagrams of media are lost. */
    interface Loss {
        boolean loses(SplittableRandom random, boolean isUplink);
    }

    /** Carries what nodes send each other. */
    interface Wire {
        /** As between clients and nodes, without loss. */
        Wire GOOD = (random, from, to, datagram) -> ONE_WAY_NANOS;

        /** How long a datagram takes; negative: it is lost. */
        long delayNanos(SplittableRandom random, InetSocketAddress from, InetSocketAddress to, byte[] datagram);
    }

    @SuppressWarnings("ArrayRecordComponent") // never compared
    private record Flight(long dueNanos, long order, InetSocketAddress from, InetSocketAddress to, byte[] datagram) {}

    private final OwnerUfrag.Codec ufrags = new OwnerUfrag.Codec(MESH_KEY);
    private final SplittableRandom random;
    private final int commands;
    private final DtlsRunner dtls;
    private final Neighbourhood neighbourhood = new Neighbourhood(2);
    private final SimNode first;
    private final List<SimNode> nodes = new ArrayList<>();
    private final PriorityQueue<Flight> flights = new PriorityQueue<>(
            (a, b) -> a.dueNanos != b.dueNanos ? Long.compare(a.dueNanos, b.dueNanos) : Long.compare(a.order, b.order));
    private final Map<InetSocketAddress, SimClient> clients = new LinkedHashMap<>();
    private final Map<InetSocketAddress, List<byte[]>> taps = new HashMap<>();
    /** From a client's first address to the one that it has now. */
    private final Map<InetSocketAddress, InetSocketAddress> moved = new HashMap<>();

    private final List<Runnable> everyMilli = new ArrayList<>();
    private long nowNanos = START_NANOS;
    private long nextOrder;
    private int nextHost = 1;
    private Loss loss = (any, isUplink) -> false;
    private Wire wire = Wire.GOOD;

    CallSim(long seed) {
        this(seed, LoopSettings.COMMANDS);
    }

    CallSim(long seed, int commands) {
        this(seed, commands, new DtlsRunner(CERTIFICATE, HANDSHAKES, SrtpEnds.by(new CheckingCiphers())));
    }

    /**
     * @param ends what the nodes make of keys; their clients make the usual
     */
    CallSim(long seed, SrtpEnds.Maker ends) {
        this(seed, LoopSettings.COMMANDS, new DtlsRunner(CERTIFICATE, HANDSHAKES, ends));
    }

    private CallSim(long seed, int commands, DtlsRunner dtls) {
        this.dtls = dtls;
        random = new SplittableRandom(seed);
        this.commands = commands;
        first = addLoop(NODE, 0, neighbourhood);
    }

    /** Another node, with one loop. */
    SimNode addNode(String name) {
        return addLoop(new NodeId(new RegionId("test"), name), 0, new Neighbourhood(1));
    }

    /** The second loop of the first node. */
    SimNode addLoop() {
        return addLoop(NODE, 1, neighbourhood);
    }

    SimNode first() {
        return first;
    }

    private SimNode addLoop(NodeId id, int index, Neighbourhood others) {
        LoopSettings settings =
                new LoopSettings(id, List.of(MESH_KEY), TransportLimits.DEFAULT, MediaLimits.DEFAULT, commands);
        InetSocketAddress address = SimPort.address(nodes.size() + 1);
        SimPort port = new SimPort(address, (datagram, to) -> fly(address, to, datagram));
        SimNode[] made = new SimNode[1];
        SimHandshakes handshakes = new SimHandshakes(id, random.split());
        MediaLoop loop = new MediaLoop(
                index,
                port,
                () -> nowNanos,
                settings,
                dtls,
                handshakes,
                others,
                fresh -> made[0].newest = fresh,
                random.nextLong());
        made[0] = new SimNode(id, index, port, loop, handshakes);
        nodes.add(made[0]);
        loop.start();
        port.run(nowNanos);
        return made[0];
    }

    /** The node's process is gone, from one moment to the next. */
    void kill(SimNode node) {
        nodes.remove(node);
    }

    /** What becomes of datagrams between nodes from now on. */
    void wire(Wire newWire) {
        wire = newWire;
    }

    /** A client with an open transport, not connected yet. */
    SimClient open(List<NegotiatedMedia> media) {
        return open(media, TestPeer.CERTIFICATE.fingerprint());
    }

    /**
     * @param signalled the fingerprint that the node expects of it
     */
    SimClient open(List<NegotiatedMedia> media, Fingerprint signalled) {
        return open(media, signalled, new ArrayList<>());
    }

    /**
     * @param events gets what control would hear
     */
    SimClient open(List<NegotiatedMedia> media, Fingerprint signalled, List<MediaEvent> events) {
        return open(first, media, signalled, events);
    }

    /** A client of another node. */
    SimClient open(SimNode home, List<NegotiatedMedia> media) {
        return open(home, media, TestPeer.CERTIFICATE.fingerprint(), new ArrayList<>());
    }

    private SimClient open(SimNode home, List<NegotiatedMedia> media, Fingerprint signalled, List<MediaEvent> events) {
        int host = nextHost++;
        InetSocketAddress address = new InetSocketAddress(InetAddress.ofLiteral("198.51.100." + host), 50_000 + host);
        TransportId id = new TransportId(home.index, host);
        IceCredentials node = credentials(home.id, home.index);
        IceCredentials own = IceCredentials.random();
        TestPeer peer = new TestPeer(
                own,
                node,
                CERTIFICATE.fingerprint(),
                datagram -> fly(address, home.address(), datagram),
                random.nextLong(),
                nowNanos);
        SimClient client =
                new SimClient(home, id, new ParticipantId("pa_client" + host), address, peer, node, own, events);
        clients.put(address, client);
        home.submit(
                new MediaCommand.OpenTransport(
                        id, ROOM, client.participant(), node, own, List.of(signalled), client.events()::add),
                nowNanos);
        home.submit(new MediaCommand.SetMedia(id, media), nowNanos);
        return client;
    }

    /** New ones of this node and loop. */
    IceCredentials credentials() {
        return credentials(NODE, 0);
    }

    IceCredentials credentials(NodeId node, int loopIndex) {
        return IceCredentials.withRandomPassword(ufrags.make(node, loopIndex, random.nextLong()));
    }

    /**
     * Goes through the handshakes of all clients. Neither side is ready for sure when the other is: the client's keys come a
     * flight later, and the node's from a thread that may have to wait for a core.
     */
    void connect() {
        await(this::isConnected);
    }

    /**
     * The same while virtual time stands still, whatever real time it takes: what follows is the same for the same seed, with
     * every timer that began when somebody was connected. Loops do not tick meanwhile.
     */
    void connectAtOnce() {
        advance(2 * ONE_WAY_NANOS);
        await(this::isConnected, () -> {
            clients.values().forEach(client -> client.peer().poll(nowNanos));
            while (!flights.isEmpty()) {
                land(flights.remove());
            }
            nodes.forEach(node -> node.port.run(nowNanos));
        });
    }

    private boolean isConnected() {
        return clients.values().stream()
                .allMatch(client -> client.peer().isConnected()
                        && events(client, MediaEvent.TransportChanged.class).stream()
                                .anyMatch(change -> change.state() == TransportState.CONNECTED));
    }

    /** Moves virtual time a little with real time, for what other threads do. */
    void await(BooleanSupplier condition) {
        await(condition, () -> advance(MILLI));
    }

    private void await(BooleanSupplier condition, Runnable step) {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(120);
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > deadline) {
                throw new AssertionError("not within 120 s of real time");
            }
            step.run();
            LockSupport.parkNanos(MILLI / 4);
        }
        advance(2 * ONE_WAY_NANOS);
    }

    void submit(MediaCommand command) {
        submit(first, command);
    }

    void submit(SimNode node, MediaCommand command) {
        node.submit(command, nowNanos);
    }

    boolean offer(MediaCommand command) {
        return first.loop.submit(command);
    }

    /** Moves time without anything happening. */
    void skip(long nanos) {
        nowNanos += nanos;
    }

    /** Lets time pass. */
    void advance(long nanos) {
        for (long end = nowNanos + nanos; nowNanos < end; ) {
            nowNanos += MILLI;
            everyMilli.forEach(Runnable::run);
            // One that has moved is there twice.
            new LinkedHashSet<>(clients.values())
                    .forEach(client -> client.peer().poll(nowNanos));
            while (!flights.isEmpty() && flights.peek().dueNanos() <= nowNanos) {
                land(flights.remove());
            }
            List.copyOf(nodes).forEach(node -> node.port.run(nowNanos));
        }
    }

    /** Copies the RTP that a client sends from now on. */
    void tap(InetSocketAddress from, List<byte[]> copies) {
        taps.put(from, copies);
    }

    /** The client's datagrams come from, and go to, another address from now on. */
    void move(SimClient client, InetSocketAddress to) {
        moved.put(client.address(), to);
        clients.put(to, client);
    }

    /** Something that happens in each millisecond. */
    void everyMilli(Runnable action) {
        everyMilli.add(action);
    }

    /** Delivers a check to the loop at once; signed with what {@code node} says, whatever the node knows. */
    void injectCheck(IceCredentials own, IceCredentials node, InetSocketAddress from) {
        ByteBuffer check = ByteBuffer.allocate(256);
        int bytes = new IceClient(own, node, random, nowNanos).pollCheck(nowNanos, check);
        inject(Arrays.copyOf(check.array(), bytes), from);
    }

    /** Delivers a datagram to the loop at once. */
    void inject(byte[] datagram, InetSocketAddress from) {
        first.port.deliver(datagram, from, nowNanos);
    }

    void lose(Loss newLoss) {
        loss = newLoss;
    }

    long now() {
        return nowNanos;
    }

    long tickNanos() {
        return first.port.tickNanos();
    }

    SplittableRandom random() {
        return random;
    }

    /** The newest, at most a second old. */
    LoopSnapshot snapshot() {
        return first.snapshot();
    }

    /** A snapshot of what has happened up to now. */
    LoopSnapshot freshSnapshot() {
        advance(2_001 * MILLI); // a loop that has just become idle ticks a second later
        return snapshot();
    }

    long drops(DropReason reason) {
        return freshSnapshot().drops().getOrDefault(reason, 0L);
    }

    /** All events of one kind that a client's transport had. */
    static <T extends MediaEvent> List<T> events(SimClient client, Class<T> kind) {
        return client.events().stream().filter(kind::isInstance).map(kind::cast).toList();
    }

    private void fly(InetSocketAddress sender, InetSocketAddress to, byte[] datagram) {
        InetSocketAddress from = moved.getOrDefault(sender, sender);
        long delayNanos = ONE_WAY_NANOS;
        if ((datagram[0] & 0xC0) == 0xC0) {
            delayNanos = wire.delayNanos(random, from, to, datagram);
            if (delayNanos < 0) {
                return;
            }
        }
        boolean isMedia = (datagram[0] & 0xC0) == 0x80;
        boolean isRtcp = isMedia && (datagram[1] & 0xFF) >= 192 && (datagram[1] & 0xFF) <= 223;
        if (isMedia && !isRtcp && loss.loses(random, nodeAt(to) != null)) {
            return;
        }
        if (isMedia && !isRtcp && taps.containsKey(from)) {
            taps.get(from).add(datagram);
        }
        flights.add(new Flight(nowNanos + delayNanos, nextOrder++, from, to, datagram));
    }

    private @Nullable SimNode nodeAt(InetSocketAddress address) {
        for (SimNode node : nodes) {
            if (node.address().equals(address)) {
                return node;
            }
        }
        return null;
    }

    private void land(Flight flight) {
        SimNode node = nodeAt(flight.to());
        if (node != null) {
            node.port.deliver(flight.datagram(), flight.from(), nowNanos);
        } else {
            SimClient client = clients.get(flight.to());
            if (client != null && !moved.containsKey(flight.to())) {
                client.peer().onDatagram(flight.datagram(), nowNanos);
            }
        }
    }
}
