package io.banyan.node.telemetry;

import io.banyan.node.plane.CallEvent;
import io.banyan.node.plane.CallEventSink;
import io.banyan.node.plane.ClientReception;
import io.banyan.protocol.rtp.MediaKind;
import kamon.Kamon;
import kamon.metric.Counter;
import kamon.metric.Histogram;
import kamon.metric.MeasurementUnit;
import kamon.tag.TagSet;

/** How calls arrive, as clients tell of it: the node sees only what it sends. */
final class ReceptionMetrics implements CallEventSink {
    private static final long PER_MILLE = 1_000;

    private final Counter framesDecoded;
    private final Counter freezes;
    private final Counter freezeTime;
    private final Counter samples;
    private final Counter concealedSamples;
    private final Histogram concealment;
    private final Histogram firstFrame;

    ReceptionMetrics(TagSet tags) {
        framesDecoded = counter("banyan.client.frames-decoded", "Pictures that clients decoded", tags);
        freezes = counter("banyan.client.freezes", "Times that a client's picture stood still", tags);
        freezeTime = Kamon.counter(
                        "banyan.client.freeze-time",
                        "How long clients' pictures stood still",
                        MeasurementUnit.time().milliseconds())
                .withTags(tags);
        samples = counter("banyan.client.audio-samples", "Samples of sound that clients played", tags);
        concealedSamples = counter(
                "banyan.client.concealed-samples",
                "Of them, made up for what did not come in time, without silence",
                tags);
        concealment = Kamon.histogram(
                        "banyan.client.concealment", "Made up samples per thousand, one value for each slot and report")
                .withTags(tags);
        firstFrame = Kamon.histogram(
                        "banyan.client.first-frame",
                        "From a track's appearance on a client's slot to its first picture",
                        MeasurementUnit.time().milliseconds())
                .withTags(tags);
    }

    @Override
    public void accept(CallEvent event) {
        // Facts are counted elsewhere.
    }

    @Override
    public void onReception(ClientReception reception) {
        framesDecoded.increment(reception.framesDecoded());
        freezes.increment(reception.freezes());
        freezeTime.increment(reception.freezeMillis());
        samples.increment(reception.samples());
        concealedSamples.increment(reception.concealedSamples());
        if (reception.kind() == MediaKind.AUDIO && reception.samples() > 0) {
            concealment.record(PER_MILLE * reception.concealedSamples() / reception.samples());
        }
        if (reception.firstFrameMillis() > 0) {
            firstFrame.record(reception.firstFrameMillis());
        }
    }

    private static Counter counter(String name, String description, TagSet tags) {
        return Kamon.counter(name, description).withTags(tags);
    }
}
