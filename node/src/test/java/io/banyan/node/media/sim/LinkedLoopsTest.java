package io.banyan.node.media.sim;

import static org.assertj.core.api.Assertions.assertThat;

import io.banyan.cluster.MediaSettings;
import io.banyan.cluster.PortKind;
import io.banyan.node.media.MediaLoops;
import io.banyan.node.media.link.LinkRunner;
import io.banyan.node.plane.DropReason;
import io.banyan.node.plane.LinkSample;
import io.banyan.node.plane.LoopSnapshot;
import io.banyan.node.plane.MediaCommand;
import io.banyan.node.plane.MediaEndpoint;
import io.banyan.node.plane.RemoteTrack;
import io.banyan.node.plane.SlotWish;
import io.banyan.node.plane.TrackParents;
import io.banyan.node.plane.TrackPath;
import io.banyan.node.plane.TrackSpec;
import io.banyan.protocol.dtls.LinkIdentity;
import io.banyan.protocol.ice.IceCredentials;
import io.banyan.protocol.ice.OwnerUfrag;
import io.banyan.protocol.id.NodeId;
import io.banyan.protocol.id.ParticipantId;
import io.banyan.protocol.id.RoomId;
import io.banyan.protocol.id.SubscriptionId;
import io.banyan.protocol.id.TenantId;
import io.banyan.protocol.id.TrackId;
import io.banyan.protocol.id.TransportId;
import io.banyan.protocol.link.ParentReason;
import io.banyan.protocol.rtp.MediaKind;
import io.banyan.protocol.sdp.NegotiatedMedia;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Loops of several nodes on real sockets, with real handshakes between them. */
class LinkedLoopsTest {
    private static final NodeId ORIGIN = NodeId.parse("eu/a");
    private static final NodeId FAR = NodeId.parse("us/a");
    private static final RoomId ROOM = new RoomId(new TenantId("acme"), "standup");
    private static final byte[] MESH_KEY =
            "a mesh key for tests only".getBytes(java.nio.charset.StandardCharsets.UTF_8);
    private static final int FRAMES = 600;
    /** Such that not even the smallest socket buffer overflows. */
    private static final int FRAMES_IN_FLIGHT = 8;

    private final OwnerUfrag.Codec ufrags = new OwnerUfrag.Codec(MESH_KEY);
    private final Map<NodeId, LoopSnapshot> snapshots = new ConcurrentHashMap<>();
    private final List<MediaLoops> running = new ArrayList<>();
    private final List<SocketClient> clients = new ArrayList<>();
    private final TrackId track = TrackId.random();
    private long nextNonce = 1;

    @AfterEach
    void stop() throws IOException {
        for (SocketClient client : clients) {
            client.close();
        }
        running.forEach(MediaLoops::close);
    }

    @Test
    void shouldCarryACallBetweenNodesAfterAHandshakeWithBothCertificates() throws Exception {
        MeshCertificates mesh = new MeshCertificates();
        MediaLoops origin = start(ORIGIN, mesh.identity(ORIGIN));
        MediaLoops far = start(FAR, mesh.identity(FAR));
        SocketClient publisher = publish(origin);
        SlotSink sink = view(far, origin.endpoint(ROOM));
        await(() -> clients.stream().allMatch(client -> client.peer().isConnected()));

        MediaSource camera = new MediaSource(publisher.peer(), true, "", 500, 3);
        publisher.peer().receiveRtcp(camera::onRtcp);
        // The first packets go before the demand is there.
        await(() -> {
            camera.onKeyframeWanted();
            camera.sendFrame(System.nanoTime());
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(10));
            return sink.count() > 0;
        });
        int before = camera.sent().size();
        int seen = sink.count();
        for (int frame = 1; frame <= FRAMES; frame++) {
            camera.sendFrame(System.nanoTime());
            if (frame % FRAMES_IN_FLIGHT == 0) {
                await(() -> Arrays.equals(
                        tail(sink.payloads().getLast()), tail(camera.sent().getLast())));
            }
        }

