package io.banyan.node.telemetry;

import io.banyan.node.plane.DropReason;
import io.banyan.node.plane.HandshakeOutcome;
import io.banyan.node.plane.LatencyCounts;
import io.banyan.node.plane.LoopSnapshot;
import io.banyan.node.plane.SnapshotSink;
import io.banyan.protocol.srtp.SrtpCiphers;
import io.banyan.protocol.srtp.SrtpProfile;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import kamon.Kamon;
import kamon.metric.Gauge;
import kamon.metric.Histogram;
import kamon.metric.MeasurementUnit;
import kamon.tag.TagSet;

/**
 * The loops' counters as metrics. A loop only leaves its newest snapshot here; a thread of telemetry's own turns it into
 * increments.
 */
final class MediaMetrics implements SnapshotSink {
    private final TagSet tags;
    private final Map<Integer, LoopSnapshot> newest = new ConcurrentHashMap<>();
    private final Map<Integer, Loop> loops = new ConcurrentHashMap<>();
    private final Total socketDrops;

    MediaMetrics(TagSet tags) {
        this.tags = tags;
        socketDrops = new Total(Kamon.counter(
                        "banyan.media.socket-drops",
                        "Datagrams that the kernel dropped because a media socket's receive buffer was full")
                .withTags(tags));
    }

    @Override
    public void accept(LoopSnapshot snapshot) {
        newest.put(snapshot.loop(), snapshot);
    }

    /** Called by one thread only. */
    void publish() {
        newest.forEach((index, snapshot) -> loops.computeIfAbsent(
                        index, i -> new Loop(tags.withTag("loop", Long.valueOf(i))))
                .publish(snapshot));
    }

    /** Once, at start. */
    void showCiphers(SrtpCiphers ciphers) {
        for (SrtpProfile profile : SrtpProfile.values()) {
            Kamon.gauge("banyan.media.srtp-cipher", "What seals and opens the packets of an SRTP profile")
                    .withTags(tags.withTag("profile", profile.name()).withTag("cipher", ciphers.nameFor(profile)))
                    .update(1);
        }
    }

    /** Called by the same thread. */
    void publishSocketDrops(Set<Integer> ports) {
        socketDrops.show(SocketDrops.ofPorts(ports));
    }

    /** One loop's instruments and the totals that they have shown already. */
    private static final class Loop {
        private final TagSet tags;
        private final Gauge transports;
        private final Gauge tracks;
        private final Gauge forwarders;
        private final Total datagramsReceived;
        private final Total datagramsSent;
        private final Total bytesReceived;
        private final Total bytesSent;
        private final Total commandsRefused;
        private final Total allocatedBytes;
        private final Histogram latency;
        private final long[] latencyShown = new long[LatencyCounts.BUCKETS];
        private final Map<DropReason, Total> drops = new ConcurrentHashMap<>();
        private final Map<HandshakeOutcome, Total> handshakes = new ConcurrentHashMap<>();
        private final LinkMetrics links;
        private final PortMetrics port;

        Loop(TagSet tags) {
            this.tags = tags;
            links = new LinkMetrics(tags);
            port = new PortMetrics(tags);
            transports = gauge("banyan.media.transports", "Client transports that are open");
            tracks = gauge("banyan.media.tracks", "Tracks that are received");
            forwarders = gauge("banyan.media.forwarders", "Tracks that are sent to a slot");
            datagramsReceived = total("banyan.media.datagrams", "UDP datagrams", "direction", "in");
            datagramsSent = total("banyan.media.datagrams", "UDP datagrams", "direction", "out");
            bytesReceived = total("banyan.media.bytes", "UDP payload bytes", "direction", "in");
            bytesSent = total("banyan.media.bytes", "UDP payload bytes", "direction", "out");
            commandsRefused = total("banyan.media.commands", "Commands by outcome", "outcome", "refused");
            allocatedBytes = new Total(
                    Kamon.counter("banyan.media.allocated-bytes", "Bytes of heap that the loop's thread has allocated")
                            .withTags(tags));
            latency = Kamon.histogram(
                            "banyan.media.forward-latency",
                            "From a packet's arrival to its last copy's hand-over to the socket",
                            MeasurementUnit.time().microseconds())
                    .withTags(tags);
        }

        void publish(LoopSnapshot snapshot) {
            transports.update(snapshot.transports());
            tracks.update(snapshot.tracks());
            forwarders.update(snapshot.forwarders());
            datagramsReceived.show(snapshot.datagramsReceived());
            datagramsSent.show(snapshot.datagramsSent());
            bytesReceived.show(snapshot.bytesReceived());
            bytesSent.show(snapshot.bytesSent());
            commandsRefused.show(snapshot.commandsRefused());
            allocatedBytes.show(snapshot.allocatedBytes());
            snapshot.drops()
                    .forEach((reason, count) -> drops.computeIfAbsent(
                                    reason,
                                    r -> total(
                                            "banyan.media.drops",
                                            "Datagrams and packets that went no further",
                                            "reason",
                                            r.name().toLowerCase(Locale.ROOT)))
                            .show(count));
            snapshot.handshakes()
                    .forEach((outcome, count) -> handshakes
                            .computeIfAbsent(
                                    outcome,
                                    o -> total(
                                            "banyan.media.handshakes",
                                            "Clients' DTLS handshakes that are over",
                                            "outcome",
                                            o.name().toLowerCase(Locale.ROOT)))
                            .show(count));
            links.publish(snapshot.links());
            port.publish(snapshot.port());
            for (int bucket = 0; bucket < LatencyCounts.BUCKETS; bucket++) {
                long fresh = snapshot.forwardLatency().count(bucket) - latencyShown[bucket];
                if (fresh > 0) {
                    latency.record(1L << bucket, fresh);
                    latencyShown[bucket] += fresh;
                }
            }
        }

        private Gauge gauge(String name, String description) {
            return Kamon.gauge(name, description).withTags(tags);
        }

        private Total total(String name, String description, String tag, String value) {
            return new Total(Kamon.counter(name, description).withTags(tags.withTag(tag, value)));
        }
    }
}
