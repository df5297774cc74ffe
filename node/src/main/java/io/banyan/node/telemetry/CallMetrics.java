package io.banyan.node.telemetry;

import io.banyan.node.plane.CallEvent;
import io.banyan.node.plane.CallEventSink;
import io.banyan.node.plane.CallFact;
import kamon.Kamon;
import kamon.metric.Metric;
import kamon.metric.RangeSampler;
import kamon.tag.TagSet;

/** Counts the facts of calls. */
final class CallMetrics implements CallEventSink {
    private final TagSet tags;
    private final Metric.Counter facts;
    private final RangeSampler participants;
    private final RangeSampler tracks;
    private final Metric.Counter qualityChanges;
    private final Metric.Histogram scores;

    CallMetrics(TagSet tags) {
        this.tags = tags;
        facts = Kamon.counter("banyan.call.events", "Facts of calls by kind");
        participants = Kamon.rangeSampler("banyan.call.participants", "People who are in a room on this node")
                .withTags(tags);
        tracks = Kamon.rangeSampler("banyan.call.tracks", "Tracks that are published on this node")
                .withTags(tags);
        qualityChanges = Kamon.counter(
                "banyan.call.quality-changes",
                "Times that media began to flow at another level, by direction and level");
        scores = Kamon.histogram(
                "banyan.call.quality-score",
                "Mean opinion scores times 100, one a second for each participant and direction");
    }

    @Override
    public void onScore(String direction, int scoreHundredths) {
        scores.withTags(tags.withTag("direction", direction)).record(scoreHundredths);
    }

    @Override
    public void accept(CallEvent event) {
        facts.withTags(tags.withTag("kind", event.fact().getClass().getSimpleName()))
                .increment();
        switch (event.fact()) {
            case CallFact.ParticipantJoined joined -> participants.increment();
            case CallFact.ParticipantLeft left -> participants.decrement();
            case CallFact.TrackPublished published -> tracks.increment();
            case CallFact.TrackUnpublished unpublished -> tracks.decrement();
            case CallFact.QualityChanged changed ->
                qualityChanges
                        .withTags(tags.withTag("direction", changed.direction()).withTag("level", changed.level()))
                        .increment();
            default -> {}
        }
    }
}
