package io.banyan.loadtest.quality;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.banyan.loadtest.netem.Bottleneck;
import io.banyan.loadtest.playout.PlayoutStats;
import java.util.ArrayList;
import java.util.List;

/**
 * Notes what a page says of the one camera that it shows, second by second. A freeze is counted where it ends, so the
 * longest is the most that was added in a second. Not thread-safe.
 */
final class PageRecorder {
    private static final int SAMPLES_PER_TICK = 960;

    private final JsonNode before;
    private final List<QualityOutcome.Second> seconds = new ArrayList<>();
    private JsonNode last;
    private long heightChanges;
    private double longestFreezeMillis;

    /** @param stats of the SDK, when the time that is measured begins */
    PageRecorder(JsonNode stats) {
        before = stats;
        last = stats;
    }

    /** @param downlink of the SDK; fields that are not known are missing */
    void onSecond(JsonNode stats, JsonNode downlink) {
        JsonNode video = slot(stats, "video");
        JsonNode videoBefore = slot(last, "video");
        longestFreezeMillis = Math.max(longestFreezeMillis, since(video, videoBefore, "freezeMillis"));
        int height = video.path("height").asInt();
        heightChanges += height == videoBefore.path("height").asInt() ? 0 : 1;
        JsonNode layer = downlink.path("layers").path(0);
        String rid = layer.hasNonNull("granted") ? layer.path("rid").asText() : "";
        seconds.add(new QualityOutcome.Second(
                downlink.path("estimateBps").asLong(),
                downlink.path("sentBps").asLong(),
                rid.isEmpty() ? "-" : rid,
                height));
        last = stats;
    }

    QualityOutcome end(QualityScenario scenario, Bottleneck link) {
        int most = (int) (scenario.length().toNanos() / Bottleneck.STEP_NANOS);
        List<Bottleneck.Step> steps =
                link.steps().subList(0, Math.min(most, link.steps().size()));
        double bytes = steps.stream().mapToLong(Bottleneck.Step::sentBps).sum() * (Bottleneck.STEP_NANOS / 8e9);
        return new QualityOutcome(
                steps,
                link.waitMillis(0.5),
                link.waitMillis(0.95),
                Math.round(bytes),
                0,
                List.of(video()),
                audio(),
                seconds);
    }

    private PlayoutStats video() {
        JsonNode now = slot(last, "video");
        JsonNode then = slot(before, "video");
        return new PlayoutStats(
                Math.round(since(now, then, "framesDecoded") - since(now, then, "framesDropped")),
                now.path("height").asInt(),
                heightChanges,
                Math.round(since(now, then, "freezes")),
                Math.round(since(now, then, "freezeMillis")),
                Math.round(longestFreezeMillis),
                0,
                0,
                0,
                0,
                0,
                0,
                0);
    }

    private PlayoutStats audio() {
        JsonNode now = slot(last, "audio");
        JsonNode then = slot(before, "audio");
        double ticks = since(now, then, "totalSamples") / SAMPLES_PER_TICK;
        double madeUp =
                (since(now, then, "concealedSamples") - since(now, then, "silentConcealedSamples")) / SAMPLES_PER_TICK;
        double waited = now.path("jitterBufferMillis").asDouble() * ticks;
        return new PlayoutStats(
                0, 0, 0, 0, 0, 0, 0, Math.round(ticks), Math.round(madeUp), 0, 0, 0, Math.round(waited));
    }

    private static JsonNode slot(JsonNode stats, String kind) {
        for (JsonNode slot : stats.path("slots")) {
            if (slot.path("kind").asText().equals(kind)) {
                return slot;
            }
        }
        return MissingNode.getInstance();
    }

    private static double since(JsonNode now, JsonNode then, String field) {
        return now.path(field).asDouble() - then.path(field).asDouble();
    }
}
