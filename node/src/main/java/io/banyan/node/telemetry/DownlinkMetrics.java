package io.banyan.node.telemetry;

import io.banyan.node.plane.CallEvent;
import io.banyan.node.plane.CallEventSink;
import io.banyan.node.plane.DownlinkSample;
import kamon.Kamon;
import kamon.metric.Histogram;
import kamon.metric.MeasurementUnit;
import kamon.tag.TagSet;

/** What the ways to subscribers carry: one value a second of each. */
final class DownlinkMetrics implements CallEventSink {
    private final Histogram estimate;
    private final Histogram wanted;
    private final Histogram granted;
    private final Histogram sent;
    private final Histogram acknowledged;
    private final Histogram loss;
    private final Histogram rtt;

    DownlinkMetrics(TagSet tags) {
        estimate = rate(
                "banyan.downlink.estimate", "Bits per second that the way to a subscriber is taken to carry", tags);
        wanted = rate("banyan.downlink.wanted", "Bits per second that it would be sent if the way allowed", tags);
        granted = rate("banyan.downlink.granted", "Bits per second that the layers granted to it need", tags);
        sent = rate("banyan.downlink.sent", "Bits per second sent to it, with retransmissions and padding", tags);
        acknowledged = rate("banyan.downlink.acknowledged", "Bits per second that arrived, by its own word", tags);
        loss = rate("banyan.downlink.loss", "Packets per thousand that did not arrive, by its own word", tags);
        rtt = Kamon.histogram(
                        "banyan.downlink.rtt",
                        "Round trip to a subscriber, with what it waits before it reports",
                        MeasurementUnit.time().microseconds())
                .withTags(tags);
    }

    @Override
    public void accept(CallEvent event) {
        // Facts are counted elsewhere.
    }

    @Override
    public void onDownlink(DownlinkSample sample) {
        wanted.record(sample.wantedBps());
        granted.record(sample.grantedBps());
        sent.record(sample.sentBps());
        if (sample.estimateBps() >= 0) {
            estimate.record(sample.estimateBps());
        }
        if (sample.acknowledgedBps() >= 0) {
            acknowledged.record(sample.acknowledgedBps());
            loss.record(sample.lossPermille());
        }
        if (sample.rttMicros() >= 0) {
            rtt.record(sample.rttMicros());
        }
    }

    private static Histogram rate(String name, String description, TagSet tags) {
        return Kamon.histogram(name, description).withTags(tags);
    }
}
