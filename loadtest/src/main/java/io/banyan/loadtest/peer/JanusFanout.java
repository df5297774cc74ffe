package io.banyan.loadtest.peer;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.banyan.protocol.ice.IceCredentials;
import io.banyan.protocol.rtp.RtpView;
import io.banyan.protocol.sdp.MediaDescription;
import io.banyan.protocol.sdp.SessionDescription;
import io.banyan.protocol.srtp.SrtpProfile;
import java.io.UncheckedIOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketException;
import java.net.URI;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * One publisher and many subscribers of a video room of Janus: packets, sockets, handshakes and verification are those of
 * {@link SyntheticPeer}s. Subscribers send nothing but checks. Any thread.
 */
public final class JanusFanout implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final PeerLoop sending;
    private final PeerLoop receiving;
    private final InetAddress address;
    private final List<SrtpProfile> profiles;
    private final SplittableRandom random;
    private final JanusSignalling janus;
    private final List<Connection> subscribers = new ArrayList<>();
    private @Nullable Connection publisher;

    private JanusFanout(
            PeerLoop sending, PeerLoop receiving, URI signalling, InetAddress address, SrtpProfile profile, long seed) {
        this.sending = sending;
        this.receiving = receiving;
        this.address = address;
        profiles = List.of(profile);
        random = new SplittableRandom(seed);
        janus = new JanusSignalling(sending.http(), signalling);
    }

    /**
     * Makes a room, publishes and has everybody watch; nothing is sent yet.
     *
     * @param address of the machine that Janus runs on
     */
    public static JanusFanout open(
            PeerLoop sending,
            PeerLoop receiving,
            URI signalling,
            InetAddress address,
            int subscribers,
            VideoSettings video,
            SrtpProfile profile,
            long seed) {
        JanusFanout fanout = new JanusFanout(sending, receiving, signalling, address, profile, seed);
        try {
            fanout.begin(subscribers, video, seed);
            return fanout;
        } catch (RuntimeException e) {
            fanout.close();
            throw e;
        }
    }

    private void begin(int count, VideoSettings video, long seed) {
        long handle = janus.attach();
        ObjectNode create = janus.body("create")
                .put("publishers", 1)
                .put("audiocodec", "opus")
                .put("videocodec", "vp8");
        long room = data(janus.say(handle, create)).path("room").asLong();
        long feed = publish(handle, room, video, seed);
        for (int i = 0; i < count; i++) {
            subscribe(room, feed);
        }
        subscribers.forEach(Connection::await);
    }

    public void setSilent(boolean silent) {
        Connection told = publisher;
        if (told != null) {
            sending.execute(() -> told.isSilent = silent);
        }
    }

    /** Of all subscribers. */
    public List<SlotStats> slots() {
        return receiving.call(() -> subscribers.stream()
                .flatMap(each -> each.slots.stream().map(SlotReceiver::stats))
                .toList());
    }

    @Override
    public void close() {
        janus.close();
        Connection ended = publisher;
        if (ended != null) {
            sending.execute(ended::vanish);
        }
        receiving.execute(() -> subscribers.forEach(Connection::vanish));
    }

    /** @return its feed's id */
    private long publish(long handle, long room, VideoSettings video, long seed) {
        ObjectNode join = janus.body("join").put("ptype", "publisher").put("room", room);
        long feed = data(janus.say(handle, join)).path("id").asLong();
        PeerSettings settings = PeerSettings.listener(URI.create("ws://nobody"), "", "", "publisher")
                .publishing(true, video)
                .withSeed(seed);
        InetSocketAddress own = freeAddress();
        IceCredentials credentials = IceCredentials.random();
        PeerOffer offer = new PeerOffer(credentials, sending.certificate().fingerprint(), false);
        PublishedMedia published = new PublishedMedia(settings, offer, random);
        // Synthetic peers are clients of DTLS.
        String sdp = offer.sdp()
                .replace("a=setup:actpass", "a=setup:active\r\n" + candidate(own))
                .replace("a=ice-options:trickle\r\n", "");
        JsonNode answer = janus.say(handle, janus.body("publish"), "offer", sdp);
        Connection made = new Connection(published.sources(String::hashCode, System.nanoTime()), List.of());
        made.connect(sending, own, credentials, PeerAnswer.read(sdpOf(answer)));
        publisher = made;
        janus.awaitUp(handle);
        return feed;
    }

    private void subscribe(long room, long feed) {
        long handle = janus.attach();
        ObjectNode join = janus.body("join").put("ptype", "subscriber").put("room", room);
        join.putArray("streams").addObject().put("feed", feed);
        String offered = sdpOf(janus.say(handle, join));
        PeerAnswer theirs = PeerAnswer.read(offered);
        InetSocketAddress own = freeAddress();
        IceCredentials credentials = IceCredentials.random();
        JsonNode _ = janus.say(handle, janus.body("start"), "answer", answer(offered, own, credentials));
        Connection made = new Connection(
                List.of(),
                theirs.slots().stream().map(slot -> new SlotReceiver(slot, 0)).toList());
        made.connect(receiving, own, credentials, theirs);
        subscribers.add(made);
    }

    /** Its ICE has to know where checks will come from before they do. */
    private InetSocketAddress freeAddress() {
        try (DatagramSocket free = new DatagramSocket(0, address)) {
            return new InetSocketAddress(address, free.getLocalPort());
        } catch (SocketException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String candidate(InetSocketAddress own) {
        return "a=candidate:1 1 udp 2130706431 " + own.getAddress().getHostAddress() + ' ' + own.getPort()
                + " typ host";
    }

    private static JsonNode data(JsonNode message) {
        return message.path("plugindata").path("data");
    }

    private static String sdpOf(JsonNode message) {
        return message.path("jsep").path("sdp").asText();
    }

    /** Takes everything that is offered. */
    private String answer(String offered, InetSocketAddress own, IceCredentials credentials) {
        SessionDescription offer = SessionDescription.parse(offered);
        if (offer == null) {
            throw new IllegalStateException("Janus offers what cannot be parsed: " + offered);
        }
        List<String> lines = new ArrayList<>(List.of(
                "v=0",
                "o=- 1 1 IN IP4 127.0.0.1",
                "s=-",
                "t=0 0",
                "a=group:BUNDLE "
                        + offer.media().stream().map(MediaDescription::mid).collect(Collectors.joining(" "))));
        for (MediaDescription media : offer.media()) {
            lines.add("m=" + media.type() + " 9 " + media.protocol() + ' ' + String.join(" ", media.formats()));
            lines.add("c=IN IP4 0.0.0.0");
            lines.add("a=ice-ufrag:" + credentials.ufrag());
            lines.add("a=ice-pwd:" + credentials.password());
            lines.add("a=fingerprint:" + receiving.certificate().fingerprint().toSdp());
            lines.add("a=setup:active");
            lines.add(candidate(own));
            lines.add("a=mid:" + media.mid());
            lines.add("a=recvonly");
            lines.add("a=rtcp-mux");
            media.attributes("rtpmap").forEach(map -> lines.add("a=rtpmap:" + map));
        }
        return String.join("\r\n", lines) + "\r\n";
    }

    /** One peer connection; all but its making belongs to its loop. */
    private final class Connection implements TransportListener {
        private final List<MediaSource> sources;
        private final List<SlotReceiver> slots;
        private final RtpView view = new RtpView();
        private final CompletableFuture<Boolean> connected = new CompletableFuture<>();
        private @Nullable PeerTransport transport;
        private boolean isSilent = true;

        Connection(List<MediaSource> sources, List<SlotReceiver> slots) {
            this.sources = sources;
            this.slots = slots;
        }

        void connect(PeerLoop loop, InetSocketAddress own, IceCredentials credentials, PeerAnswer theirs) {
            InetSocketAddress to = theirs.candidates().stream()
                    .filter(candidate -> address.equals(candidate.getAddress()))
                    .findFirst()
                    .orElseThrow(() -> new IllegalStateException("Janus is not at " + address));
            transport = loop.call(() -> {
                PeerTransport made = new PeerTransport(
                        loop,
                        own,
                        to,
                        credentials,
                        theirs.credentials(),
                        theirs.fingerprint(),
                        profiles,
                        random.split(),
                        this);
                loop.add(made);
                return made;
            });
        }

        void await() {
            connected.orTimeout(PATIENCE.toNanos(), TimeUnit.NANOSECONDS).join();
        }

        void vanish() {
            if (transport != null) {
                transport.vanish();
            }
        }

        @Override
        public void onConnected(long nowNanos) {
            connected.complete(true);
        }

        @Override
        public void onRtp(ByteBuffer packet, int length, long nowNanos) {
            if (view.wrap(packet, 0, length)) {
                for (SlotReceiver slot : slots) {
                    if (slot.slot().ssrc() == view.ssrc()) {
                        slot.onPacket(view, false, nowNanos);
                    }
                }
            }
        }

        @Override
        public void onRtcp(ByteBuffer packet, int length, long nowNanos) {
            // Nothing of it is needed to count what comes.
        }

        @Override
        public void onTick(long nowNanos) {
            PeerTransport out = transport;
            if (out != null && !isSilent && connected.isDone()) {
                sources.forEach(source -> source.poll(out, nowNanos));
            }
        }
    }
}
