package io.banyan.node.media;

import io.banyan.cluster.MediaSettings;
import io.banyan.node.media.link.LinkHandshakes;
import io.banyan.node.media.loop.DatagramPort;
import io.banyan.node.media.loop.LoopClock;
import io.banyan.node.media.loop.LoopSettings;
import io.banyan.node.media.loop.MediaLoop;
import io.banyan.node.media.loop.Neighbourhood;
import io.banyan.node.media.port.DatagramPorts;
import io.banyan.node.media.rehearsal.Rehearsal;
import io.banyan.node.media.room.MediaLimits;
import io.banyan.node.media.transport.DtlsRunner;
import io.banyan.node.media.transport.SrtpEnds;
import io.banyan.node.media.transport.TransportLimits;
import io.banyan.node.plane.LinkSample;
import io.banyan.node.plane.LoopSnapshot;
import io.banyan.node.plane.MediaCommand;
import io.banyan.node.plane.MediaEndpoint;
import io.banyan.node.plane.MediaPlane;
import io.banyan.node.plane.SnapshotSink;
import io.banyan.node.plane.TrackPath;
import io.banyan.protocol.dtls.DtlsCertificate;
import io.banyan.protocol.dtls.Fingerprint;
import io.banyan.protocol.id.NodeId;
import io.banyan.protocol.id.RoomId;
import io.banyan.protocol.id.TrackId;
import io.banyan.protocol.id.TransportId;
import io.banyan.protocol.srtp.SrtpCiphers;
import io.banyan.protocol.srtp.SrtpProfile;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The running media loops of a node, each with its port. They share nothing but the DTLS certificate. */
public final class MediaLoops implements MediaPlane, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(MediaLoops.class);

    private final NodeId node;
    private final List<MediaLoop> loops;
    private final List<List<InetSocketAddress>> addresses;
    private final List<InetSocketAddress> bound;
    private final Fingerprint fingerprint;
    private final SrtpCiphers ciphers;
    private final Map<Integer, LoopSnapshot> newest;
    private final RoomSpread spread;
    private final BandwidthUse bandwidth;
    private final AtomicLong lastSerial = new AtomicLong();

    private MediaLoops(
            NodeId node,
            List<MediaLoop> loops,
            List<List<InetSocketAddress>> addresses,
            List<InetSocketAddress> bound,
            Fingerprint fingerprint,
            SrtpCiphers ciphers,
            Map<Integer, LoopSnapshot> newest,
            BandwidthUse bandwidth) {
        this.node = node;
        this.bandwidth = bandwidth;
        this.newest = newest;
        this.loops = List.copyOf(loops);
        this.addresses = List.copyOf(addresses);
        this.bound = List.copyOf(bound);
        this.fingerprint = fingerprint;
        this.ciphers = ciphers;
        spread = new RoomSpread(
                node,
                loops.size(),
                this::endpoint,
                this::loadPermille,
                command -> loops.get(command.loop()).submit(command));
    }

    /**
     * Takes the ports and starts a thread on each.
     *
     * @param node as the ufrags of its transports name it
     * @param meshKeys that ufrags may be signed with, at least one
     * @param handshakes with other nodes
     * @param snapshots hears from every loop, on that loop's thread
     * @throws IOException if a port is taken or the address is not this machine's; nothing runs then
     */
    public static MediaLoops start(
            NodeId node,
            List<byte[]> meshKeys,
            MediaSettings settings,
            LinkHandshakes handshakes,
            SnapshotSink snapshots)
            throws IOException {
        SecureRandom random = new SecureRandom();
        LoopClock clock = LoopClock.system();
        SrtpCiphers ciphers = chooseCiphers(settings.srtpCipher());
        DtlsRunner dtls =
                new DtlsRunner(DtlsCertificate.generate(random), settings.maxHandshakes(), SrtpEnds.by(ciphers));
        MediaLimits limits = new MediaLimits(
                settings.maxTransportsPerLoop(),
                MediaLimits.DEFAULT.tracksPerTransport(),
                MediaLimits.DEFAULT.slotsPerTransport());
        LoopSettings loopSettings =
                new LoopSettings(node, meshKeys, TransportLimits.DEFAULT, limits, LoopSettings.COMMANDS);
        int count = settings.loopsOn(Runtime.getRuntime().availableProcessors());
        DatagramPort.Binder binder = DatagramPorts.of(settings.datagramPort(), clock);
        List<DatagramPort> ports = bind(settings, count, binder);
        BandwidthUse bandwidth = new BandwidthUse(bandwidthOf(settings));
        Neighbourhood neighbourhood = new Neighbourhood(count, bandwidth::permille);
        List<MediaLoop> loops = new ArrayList<>();
        List<List<InetSocketAddress>> addresses = new ArrayList<>();
        Map<Integer, LoopSnapshot> newest = new ConcurrentHashMap<>();
        SnapshotSink keeping = snapshot -> {
            newest.put(snapshot.loop(), snapshot);
            bandwidth.onSnapshot(snapshot);
            snapshots.accept(snapshot);
        };
        List<InetSocketAddress> bound = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            DatagramPort port = ports.get(i);
            bound.add(port.localAddress());
            addresses.add(AdvertisedAddresses.of(settings.advertise(), port.localAddress(), i));
            loops.add(new MediaLoop(
                    i, port, clock, loopSettings, dtls, handshakes, neighbourhood, keeping, random.nextLong()));
        }
        loops.forEach(MediaLoop::start);
        Rehearsal.start(loopSettings, dtls, clock, binder, new SplittableRandom(random.nextLong()));
        return new MediaLoops(node, loops, addresses, bound, dtls.fingerprint(), ciphers, newest, bandwidth);
    }

    private static long bandwidthOf(MediaSettings settings) {
        long told = settings.bandwidthBps();
        long bps = told > 0 ? told : InterfaceSpeed.of(InterfaceSpeed.SYSTEM);
        if (bps > 0) {
            LOG.info(
                    "The network carries {} Mbit/s, as {} says",
                    bps / 1_000_000,
                    told > 0 ? "a setting" : "an interface");
        } else {
            LOG.info("What the network carries is not known: banyan.media.bandwidth may say");
        }
        return bps;
    }

    private static SrtpCiphers chooseCiphers(String choice) {
        SrtpCiphers chosen =
                SrtpCiphers.choose(SrtpCiphers.Choice.of(choice), missing -> LOG.info("Slower SRTP: {}", missing));
        for (SrtpProfile profile : SrtpProfile.values()) {
            LOG.info("{} by {}", profile, chosen.nameFor(profile));
        }
        return chosen;
    }

    /** What clients' packets are sealed and opened with. */
    public SrtpCiphers ciphers() {
        return ciphers;
    }

    @Override
    public TransportId newTransport(RoomId room) {
        return new TransportId(spread.place(room), lastSerial.incrementAndGet());
    }

    @Override
    public boolean submit(MediaCommand command) {
        if (!loops.get(command.loop()).submit(command)) {
            return false;
        }
        if (loops.size() > 1) {
            spread.onCommand(command);
        }
        return true;
    }

    @Override
    public List<InetSocketAddress> addresses(int loop) {
        return addresses.get(loop);
    }

    @Override
    public MediaEndpoint endpoint(RoomId room) {
        return endpoint(spread.home(room));
    }

    private MediaEndpoint endpoint(int loop) {
        return new MediaEndpoint(node, loop, addresses.get(loop));
    }

    private int loadPermille(int loop) {
        LoopSnapshot snapshot = newest.get(loop);
        return snapshot == null ? 0 : snapshot.loadPermille();
    }

    @Override
    public @Nullable TrackPath path(RoomId room, TrackId track) {
        LoopSnapshot snapshot = newest.get(spread.home(room));
        return snapshot == null
                ? null
                : snapshot.paths().stream()
                        .filter(path -> path.room().equals(room) && path.track().equals(track))
                        .findFirst()
                        .orElse(null);
    }

    @Override
    public List<LinkSample> links() {
        return newest.values().stream()
                .flatMap(snapshot -> snapshot.links().stream())
                .toList();
    }

    @Override
    public int loadPermille() {
        int busiest = newest.values().stream()
                .mapToInt(LoopSnapshot::loadPermille)
                .max()
                .orElse(0);
        return Math.max(busiest, bandwidth.permille());
    }

    @Override
    public long bandwidthBps() {
        return bandwidth.bandwidthBps();
    }

    @Override
    public Fingerprint fingerprint() {
        return fingerprint;
    }

    /** Of every loop's socket, as this machine knows it. */
    public List<InetSocketAddress> boundTo() {
        return bound;
    }

    /** Ends all loops and frees their ports. */
    @Override
    public void close() {
        loops.forEach(MediaLoop::close);
    }

    private static List<DatagramPort> bind(MediaSettings settings, int count, DatagramPort.Binder binder)
            throws IOException {
        InetAddress address = InetAddress.getByName(settings.bind());
        List<DatagramPort> ports = new ArrayList<>();
        try {
            for (int i = 0; i < count; i++) {
                int port = settings.port() == 0 ? 0 : settings.port() + i;
                ports.add(binder.bind(new InetSocketAddress(address, port), "media-" + i));
            }
        } catch (IOException e) {
            ports.forEach(DatagramPort::close);
            throw e;
        }
        return ports;
    }
}