        List<byte[]> arrived = sink.payloads();
        List<byte[]> sent = camera.sent();
        assertThat(arrived.size() - seen).isGreaterThanOrEqualTo(sent.size() - before);
        for (int back = 1; back <= sent.size() - before; back++) {
            assertThat(tail(arrived.get(arrived.size() - back))).isEqualTo(tail(sent.get(sent.size() - back)));
        }
        await(() -> far.path(ROOM, track) != null);
        TrackPath path = far.path(ROOM, track);
        assertThat(path == null ? List.of() : path.hops()).hasSize(1);
    }

    @Test
    void shouldTakeNothingFromANodeOfAnotherMesh() throws Exception {
        MediaLoops origin = start(ORIGIN, new MeshCertificates().identity(ORIGIN));
        MediaLoops far = start(FAR, new MeshCertificates().identity(FAR));
        publish(origin);
        SlotSink sink = view(far, origin.endpoint(ROOM));
        await(() -> clients.stream().allMatch(client -> client.peer().isConnected()));

        await(() -> hasRefused(FAR) && hasRefused(ORIGIN));

        assertThat(sink.count()).isZero();
        assertThat(snapshots.values())
                .allSatisfy(snapshot -> assertThat(snapshot.drops()).doesNotContainKey(DropReason.INTERNAL_ERROR));
    }

    @Test
    void shouldTakeNothingFromANodeThatIsNotTheOneMeant() throws Exception {
        MeshCertificates mesh = new MeshCertificates();
        MediaLoops origin = start(ORIGIN, mesh.identity(NodeId.parse("eu/b")));
        MediaLoops far = start(FAR, mesh.identity(FAR));
        publish(origin);
        SlotSink sink = view(far, origin.endpoint(ROOM));
        await(() -> clients.stream().allMatch(client -> client.peer().isConnected()));

        await(() -> hasRefused(FAR));

        assertThat(sink.count()).isZero();
    }

    private boolean hasRefused(NodeId node) {
        LoopSnapshot snapshot = snapshots.get(node);
        return snapshot != null
                && snapshot.drops().containsKey(DropReason.LINK_HANDSHAKE_FAILED)
                && snapshot.links().stream().noneMatch(LinkSample::isUp);
    }

    private MediaLoops start(NodeId node, LinkIdentity identity) throws IOException {
        MediaLoops loops = MediaLoops.start(
                node,
                List.of(MESH_KEY),
                new MediaSettings("127.0.0.1", 0, 1, List.of(), 16, 100, PortKind.AUTO, "auto", 0),
                new LinkRunner(() -> identity, 16),
                snapshot -> snapshots.put(node, snapshot));
        running.add(loops);
        return loops;
    }

    private SocketClient publish(MediaLoops loops) throws IOException {
        TransportId id = loops.newTransport(ROOM);
        SocketClient publisher = open(loops, ORIGIN, id, Lines.publisher(List.of()));
        loops.submit(new MediaCommand.AddTrack(id, spec()));
        return publisher;
    }

    private SlotSink view(MediaLoops loops, MediaEndpoint parent) throws IOException {
        TransportId id = loops.newTransport(ROOM);
        loops.submit(new MediaCommand.PutRemoteTrack(
                id.loop(),
                ROOM,
                new RemoteTrack(spec(), List.of(), ORIGIN, 1),
                new TrackParents(parent, null, ParentReason.ORIGIN)));
        SocketClient viewer = open(loops, FAR, id, Lines.subscriber(1_000));
        SlotSink sink = new SlotSink(viewer.peer(), 1_001, 1_002);
        viewer.peer().receiveRtp(sink::onRtp);
        loops.submit(
                new MediaCommand.AddForwarder(id, SubscriptionId.random(), Lines.VIDEO_SLOT, track, SlotWish.BEST));
        return sink;
    }

    private TrackSpec spec() {
        return new TrackSpec(
                track, new ParticipantId("pa_1"), Lines.VIDEO, MediaKind.VIDEO, 77, 0, 0, false, false, false);
    }

    private SocketClient open(MediaLoops loops, NodeId node, TransportId id, List<NegotiatedMedia> media)
            throws IOException {
        IceCredentials local = IceCredentials.withRandomPassword(ufrags.make(node, id.loop(), nextNonce++));
        IceCredentials own = IceCredentials.random();
        SocketClient client = new SocketClient(
                own, local, loops.fingerprint(), loops.addresses(id.loop()).getFirst(), nextNonce);
        clients.add(client);
        loops.submit(new MediaCommand.OpenTransport(
                id,
                ROOM,
                ParticipantId.random(),
                local,
                own,
                List.of(TestPeer.CERTIFICATE.fingerprint()),
                event -> {}));
        loops.submit(new MediaCommand.SetMedia(id, media));
        return client;
    }

    private void await(BooleanSupplier condition) {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > deadline) {
                throw new AssertionError("not within 60 s; " + snapshots);
            }
            clients.forEach(SocketClient::poll);
            LockSupport.parkNanos(20_000);
        }
    }

    /** Without the descriptor, whose picture id is the slot's. */
    private static byte[] tail(byte @Nullable [] vp8) {
        return vp8 == null ? new byte[0] : Arrays.copyOfRange(vp8, 6, vp8.length);
    }
}
