package io.banyan.node.call;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import io.banyan.cluster.ConfigFiles;
import io.banyan.loadtest.browser.ReachableAddress;
import io.banyan.loadtest.netem.NetemProfile;
import io.banyan.loadtest.netem.UdpEmulator;
import io.banyan.loadtest.peer.DemoToken;
import io.banyan.loadtest.scenario.MetricsPage;
import io.banyan.loadtest.scenario.Stage;
import io.banyan.node.RunningNode;
import io.banyan.node.plane.DropReason;
import io.banyan.node.plane.HandshakeOutcome;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.Locale;
import java.util.Optional;

/**
 * A whole node in this process on free ports, its media behind an emulated network that is perfect until told
 * otherwise, and a stage to play on. Used by one thread.
 */
public final class NodeUnderTest implements AutoCloseable {
    /** A tenant's shared key, besides the demo's. */
    public static final String KID = "acme-1";

    public static final String SECRET = "a secret of the tenant acme, for tests";

    private static final long SEED = 20_261_123;
    private static final String SETTINGS = """
            banyan {
              http.port = 0
              media.loops = 1
              tokens.tenants.acme.keys = [{ kid = "%s", secret = "%s" }]
            }
            kamon.metric.tick-interval = 1 second
            """.formatted(KID, SECRET);

    private final RunningNode node;
    private final UdpEmulator network;
    private final InetSocketAddress mediaAddress;
    private final Stage stage;

    private NodeUnderTest(RunningNode node, UdpEmulator network, InetSocketAddress mediaAddress) {
        this.node = node;
        this.network = network;
        this.mediaAddress = mediaAddress;
        this.stage = new Stage(url(), SEED, network, null, line -> {});
    }

    public static NodeUnderTest start() {
        return start("");
    }

    /** @param settings over the defaults, in HOCON */
    public static NodeUnderTest start(String settings) {
        InetAddress address = ReachableAddress.ofThisMachine();
        InetSocketAddress media = freeUdpAddress(address);
        UdpEmulator network = UdpEmulator.open(address, media, NetemProfile.PERFECT, NetemProfile.PERFECT, SEED);
        Config ports = ConfigFactory.parseString("""
                banyan.media { bind = "%s", port = %d, advertise = ["%s:%d"] }
                """.formatted(
                        address.getHostAddress(),
                        media.getPort(),
                        address.getHostAddress(),
                        network.address().getPort()));
        Config config = ConfigFactory.parseString(settings)
                .withFallback(ports)
                .withFallback(ConfigFactory.parseString(SETTINGS))
                .withFallback(ConfigFiles.load("single", Optional.empty()));
        try {
            return new NodeUnderTest(RunningNode.start(config), network, media);
        } catch (RuntimeException e) {
            network.close();
            throw e;
        }
    }

    public URI url() {
        return URI.create(node.url());
    }

    public URI signalling() {
        return DemoToken.signalling(url());
    }

    public Stage stage() {
        return stage;
    }

    /** What clients' media goes through. */
    public UdpEmulator network() {
        return network;
    }

    /** The node's own media port, behind the network. */
    public InetSocketAddress mediaAddress() {
        return mediaAddress;
    }

    /** As the metrics page has it; it is some seconds late. */
    public long drops(DropReason reason) {
        return (long) metrics()
                .sum("banyan_media_drops_total", "reason", reason.name().toLowerCase(Locale.ROOT));
    }

    /** Likewise. */
    public long handshakes(HandshakeOutcome outcome) {
        return (long) metrics()
                .sum("banyan_media_handshakes_total", "outcome", outcome.name().toLowerCase(Locale.ROOT));
    }

    /** The page that Prometheus scrapes. */
    public MetricsPage metrics() {
        return MetricsPage.of(url());
    }

    @Override
    public void close() {
        try {
            stage.close();
        } finally {
            node.close();
            network.close();
        }
    }

    private static InetSocketAddress freeUdpAddress(InetAddress address) {
        try (DatagramSocket socket = new DatagramSocket(new InetSocketAddress(address, 0))) {
            return new InetSocketAddress(address, socket.getLocalPort());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
