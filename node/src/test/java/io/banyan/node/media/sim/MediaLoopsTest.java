package io.banyan.node.media.sim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.banyan.cluster.MediaSettings;
import io.banyan.cluster.PortKind;
import io.banyan.node.media.MediaLoops;
import io.banyan.node.media.link.LinkHandshakes;
import io.banyan.node.plane.LatencyCounts;
import io.banyan.node.plane.LoopSnapshot;
import io.banyan.node.plane.MediaCommand;
import io.banyan.node.plane.MediaEvent;
import io.banyan.node.plane.SlotWish;
import io.banyan.node.plane.TrackSpec;
import io.banyan.node.plane.TransportState;
import io.banyan.protocol.ice.IceCredentials;
import io.banyan.protocol.ice.OwnerUfrag;
import io.banyan.protocol.id.NodeId;
import io.banyan.protocol.id.ParticipantId;
import io.banyan.protocol.id.RegionId;
import io.banyan.protocol.id.RoomId;
import io.banyan.protocol.id.SubscriptionId;
import io.banyan.protocol.id.TenantId;
import io.banyan.protocol.id.TrackId;
import io.banyan.protocol.id.TransportId;
import io.banyan.protocol.rtp.MediaKind;
import io.banyan.protocol.sdp.NegotiatedMedia;
import io.netty.buffer.PoolArenaMetric;
import io.netty.buffer.PooledByteBufAllocator;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Loops on real sockets: threads, Netty and the kernel included. */
class MediaLoopsTest {
    private static final Logger LOG = LoggerFactory.getLogger(MediaLoopsTest.class);
    private static final NodeId NODE = new NodeId(new RegionId("test"), "node-1");
    private static final byte[] MESH_KEY = {1, 2, 3};
    private static final int VIEWERS = 3;
    private static final int FRAMES = 1_000;
    /** Such that not even the smallest socket buffer overflows. */
    private static final int FRAMES_IN_FLIGHT = 8;

    private static final long FRAME_NANOS = 5_000_000;

    private final Map<Integer, LoopSnapshot> snapshots = new ConcurrentHashMap<>();
    private final Queue<MediaEvent> events = new ConcurrentLinkedQueue<>();
    private final OwnerUfrag.Codec ufrags = new OwnerUfrag.Codec(MESH_KEY);
    private long nextNonce = 1;
    private TransportId lastId = new TransportId(0, 1);

    @Test
    void shouldCarryACallOverLoopbackAndLeakNothing() throws IOException {
        long buffersBefore = buffersInUse();
        List<SocketClient> clients = new ArrayList<>();
        try (MediaLoops loops = start(2, 0)) {
            RoomId room = new RoomId(new TenantId("acme"), "standup");
            SocketClient publisher = open(loops, room, Lines.publisher(List.of()), clients);
            TransportId publishing = last();
            TrackId track = TrackId.random();
            loops.submit(new MediaCommand.AddTrack(
                    publishing,
                    new TrackSpec(
                            track,
                            ParticipantId.random(),
                            Lines.VIDEO,
                            MediaKind.VIDEO,
                            77,
                            0,
                            0,
                            false,
                            false,
                            false)));
            List<SlotSink> sinks = new ArrayList<>();
            for (int i = 0; i < VIEWERS; i++) {
                int ssrc = 1_000 * (i + 1);
                SocketClient viewer = open(loops, room, Lines.subscriber(ssrc), clients);
                SlotSink sink = new SlotSink(viewer.peer(), ssrc + 1, ssrc + 2);
                viewer.peer().receiveRtp(sink::onRtp);
                sinks.add(sink);
                loops.submit(new MediaCommand.AddForwarder(
                        last(), SubscriptionId.random(), Lines.VIDEO_SLOT, track, SlotWish.BEST));
            }
            await(clients, () -> states(TransportState.CONNECTED) == VIEWERS + 1);
            // The node has its keys one flight before its client has.
            await(
                    clients,
                    () -> clients.stream().allMatch(client -> client.peer().isConnected()));

            MediaSource camera = new MediaSource(publisher.peer(), true, "", 500, 3);
            long started = System.nanoTime();
            for (int frame = 1; frame <= FRAMES; frame++) {
                camera.sendFrame(1_000_000_000L + frame * 33_000_000L);
                if (frame % FRAMES_IN_FLIGHT == 0 || frame == FRAMES) {
                    await(
                            clients,
                            () -> sinks.stream()
                                    .allMatch(sink ->
                                            sink.count() == camera.sent().size()));
                }
            }
            long elapsedNanos = System.nanoTime() - started;

            for (SlotSink sink : sinks) {
                assertThat(sink.payloads())
                        .usingElementComparator(Arrays::compare)
                        .isEqualTo(camera.sent());
            }
            long sent = (long) camera.sent().size() * VIEWERS;
            await(clients, () -> latency(publishing).total() >= sent);
            LatencyCounts latency = latency(publishing);
            LOG.info(
                    "{} packets out in {} ms, clients included: {} a second; in the loop p50 {} us, p99 {} us",
                    sent,
                    elapsedNanos / 1_000_000,
                    sent * 1_000_000_000 / elapsedNanos,
                    latency.quantileMicros(0.5),
                    latency.quantileMicros(0.99));
        } finally {
            for (SocketClient client : clients) {
                client.close();
            }
        }
        await(List.of(), () -> buffersInUse() <= buffersBefore);
    }

