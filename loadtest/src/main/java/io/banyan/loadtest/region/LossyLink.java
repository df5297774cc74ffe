package io.banyan.loadtest.region;

import io.banyan.loadtest.browser.CallPage;
import io.banyan.loadtest.browser.PageSettings;
import io.banyan.loadtest.browser.TileFigures;
import io.banyan.loadtest.peer.SlotStats;
import io.banyan.loadtest.peer.SourceStats;
import io.banyan.loadtest.peer.SyntheticPeer;
import io.banyan.loadtest.peer.VideoSettings;
import io.banyan.loadtest.report.Figure;
import io.banyan.loadtest.report.Goal;
import io.banyan.loadtest.scenario.Stage;
import io.banyan.protocol.rtp.MediaKind;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Random loss and a long way between {@code eu} and {@code us}.
 *
 * @param loss 0 to 1, each way
 * @param roundTripMillis of the link
 * @param seconds that are measured
 */
public record LossyLink(double loss, int roundTripMillis, int seconds) implements RegionScenario {
    private static final double VIDEO_MISSING_PERCENT = 0.1;
    private static final double AUDIO_MISSING_PERCENT = 0.5;
    private static final Duration SETTLE = Duration.ofSeconds(3);
    private static final VideoSettings VIDEO = VideoSettings.single(30, 1_000_000);

    @Override
    public String name() {
        return "lossylink";
    }

    @Override
    public String plot() {
        return 100 * loss + " % random loss at " + roundTripMillis + " ms RTT between eu and us";
    }

    @Override
    public List<Figure> play(RegionStage stage) {
        List<Figure> figures = new ArrayList<>();
        stage.mesh()
                .change(RegionStage.EU, RegionStage.US, link -> link.withDelay(Duration.ofMillis(roundTripMillis / 2)));
        try {
            figures.addAll(packets(stage));
            figures.add(sound(stage));
        } finally {
            stage.mesh().heal();
        }
        return figures;
    }

    private void setLoss(RegionStage stage, double next) {
        stage.mesh().change(RegionStage.EU, RegionStage.US, link -> link.withLoss(next));
    }

    private List<Figure> packets(RegionStage stage) {
        String room = stage.people().newRoom(name());
        List<SyntheticPeer> all = new ArrayList<>();
        try {
            SyntheticPeer publisher = RegionPeers.join(
                    stage,
                    all,
                    stage.peer(stage.first(RegionStage.EU), room, "publisher").publishing(true, VIDEO));
            SyntheticPeer viewer =
                    RegionPeers.join(stage, all, stage.peer(stage.first(RegionStage.US), room, "viewer"));
            RegionPeers.watch(viewer, 0, publisher.participantId());
            RegionPeers.awaitPackets(stage, List.of(viewer));
            RegionStage.pass(SETTLE);
            SlotStats videoBefore = slot(viewer, MediaKind.VIDEO);
            SlotStats audioBefore = slot(viewer, MediaKind.AUDIO);
            long askedBefore = resent(publisher);
            setLoss(stage, loss);
            RegionStage.pass(Duration.ofSeconds(seconds));
            setLoss(stage, 0);
            RegionStage.pass(SETTLE);
            return List.of(
                    missing("video", videoBefore, slot(viewer, MediaKind.VIDEO), VIDEO_MISSING_PERCENT),
                    missing("audio", audioBefore, slot(viewer, MediaKind.AUDIO), AUDIO_MISSING_PERCENT),
                    new Figure(
                            name() + ".asked-of-publisher",
                            resent(publisher) - askedBefore,
                            "packets resent",
                            Goal.exactly(0)));
        } finally {
            setLoss(stage, 0);
            all.forEach(SyntheticPeer::close);
        }
    }

    /** What a browser makes of it. */
    private Figure sound(RegionStage stage) {
        String room = stage.people().newRoom(name());
        try (CallPage talker = open(stage, RegionStage.EU, room, 101);
                CallPage listener = open(stage, RegionStage.US, room, 102)) {
            talker.awaitJoined(Stage.PATIENCE);
            listener.awaitJoined(Stage.PATIENCE);
            String id = talker.participantId();
            listener.await("seeing the talker", Stage.PATIENCE, () -> listener.readTile(id) != null);
            RegionStage.pass(SETTLE);
            setLoss(stage, loss);
            // The link takes a while to know its loss, and the browser's jitter buffer to know the link.
            RegionStage.pass(SETTLE);
            double concealed = listener.collect(seconds).tiles().stream()
                    .map(TileFigures::sound)
                    .mapToDouble(sound -> sound == null ? 1 : sound.concealedShare())
                    .max()
                    .orElse(Double.NaN);
            return new Figure(
                    name() + ".audio.concealed", 100 * concealed, "% of samples", Goal.atMost(AUDIO_MISSING_PERCENT));
        } finally {
            setLoss(stage, 0);
        }
    }

    private Figure missing(String kind, SlotStats before, SlotStats after, double goal) {
        long missing = after.contentMissing() - before.contentMissing();
        long all = after.verified() - before.verified() + missing;
        return new Figure(
                name() + "." + kind + ".missing",
                100.0 * missing / Math.max(1, all),
                "% of packets",
                Goal.atMost(goal),
                missing + " of " + all);
    }

    private static SlotStats slot(SyntheticPeer viewer, MediaKind kind) {
        return viewer.stats().slot(viewer.slots(kind).getFirst());
    }

    private static long resent(SyntheticPeer publisher) {
        return publisher.stats().sources().stream()
                .mapToLong(SourceStats::resent)
                .sum();
    }

    private static CallPage open(RegionStage stage, String region, String room, int number) {
        return stage.people()
                .open(PageSettings.small(stage.first(region).process().url(), room, "Person " + region, number));
    }
}
