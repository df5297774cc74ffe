package io.banyan.node.telemetry;

import io.banyan.node.plane.PortSample;
import kamon.Kamon;
import kamon.metric.Gauge;
import kamon.tag.TagSet;

/** How a loop's UDP port reaches the network, as metrics. */
final class PortMetrics {
    private final TagSet tags;
    private final Gauge segments;
    private final Total sends;
    private final Total messages;
    private final Total segmented;
    private final Total refusedRuns;

    PortMetrics(TagSet tags) {
        this.tags = tags;
        segments = Kamon.gauge("banyan.media.port.segmentation", "1: runs of datagrams leave as one message")
                .withTags(tags);
        sends = total("banyan.media.port.sends", "System calls that sent");
        messages = total("banyan.media.port.messages", "Messages handed to the kernel: a datagram or a run each");
        segmented = total("banyan.media.port.segmented", "Datagrams that left as part of a run");
        refusedRuns = total("banyan.media.port.refused-runs", "Runs that had to be sent datagram by datagram");
    }

    void publish(PortSample sample) {
        Kamon.gauge("banyan.media.port", "1 for the kind of port that the loop has")
                .withTags(tags.withTag("kind", sample.kind()))
                .update(1);
        segments.update(sample.segments() ? 1 : 0);
        sends.show(sample.sends());
        messages.show(sample.messages());
        segmented.show(sample.segmented());
        refusedRuns.show(sample.refusedRuns());
    }

    private Total total(String name, String description) {
        return new Total(Kamon.counter(name, description).withTags(tags));
    }
}
