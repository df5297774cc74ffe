package io.banyan.node.sim;

import io.banyan.node.mesh.MeshRefusal;
import io.banyan.node.mesh.MeshTime;
import io.banyan.node.mesh.Refusals;
import io.banyan.node.mesh.authority.DecisionRequests;
import io.banyan.node.mesh.authority.FactsWire;
import io.banyan.node.mesh.authority.RoomFacts;
import io.banyan.node.mesh.directory.AllowedRegions;
import io.banyan.node.mesh.directory.DirectoryClient;
import io.banyan.node.mesh.directory.RoomDirectory;
import io.banyan.node.mesh.lease.Liveness;
import io.banyan.node.mesh.lease.Path;
import io.banyan.node.mesh.lease.RegionLeases;
import io.banyan.node.mesh.part.Hlc;
import io.banyan.node.mesh.room.MeshSurroundings;
import io.banyan.node.mesh.room.RegionRoom;
import io.banyan.protocol.id.NodeId;
import io.banyan.protocol.id.RegionId;
import io.banyan.protocol.id.RoomId;
import io.banyan.protocol.wire.v1.CountedViewer;
import io.banyan.protocol.wire.v1.MeshFrame;
import io.banyan.protocol.wire.v1.Moderate;
import io.banyan.protocol.wire.v1.RoomFrame;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** A region of one node, in one life: the state machines, and what the actors around them would do. */
final class SimRegion implements SimNetwork.Receiver, Liveness.Listener, DirectoryClient.Finder {
    private static final long TOKEN_MILLIS = 3_600_000;

    private final SimWorld world;
    private final int number;
    private final NodeId node;
    private final long skewMillis;
    private final Map<RoomId, SimRoom> rooms = new LinkedHashMap<>();
    /** Which rooms are to hear of which regions. */
    private final Map<RegionId, Set<SimRoom>> byRegion = new LinkedHashMap<>();

    private final Map<SimRoom, Set<RegionId>> indexed = new HashMap<>();
    private long incarnation;
    private long partCounter;
    private long dueNanos = MeshTime.NEVER;
    private Hlc hlc = new Hlc();
    private Liveness liveness;
    private MeshSurroundings surroundings;
    private DirectoryClient client;
    private RoomDirectory directory;
    private DecisionRequests decisions;

    SimRegion(SimWorld world, int number, long skewMillis) {
        this.world = world;
        this.number = number;
        this.skewMillis = skewMillis;
        node = new NodeId(new RegionId("r" + number), "n");
        liveness = new RegionLeases(node, 0, refusals(), this);
        surroundings = new MeshSurroundings(
                id(), liveness, SimKeys.VERIFIER, hlc, refusals(), MeshSurroundings.RECONNECTING_NANOS);
        client = newClient();
        directory = newDirectory();
        decisions = newDecisions();
    }

    /** A new life begins. */
    void start(Liveness fromOracle) {
        incarnation = now().wallMillis();
        partCounter = 0;
        hlc = new Hlc();
        rooms.clear();
        byRegion.clear();
        indexed.clear();
        if (world.settings().heartbeats()) {
            RegionLeases leases = new RegionLeases(node, incarnation, refusals(), this);
            world.regionIds().forEach(region -> leases.share(region, now().nanos()));
            liveness = leases;
            beat(leases, world.network().life(number) + 1);
        } else {
            liveness = fromOracle;
        }
        surroundings = new MeshSurroundings(
                id(), liveness, SimKeys.VERIFIER, hlc, refusals(), MeshSurroundings.RECONNECTING_NANOS);
        client = newClient();
        directory = newDirectory();
        decisions = newDecisions();
        dueNanos = MeshTime.NEVER;
        world.network().up(number, this);
    }

    private DirectoryClient newClient() {
        return new DirectoryClient(id(), world.regionIds(), liveness, hlc, refusals(), this::sendMesh, this);
    }

    private RoomDirectory newDirectory() {
        return new RoomDirectory(id(), hlc, TOKEN_MILLIS, refusals(), this::sendMesh);
    }

    private DecisionRequests newDecisions() {
        return new DecisionRequests(
                id(),
                this::reaches,
                (to, request) ->
                        sendMesh(to, MeshFrame.newBuilder().setModerate(request).build()));
    }

    private void beat(RegionLeases leases, int life) {
        if (world.network().life(number) > life) {
            return;
        }
        leases.collect(
                now(),
                (to, beat) ->
                        sendMesh(to, MeshFrame.newBuilder().setHeartbeat(beat).build()));
        settle();
        long next = Math.max(leases.nextDueNanos(), now().nanos() + 1);
        world.events().at(next, () -> beat(leases, life));
    }

    RegionId id() {
        return node.region();
    }

    int number() {
        return number;
    }

    NodeId node() {
        return node;
    }

    long incarnation() {
        return incarnation;
    }

    long nextPartCounter() {
        return ++partCounter;
    }

    Hlc hlc() {
        return hlc;
    }

    SimWorld world() {
        return world;
    }

    MeshSurroundings surroundings() {
        return surroundings;
    }

    DirectoryClient client() {
        return client;
    }

    MeshTime now() {
        return world.events().time(skewMillis);
    }

