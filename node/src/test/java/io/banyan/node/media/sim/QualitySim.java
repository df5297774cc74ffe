package io.banyan.node.media.sim;

import io.banyan.loadtest.netem.Bottleneck;
import io.banyan.loadtest.netem.CubicFlow;
import io.banyan.loadtest.netem.Netem;
import io.banyan.loadtest.netem.NetemProfile;
import io.banyan.loadtest.peer.MediaLink;
import io.banyan.loadtest.peer.TransportStats;
import io.banyan.loadtest.peer.VideoSettings;
import io.banyan.loadtest.peer.VirtualPeer;
import io.banyan.loadtest.quality.QualityOutcome;
import io.banyan.loadtest.quality.QualityRecorder;
import io.banyan.loadtest.quality.QualityScenario;
import io.banyan.node.plane.DownlinkSample;
import io.banyan.node.plane.MediaCommand;
import io.banyan.node.plane.MediaEvent;
import io.banyan.node.plane.SlotWish;
import io.banyan.node.plane.TrackSpec;
import io.banyan.protocol.id.SubscriptionId;
import io.banyan.protocol.id.TrackId;
import io.banyan.protocol.rtcp.RtcpPacket;
import io.banyan.protocol.rtp.CodecId;
import io.banyan.protocol.rtp.MediaKind;
import io.banyan.protocol.rtp.PayloadTypeMap;
import io.banyan.protocol.sdp.MediaRole;
import io.banyan.protocol.sdp.NegotiatedMedia;
import io.banyan.protocol.sdp.NegotiatedSlot;
import io.banyan.protocol.sdp.RtcpFeedback;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.stream.IntStream;

/** A loop, cameras and those who watch them behind emulated links, in virtual time; the peers are those of the benchmarks. */
final class QualitySim {
    static final long MILLI = 1_000_000;
    static final long SECOND = 1_000 * MILLI;
    /** The first seconds of who is connected and sends nothing yet are over by then. */
    private static final long START_NANOS = 60 * SECOND;
    /** Of {@link CallSim}: it is part of every delay. */
    static final long ONE_WAY_NANOS = 20 * MILLI;

    private static final int OPUS = 111;
    private static final int RED = 63;
    private static final int VP8 = 96;
    private static final int RTX = 97;
    /** SRTP's tag, and what an RTP packet has in UDP that it has not in the clear. */
    private static final int TAG_BYTES = 16;

    private static final RtcpFeedback FEEDBACK = new RtcpFeedback(true, true, true, true, false);

    private record Camera(SimClient client, TrackId audio, TrackId video) {}

    @SuppressWarnings("ArrayRecordComponent") // never compared
    private record Flight(long dueNanos, long order, byte[] packet) {}

    final CallSim sim;
    private final List<Camera> cameras = new ArrayList<>();
    private final List<CubicFlow> rivals = new ArrayList<>();
    private int nextSsrc = 5_000;
    private int nextId;
    private long nextSeed;
    private boolean isStarted;

    QualitySim(long seed, VideoSettings video, int count) {
        sim = new CallSim(seed);
        nextSeed = seed;
        for (int i = 0; i < count; i++) {
            cameras.add(camera(video));
        }
        sim.everyMilli(() -> rivals.forEach(rival -> rival.poll(sim.now())));
    }

    private Camera camera(VideoSettings video) {
        List<String> rids =
                video.encodings().stream().map(VideoSettings.Encoding::rid).toList();
        SimClient client = sim.open(Lines.publisher(rids));
        Camera camera = new Camera(client, nextTrack(), nextTrack());
        sim.submit(new MediaCommand.AddTrack(
                client.transport(), spec(client, camera.audio(), Lines.AUDIO, MediaKind.AUDIO)));
        sim.submit(new MediaCommand.AddTrack(
                client.transport(), spec(client, camera.video(), Lines.VIDEO, MediaKind.VIDEO)));
        VirtualPeer peer = new VirtualPeer(nextSeed++)
                .withMicrophone(Lines.AUDIO, 1, sim.now())
                .withCamera(Lines.VIDEO, video, 2, sim.now());
        client.peer().receiveRtcp(packet -> peer.onRtcp(packet, sim.now()));
        drive(peer, new Straight(client));
        return camera;
    }

    private TrackId nextTrack() {
        return new TrackId("tr_" + nextId++);
    }

    private TrackSpec spec(SimClient client, TrackId track, String mid, MediaKind kind) {
        return new TrackSpec(track, client.participant(), mid, kind, nextSsrc++, 1_280, 720, false, false, false);
    }

