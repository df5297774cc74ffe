package io.banyan.loadtest.bench;

import io.banyan.loadtest.browser.ReachableAddress;
import io.banyan.loadtest.netem.NetemProfile;
import io.banyan.loadtest.netem.UdpEmulator;
import io.banyan.loadtest.process.NodeProcess;
import io.banyan.loadtest.scenario.Stage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A stage with a node process of its own, behind an emulated network or not; both end with it. */
final class NodeStage implements AutoCloseable {
    private final NodeProcess node;
    private final @Nullable UdpEmulator network;
    private final Stage stage;

    private NodeStage(NodeProcess node, @Nullable UdpEmulator network, Stage stage) {
        this.node = node;
        this.network = network;
        this.stage = stage;
    }

    static NodeStage open(List<String> command, boolean hasNetwork, long seed, Path log, Consumer<String> progress) {
        InetAddress loopback = InetAddress.getLoopbackAddress();
        Map<String, String> settings = new LinkedHashMap<>();
        settings.put("banyan.demo.enabled", "true");
        // So that a scenario finds on the metrics page what has just happened.
        settings.put("kamon.metric.tick-interval", "1s");
        settings.put("banyan.http.port", Integer.toString(freeTcpPort(loopback)));
        int mediaPort = freeUdpPort(loopback);
        settings.put("banyan.media.port", Integer.toString(mediaPort));
        UdpEmulator network = null;
        if (!hasNetwork) {
            settings.put("banyan.media.bind", ReachableAddress.ofThisMachine().getHostAddress());
        } else {
            network = UdpEmulator.open(
                    loopback,
                    new InetSocketAddress(loopback, mediaPort),
                    NetemProfile.PERFECT,
                    NetemProfile.PERFECT,
                    seed);
            // One loop, one port: the one that the emulator stands in front of.
            settings.put("banyan.media.loops", "1");
            settings.put(
                    "banyan.media.advertise.0",
                    loopback.getHostAddress() + ":" + network.address().getPort());
        }
        try {
            NodeProcess node = NodeProcess.start(command, settings, log);
            return new NodeStage(node, network, new Stage(node.url(), seed, network, node.usage(), progress));
        } catch (RuntimeException e) {
            if (network != null) {
                network.close();
            }
            throw e;
        }
    }

    Stage stage() {
        return stage;
    }

    /** Pages leave before their node ends. */
    @Override
    public void close() {
        try {
            stage.close();
        } finally {
            node.close();
            if (network != null) {
                network.close();
            }
        }
    }

    private static int freeTcpPort(InetAddress address) {
        try (ServerSocket socket = new ServerSocket(0, 1, address)) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static int freeUdpPort(InetAddress address) {
        try (DatagramSocket socket = new DatagramSocket(new InetSocketAddress(address, 0))) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