    RoomDirectory directory() {
        return directory;
    }

    Collection<SimRoom> rooms() {
        return rooms.values();
    }

    /** The room here; made if it is not there. */
    SimRoom room(RoomId room) {
        return rooms.computeIfAbsent(room, id -> new SimRoom(id, this));
    }

    void index(SimRoom room, Set<RegionId> regions) {
        Set<RegionId> before = regions.isEmpty() ? indexed.remove(room) : indexed.put(room, regions);
        if (before != null) {
            before.forEach(
                    region -> byRegion.getOrDefault(region, new HashSet<>()).remove(room));
        }
        regions.forEach(region ->
                byRegion.computeIfAbsent(region, id -> new LinkedHashSet<>()).add(room));
    }

    private List<SimRoom> with(RegionId region) {
        return List.copyOf(byRegion.getOrDefault(region, Set.of()));
    }

    void close(RoomId room) {
        rooms.remove(room);
    }

    private Refusals refusals() {
        return world.refusals();
    }

    private boolean reaches(RegionId region) {
        return region.equals(id()) || liveness.path(region) == Path.DIRECT;
    }

    void sendRoom(RegionId to, RoomFrame frame) {
        world.send(number, to, frame);
    }

    private void sendMesh(RegionId to, MeshFrame frame) {
        world.send(number, to, frame);
    }

    /** Somebody here wants something decided. */
    void ask(Moderate.Builder request, AllowedRegions allowed) {
        RoomId room = RoomId.parse(request.getRoom());
        decisions.ask(allowed.sayIn(request).build(), allowed.authorities(room, world.regionIds()), now());
        settle();
    }

    @Override
    public void onFrame(int from, Object frame) {
        RegionId sender = world.region(from).id();
        if (frame instanceof RoomFrame said) {
            onRoomFrame(sender, said);
        } else if (frame instanceof MeshFrame mesh) {
            onMeshFrame(from, sender, mesh);
        }
        settle();
    }

    private void onRoomFrame(RegionId from, RoomFrame frame) {
        RoomId id = RoomId.parse(frame.getRoom());
        SimRoom room = rooms.get(id);
        if (room != null) {
            room.onFrame(from, frame);
        } else if (!frame.getAbsent()) {
            sendRoom(from, RegionRoom.absent(id, hlc.next(now().wallMillis())));
        }
    }

    private void onMeshFrame(int from, RegionId sender, MeshFrame frame) {
        switch (frame.getFrameCase()) {
            case HEARTBEAT -> {
                if (liveness instanceof RegionLeases leases) {
                    leases.onHeartbeat(world.region(from).node(), frame.getHeartbeat(), now());
                }
            }
            case DIRECTORY_REGISTER ->
                directory.onRegister(sender, frame.getDirectoryRegister(), world.regionIds(), now());
            case DIRECTORY_ANSWER -> {
                client.onAnswer(sender, frame.getDirectoryAnswer(), now());
                directory.onAnswer(sender, frame.getDirectoryAnswer(), now());
            }
            case MODERATE -> directory.onModerate(sender, frame.getModerate(), world.regionIds(), this::reaches, now());
            case MODERATED ->
                decisions.onModerated(sender, frame.getModerated(), now()).ifPresent(facts -> {
                    RoomFacts decided = FactsWire.of(facts, now(), refusals());
                    world.invariants().onDecided(frame.getModerated(), decided);
                    SimRoom room = rooms.get(RoomId.parse(frame.getModerated().getRoom()));
                    if (room != null) {
                        room.onFacts(decided);
                    }
                });
            case HELLO, ROOM, FRAME_NOT_SET -> refusals().count(MeshRefusal.MALFORMED);
        }
    }

    @Override
    public void found(RoomId id, Set<RegionId> regions, RoomFacts facts) {
        SimRoom room = rooms.get(id);
        if (room != null) {
            room.onFound(regions, facts);
        }
    }

    @Override
    public void counted(RoomId id, int elsewhere, List<CountedViewer> replaced) {
        SimRoom room = rooms.get(id);
        if (room != null) {
            room.onCounted(elsewhere, replaced);
        }
    }

    @Override
    public void onAlive(NodeId other, long life) {
        with(other.region()).forEach(room -> room.onAlive(other, life));
        client.onAlive(other, now());
    }

    @Override
    public void onLapsed(NodeId other) {
        with(other.region()).forEach(room -> room.onLapsed(other));
    }

    @Override
    public void onPath(RegionId region, Path path) {
        with(region).forEach(room -> room.onPath(region, path));
        client.onPath(region, path, now());
    }

    /** Sees to it that what is due happens. */
    void settle() {
        long due = Math.min(Math.min(client.nextDueNanos(), directory.nextDueNanos()), decisions.nextDueNanos());
        if (due < dueNanos) {
            dueNanos = due;
            int life = world.network().life(number);
            world.events().at(due, () -> collect(due, life));
        }
    }

    private void collect(long due, int life) {
        if (world.network().life(number) != life || due != dueNanos) {
            return;
        }
        dueNanos = MeshTime.NEVER;
        client.collect(now());
        directory.collect(now());
        decisions.collect(now());
        settle();
    }
}