    @Test
    void shouldCarryARoomThatHasOutgrownItsLoopByAnother() throws IOException {
        List<SocketClient> clients = new ArrayList<>();
        try (MediaLoops loops = start(2, 0)) {
            RoomId room = new RoomId(new TenantId("acme"), "assembly");
            SocketClient publisher = open(loops, room, Lines.publisher(List.of()), clients);
            TransportId publishing = last();
            TrackId track = TrackId.random();
            loops.submit(new MediaCommand.AddTrack(
                    publishing,
                    new TrackSpec(
                            track,
                            ParticipantId.random(),
                            Lines.VIDEO,
                            MediaKind.VIDEO,
                            77,
                            0,
                            0,
                            false,
                            false,
                            false)));
            TransportId elsewhere = new TransportId(1 - publishing.loop(), Long.MAX_VALUE);
            SocketClient viewer = open(loops, elsewhere, room, Lines.subscriber(1_000), clients);
            SlotSink sink = new SlotSink(viewer.peer(), 1_001, 1_002);
            viewer.peer().receiveRtp(sink::onRtp);
            loops.submit(new MediaCommand.AddForwarder(
                    elsewhere, SubscriptionId.random(), Lines.VIDEO_SLOT, track, SlotWish.BEST));
            await(clients, () -> states(TransportState.CONNECTED) == 2);
            await(
                    clients,
                    () -> clients.stream().allMatch(client -> client.peer().isConnected()));

            MediaSource camera = new MediaSource(publisher.peer(), true, "", 500, 3);
            publisher.peer().receiveRtcp(camera::onRtcp);
            long[] next = {System.nanoTime()};
            await(clients, () -> {
                // What comes before the other loop has asked for the track is nobody's; then a key frame is asked for.
                if (System.nanoTime() - next[0] > 0) {
                    next[0] += FRAME_NANOS;
                    camera.sendFrame(1_000_000_000L + next[0]);
                }
                return sink.count() > 10 * FRAMES_IN_FLIGHT;
            });
            assertThat(camera.sent()).usingElementComparator(Arrays::compare).containsAll(sink.payloads());
        } finally {
            for (SocketClient client : clients) {
                client.close();
            }
        }
    }

    @Test
    void shouldSayWhichPortIsTaken() throws IOException {
        try (MediaLoops first = start(1, 0)) {
            int port = first.addresses(0).getFirst().getPort();

            assertThatThrownBy(() -> start(1, port))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining(Integer.toString(port));
        }
    }

    @Test
    void shouldSpreadRoomsOverLoopsAndKeepEachOnOne() throws IOException {
        try (MediaLoops loops = start(2, 0)) {
            int[] rooms = new int[2];
            for (int i = 0; i < 100; i++) {
                RoomId room = new RoomId(new TenantId("acme"), "room-" + i);
                rooms[loops.newTransport(room).loop()]++;
                assertThat(loops.newTransport(room).loop())
                        .isEqualTo(loops.newTransport(room).loop());
            }
            assertThat(rooms[0]).isBetween(25, 75);
            assertThat(loops.addresses(0)).isNotEqualTo(loops.addresses(1));
        }
    }

    private MediaLoops start(int loops, int port) throws IOException {
        return MediaLoops.start(
                NODE,
                List.of(MESH_KEY),
                new MediaSettings("127.0.0.1", port, loops, List.of(), 16, 100, PortKind.AUTO, "auto", 0),
                LinkHandshakes.NONE,
                snapshot -> snapshots.put(snapshot.loop(), snapshot));
    }

    private TransportId last() {
        return lastId;
    }

    private SocketClient open(MediaLoops loops, RoomId room, List<NegotiatedMedia> media, List<SocketClient> clients)
            throws IOException {
        TransportId id = loops.newTransport(room);
        lastId = id;
        return open(loops, id, room, media, clients);
    }

    private SocketClient open(
            MediaLoops loops, TransportId id, RoomId room, List<NegotiatedMedia> media, List<SocketClient> clients)
            throws IOException {
        IceCredentials node = IceCredentials.withRandomPassword(ufrags.make(NODE, id.loop(), nextNonce++));
        IceCredentials own = IceCredentials.random();
        SocketClient client = new SocketClient(
                own, node, loops.fingerprint(), loops.addresses(id.loop()).getFirst(), nextNonce);
        clients.add(client);
        assertThat(loops.submit(new MediaCommand.OpenTransport(
                        id,
                        room,
                        ParticipantId.random(),
                        node,
                        own,
                        List.of(TestPeer.CERTIFICATE.fingerprint()),
                        events::add)))
                .isTrue();
        assertThat(loops.submit(new MediaCommand.SetMedia(id, media))).isTrue();
        return client;
    }

    private LatencyCounts latency(TransportId transport) {
        LoopSnapshot snapshot = snapshots.get(transport.loop());
        return snapshot == null ? LatencyCounts.copyOf(new long[LatencyCounts.BUCKETS]) : snapshot.forwardLatency();
    }

    private long states(TransportState state) {
        return events.stream()
                .filter(event -> event instanceof MediaEvent.TransportChanged changed && changed.state() == state)
                .count();
    }

    private void await(List<SocketClient> clients, BooleanSupplier condition) {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > deadline) {
                throw new AssertionError("not within 60 s; until now " + events + " and " + snapshots);
            }
            clients.forEach(SocketClient::poll);
            LockSupport.parkNanos(20_000);
        }
    }

    private static long buffersInUse() {
        return PooledByteBufAllocator.DEFAULT.metric().directArenas().stream()
                .mapToLong(PoolArenaMetric::numActiveAllocations)
                .sum();
    }
}
