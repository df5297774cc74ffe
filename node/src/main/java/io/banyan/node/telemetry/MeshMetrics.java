package io.banyan.node.telemetry;

import io.banyan.node.plane.FrameDrop;
import io.banyan.node.plane.MeshMeter;
import io.banyan.node.plane.StreamRefusal;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import kamon.Kamon;
import kamon.metric.Counter;
import kamon.metric.Gauge;
import kamon.metric.Metric;
import kamon.tag.TagSet;

/** The streams to other regions as metrics. */
final class MeshMetrics implements MeshMeter {
    private final TagSet tags;
    private final Metric.Counter bytes;
    private final Metric.Counter frames;
    private final Metric.Counter refusals;
    private final Metric.Counter drops;
    private final Metric.Counter ignored;
    private final Gauge open;
    private final Map<String, Counter> counters = new ConcurrentHashMap<>();

    MeshMetrics(TagSet tags) {
        this.tags = tags;
        bytes = Kamon.counter("banyan.mesh.control.bytes", "Bytes of frames between regions by kind, before TLS");
        frames = Kamon.counter("banyan.mesh.control.frames", "Frames between regions by kind");
        refusals = Kamon.counter("banyan.mesh.streams.ended", "Streams that ended or did not come about, by reason");
        drops = Kamon.counter("banyan.mesh.control.dropped", "Frames that were not sent or not taken, by reason");
        ignored = Kamon.counter("banyan.mesh.ignored", "What other regions said that had no effect, by reason");
        open = Kamon.gauge("banyan.mesh.streams.open", "Streams that are open").withTags(tags);
    }

    @Override
    public void sent(String kind, int frameBytes) {
        count("sent", kind, frameBytes);
    }

    @Override
    public void received(String kind, int frameBytes) {
        count("received", kind, frameBytes);
    }

    @Override
    public void refused(StreamRefusal why) {
        counter(refusals, "reason", why.name().toLowerCase(Locale.ROOT), "").increment();
    }

    @Override
    public void dropped(FrameDrop why) {
        counter(drops, "reason", why.name().toLowerCase(Locale.ROOT), "").increment();
    }

    @Override
    public void ignored(String reason) {
        counter(ignored, "reason", reason, "").increment();
    }

    @Override
    public void open(int streams) {
        open.update(streams);
    }

    private void count(String direction, String kind, int frameBytes) {
        counter(bytes, "kind", kind, direction).increment(frameBytes);
        counter(frames, "kind", kind, direction).increment();
    }

    private Counter counter(Metric.Counter metric, String tag, String value, String direction) {
        return counters.computeIfAbsent(metric.name() + '/' + value + '/' + direction, key -> {
            TagSet more = tags.withTag(tag, value);
            return metric.withTags(direction.isEmpty() ? more : more.withTag("direction", direction));
        });
    }
}