    private void drive(VirtualPeer peer, MediaLink link) {
        boolean[] isConnected = new boolean[1];
        sim.everyMilli(() -> {
            if (isStarted) {
                if (!isConnected[0]) {
                    isConnected[0] = true;
                    peer.connect(link, sim.now());
                }
                peer.onTick(sim.now());
            }
        });
    }

    /** Handshakes take no virtual time, since they take any real one: what follows is the same for the same seed, to the bit. */
    private void start() {
        sim.connectAtOnce();
        sim.advance(START_NANOS - sim.now() % START_NANOS);
        isStarted = true;
    }

    /** Plays one from its beginning to its end. */
    static QualityOutcome play(QualityScenario scenario, long seed) {
        QualitySim sim = new QualitySim(seed, scenario.video(), scenario.cameras());
        return sim.play(scenario);
    }

    private QualityOutcome play(QualityScenario scenario) {
        Bottleneck link = new Bottleneck(scenario.link(), scenario.queue());
        Watcher watcher = watch(link, scenario);
        Watcher twin = scenario.rival() == QualityScenario.Rival.VIEWER ? watch(link, scenario) : null;
        start();
        CubicFlow download =
                new CubicFlow(link, scenario.down().delayNanos() + scenario.up().delayNanos());
        if (scenario.rival() == QualityScenario.Rival.DOWNLOAD) {
            rivals.add(download);
        }
        sim.advance(scenario.warmUp().toNanos());
        watcher.peer.forgetLongest();
        QualityRecorder recorder = new QualityRecorder(scenario, "a", watcher.videoMids(), watcher.peer.stats());
        long bytes = watcher.bytes;
        long rivalBytes = (twin == null ? 0 : twin.bytes) + download.delivered();
        link.start(sim.now());
        for (long second = 0; second < scenario.length().toSeconds(); second++) {
            sim.advance(SECOND);
            DownlinkSample sample = watcher.sample();
            recorder.onSecond(
                    watcher.peer.stats(), Math.max(0, sample.estimateBps()), sample.sentBps(), layers(sample));
        }
        link.advance(sim.now());
        return recorder.end(
                watcher.peer.stats(),
                link,
                watcher.bytes - bytes,
                (twin == null ? 0 : twin.bytes) + download.delivered() - rivalBytes);
    }

    private static String layers(DownlinkSample sample) {
        StringBuilder layers = new StringBuilder();
        for (DownlinkSample.SlotLayer slot : sample.slots()) {
            layers.append(slot.granted() < 0 || slot.rid().isEmpty() ? "-" : slot.rid());
        }
        return layers.toString();
    }

    private Watcher watch(Bottleneck link, QualityScenario scenario) {
        return new Watcher(link, shorter(scenario.down()), shorter(scenario.up()));
    }

    /** The way to the loop is part of it. */
    private static NetemProfile shorter(NetemProfile profile) {
        return profile.withDelay(
                Duration.ofNanos(Math.max(0, profile.delayNanos() - ONE_WAY_NANOS)),
                Duration.ofNanos(profile.jitterNanos()));
    }

    final class Watcher {
        final SimClient client;
        final VirtualPeer peer = new VirtualPeer(nextSeed++);
        private final PriorityQueue<Flight> flights = new PriorityQueue<>((a, b) ->
                a.dueNanos != b.dueNanos ? Long.compare(a.dueNanos, b.dueNanos) : Long.compare(a.order, b.order));
        private final Netem down;
        private final long[] deliveries = new long[Netem.MAX_COPIES];
        private long nextOrder;
        private long bytes;

        Watcher(Bottleneck link, NetemProfile downProfile, NetemProfile upProfile) {
            down = new Netem(downProfile, link, nextSeed++);
            List<NegotiatedMedia> lines = new ArrayList<>();
            int ssrc = nextSsrc;
            nextSsrc += 100;
            lines.add(line("a", MediaKind.AUDIO, new NegotiatedSlot(0, ssrc, 0)));
            peer.withSlot("a", MediaKind.AUDIO, ssrc, 0);
            for (int i = 0; i < cameras.size(); i++) {
                int video = ssrc + 2 * i + 1;
                lines.add(line("v" + i, MediaKind.VIDEO, new NegotiatedSlot(i, video, video + 1)));
                peer.withSlot("v" + i, MediaKind.VIDEO, video, video + 1);
            }
            client = sim.open(lines);
            client.peer().receiveRtp(this::onRtp);
            client.peer().receiveRtcp(packet -> peer.onRtcp(packet, sim.now()));
            show("a", cameras.getFirst().audio(), SlotWish.BEST);
            for (int i = 0; i < cameras.size(); i++) {
                show("v" + i, cameras.get(i).video(), SlotWish.BEST);
            }
            sim.everyMilli(this::land);
            drive(peer, new Delayed(client, upProfile, nextSeed++, downProfile.delayNanos()));
        }

