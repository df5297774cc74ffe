package io.banyan.node.telemetry;

import com.typesafe.config.Config;
import io.banyan.node.plane.CallEventSink;
import io.banyan.node.plane.MeshMeter;
import io.banyan.node.plane.SnapshotSink;
import io.banyan.protocol.id.NodeId;
import io.banyan.protocol.srtp.SrtpCiphers;
import java.net.InetSocketAddress;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import kamon.Kamon;
import kamon.prometheus.PrometheusReporter;
import kamon.tag.TagSet;

/** The node's metrics, from start to stop. */
public final class Telemetry implements AutoCloseable {
    private final PrometheusReporter prometheus = PrometheusReporter.create();
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().name("telemetry").daemon().factory());
    private final MediaMetrics media;
    private final CallMetrics calls;
    private final MeshMetrics mesh;
    private final ReceptionMetrics receptions;
    private final DownlinkMetrics downlinks;

    private Telemetry(NodeId node) {
        TagSet tags = TagSet.builder()
                .add("region", node.region().value())
                .add("node", node.name())
                .build();
        media = new MediaMetrics(tags);
        calls = new CallMetrics(tags);
        mesh = new MeshMetrics(tags);
        receptions = new ReceptionMetrics(tags);
        downlinks = new DownlinkMetrics(tags);
    }

    /**
     * Starts the metrics library of this process.
     *
     * @param config has the {@code kamon} section
     */
    public static Telemetry start(Config config, NodeId node) {
        Kamon.initWithoutAttaching(config);
        Telemetry telemetry = new Telemetry(node);
        Kamon.addReporter("prometheus", telemetry.prometheus);
        var _ = telemetry.timer.scheduleAtFixedRate(telemetry.media::publish, 1, 1, TimeUnit.SECONDS);
        return telemetry;
    }

    /** Counts from now on what the kernel drops in front of the media sockets that are bound to these addresses. */
    public void watchSockets(Collection<InetSocketAddress> bound) {
        Set<Integer> ports = bound.stream().map(InetSocketAddress::getPort).collect(Collectors.toUnmodifiableSet());
        var _ = timer.scheduleAtFixedRate(() -> media.publishSocketDrops(ports), 1, 1, TimeUnit.SECONDS);
    }

    /** Shows what packets are sealed and opened with, as labels of a gauge that is 1. */
    public void showCiphers(SrtpCiphers ciphers) {
        media.showCiphers(ciphers);
    }

    /** Where the loops report each second. */
    public SnapshotSink snapshots() {
        return media;
    }

    /** Where the streams to other regions are counted. */
    public MeshMeter mesh() {
        return mesh;
    }

    /** Readers of the spine. */
    public List<CallEventSink> events() {
        return List.of(calls, receptions, downlinks, new CallLog());
    }

    /** The page that Prometheus scrapes. Any thread may call. */
    public String page() {
        return prometheus.scrapeData();
    }

    @Override
    public void close() {
        timer.shutdownNow();
        Kamon.stop();
    }
}
