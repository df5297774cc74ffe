package io.banyan.node.telemetry;

import io.banyan.node.plane.LinkSample;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import kamon.Kamon;
import kamon.metric.Counter;
import kamon.metric.Gauge;
import kamon.tag.TagSet;
import org.jspecify.annotations.Nullable;

/** The links of one loop as metrics, by the node at the other end and by who takes from whom. One thread. */
final class LinkMetrics {
    private final TagSet tags;
    private final Map<Direction, Instruments> byDirection = new HashMap<>();
    /** What was shown of each link already: its counters begin with it. */
    private final Map<Integer, LinkSample> shown = new HashMap<>();

    private record Direction(String peer, boolean isParent) {}

    LinkMetrics(TagSet tags) {
        this.tags = tags;
    }

    void publish(List<LinkSample> samples) {
        Set<Integer> present = new HashSet<>();
        Set<Direction> directions = new HashSet<>();
        for (LinkSample sample : samples) {
            Direction direction = new Direction(sample.peer().toString(), sample.isParent());
            present.add(sample.link());
            directions.add(direction);
            LinkSample before = shown.put(sample.link(), sample);
            byDirection.computeIfAbsent(direction, this::instruments).publish(sample, before);
        }
        shown.keySet().retainAll(present);
        byDirection.entrySet().removeIf(entry -> {
            boolean isGone = !directions.contains(entry.getKey());
            if (isGone) {
                entry.getValue().remove();
            }
            return isGone;
        });
    }

    private Instruments instruments(Direction direction) {
        return new Instruments(
                tags.withTag("peer", direction.peer()).withTag("takes", direction.isParent() ? "here" : "there"));
    }

    private static final class Instruments {
        private final TagSet tags;
        private final Gauge up;
        private final Gauge rtt;
        private final Gauge loss;
        private final Gauge target;
        private final Counter datagramsSent;
        private final Counter datagramsReceived;
        private final Counter bytesSent;
        private final Counter bytesReceived;
        private final Counter packetsSent;
        private final Counter packetsReceived;
        private final Counter repairBytes;
        private final Counter repaired;

        Instruments(TagSet tags) {
            this.tags = tags;
            up = gauge("banyan.link.up", "Whether a link has keys and its peer is heard");
            rtt = gauge("banyan.link.rtt-micros", "Round-trip time of a link");
            loss = gauge("banyan.link.loss-permille", "Datagrams of the peer lost before repair");
            target = gauge("banyan.link.target-bps", "What congestion control lets a link send");
            datagramsSent = counter("banyan.link.datagrams", "Datagrams of links", "out");
            datagramsReceived = counter("banyan.link.datagrams", "Datagrams of links", "in");
            bytesSent = counter("banyan.link.bytes", "UDP payload bytes of links", "out");
            bytesReceived = counter("banyan.link.bytes", "UDP payload bytes of links", "in");
            packetsSent = counter("banyan.link.packets", "Media packets on links", "out");
            packetsReceived = counter("banyan.link.packets", "Media packets on links", "in");
            repairBytes = counter("banyan.link.repair-bytes", "Bytes sent again because the peer missed them", "out");
            repaired = counter("banyan.link.repaired", "Datagrams that were lost and came in a repair", "in");
        }

        void publish(LinkSample now, @Nullable LinkSample before) {
            LinkSample base = before != null && before.datagramsSent() <= now.datagramsSent() ? before : null;
            up.update(now.isUp() ? 1 : 0);
            rtt.update((double) Math.max(0, now.rttMicros()));
            loss.update(now.lossPermille());
            target.update((double) now.targetBps());
            add(datagramsSent, now.datagramsSent(), base == null ? 0 : base.datagramsSent());
            add(datagramsReceived, now.datagramsReceived(), base == null ? 0 : base.datagramsReceived());
            add(bytesSent, now.bytesSent(), base == null ? 0 : base.bytesSent());
            add(bytesReceived, now.bytesReceived(), base == null ? 0 : base.bytesReceived());
            add(packetsSent, now.packetsSent(), base == null ? 0 : base.packetsSent());
            add(packetsReceived, now.packetsReceived(), base == null ? 0 : base.packetsReceived());
            add(repairBytes, now.repairBytesSent(), base == null ? 0 : base.repairBytesSent());
            add(repaired, now.repairsReceived(), base == null ? 0 : base.repairsReceived());
        }

        /** A link that is gone has no round-trip time; its counters stay. */
        void remove() {
            up.update(0);
            Kamon.gauge("banyan.link.rtt-micros").remove(tags);
            Kamon.gauge("banyan.link.loss-permille").remove(tags);
            Kamon.gauge("banyan.link.target-bps").remove(tags);
        }

        private static void add(Counter counter, long now, long before) {
            if (now > before) {
                counter.increment(now - before);
            }
        }

        private Gauge gauge(String name, String description) {
            return Kamon.gauge(name, description).withTags(tags);
        }

        private Counter counter(String name, String description, String direction) {
            return Kamon.counter(name, description).withTags(tags.withTag("direction", direction));
        }
    }
}