        private void show(String mid, TrackId track, SlotWish wish) {
            SubscriptionId subscription = new SubscriptionId("su_" + nextId++);
            sim.submit(new MediaCommand.AddForwarder(client.transport(), subscription, mid, track, wish));
        }

        private void onRtp(byte[] packet) {
            int copies = down.offer(packet.length + TAG_BYTES, sim.now(), deliveries);
            for (int i = 0; i < copies; i++) {
                flights.add(new Flight(deliveries[i], nextOrder++, packet));
            }
        }

        private void land() {
            while (!flights.isEmpty() && flights.peek().dueNanos() <= sim.now()) {
                Flight flight = flights.remove();
                bytes += flight.packet().length + TAG_BYTES;
                peer.onRtp(flight.packet(), flight.dueNanos());
            }
        }

        List<String> videoMids() {
            return IntStream.range(0, cameras.size()).mapToObj(i -> "v" + i).toList();
        }

        /** The newest. */
        DownlinkSample sample() {
            return CallSim.events(client, MediaEvent.DownlinkMeasured.class)
                    .getLast()
                    .sample();
        }
    }

    private static NegotiatedMedia line(String mid, MediaKind kind, NegotiatedSlot slot) {
        PayloadTypeMap types = kind == MediaKind.AUDIO
                ? PayloadTypeMap.builder()
                        .codec(OPUS, CodecId.OPUS)
                        .codec(RED, CodecId.RED)
                        .build()
                : PayloadTypeMap.builder().codec(VP8, CodecId.VP8).rtx(RTX, VP8).build();
        return new NegotiatedMedia(
                mid,
                kind,
                MediaRole.SLOT,
                types,
                Lines.PUBLISHER_EXTENSIONS,
                FEEDBACK,
                List.of(),
                Set.of(),
                List.of(),
                true,
                slot);
    }

    /** From a camera: nothing happens to what it sends. */
    private class Straight implements MediaLink {
        final SimClient client;

        Straight(SimClient client) {
            this.client = client;
        }

        @Override
        public int nextTransportSeq() {
            return client.peer().nextTransportSeq();
        }

        @Override
        public void sendRtp(ByteBuffer packet, int length, long nowNanos) {
            byte[] bytes = new byte[length];
            packet.get(0, bytes);
            client.peer().sendRtp(bytes);
        }

        @Override
        public void sendRtcp(List<? extends RtcpPacket> packets) {
            packets.forEach(packet -> client.peer().sendRtcp(packet));
        }

        @Override
        public long rttNanos() {
            return 2 * ONE_WAY_NANOS;
        }

        @Override
        public TransportStats stats() {
            return new TransportStats(true, 0, rttNanos(), 0, 0, 0, 0, 0, 0, "");
        }
    }

    /** From a watcher: what it reports is late, or lost. */
    private final class Delayed extends Straight {
        private record Waiting(long dueNanos, RtcpPacket packet) {}

        private static final int PACKET_BYTES = 120;

        private final Netem up;
        private final long downNanos;
        private final long upNanos;
        private final ArrayDeque<Waiting> waiting = new ArrayDeque<>();
        private final long[] deliveries = new long[Netem.MAX_COPIES];

        Delayed(SimClient client, NetemProfile profile, long seed, long downNanos) {
            super(client);
            up = new Netem(profile, seed);
            this.downNanos = downNanos;
            upNanos = profile.delayNanos();
            sim.everyMilli(() -> {
                while (!waiting.isEmpty() && waiting.peek().dueNanos() <= sim.now()) {
                    client.peer().sendRtcp(waiting.remove().packet());
                }
            });
        }

        @Override
        public void sendRtcp(List<? extends RtcpPacket> packets) {
            for (RtcpPacket packet : packets) {
                if (up.offer(PACKET_BYTES, sim.now(), deliveries) > 0) {
                    waiting.add(new Waiting(deliveries[0], packet));
                }
            }
        }

        @Override
        public long rttNanos() {
            return 2 * ONE_WAY_NANOS + downNanos + upNanos;
        }
    }
}
