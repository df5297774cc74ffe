package io.banyan.node.control;

import io.banyan.node.control.quality.Leg;
import io.banyan.node.control.quality.QualityCause;
import io.banyan.node.control.quality.QualityChange;
import io.banyan.node.control.quality.QualityMeter;
import io.banyan.node.control.quality.Score;
import io.banyan.node.plane.CallEvents;
import io.banyan.node.plane.CallFact;
import io.banyan.node.plane.ClientReception;
import io.banyan.node.plane.DownlinkSample;
import io.banyan.node.plane.LegSample;
import io.banyan.protocol.id.SubscriptionId;
import io.banyan.protocol.rtp.MediaKind;
import io.banyan.protocol.signal.v1.Downlink;
import io.banyan.protocol.signal.v1.PauseReason;
import io.banyan.protocol.signal.v1.Quality;
import io.banyan.protocol.signal.v1.QualityChanged;
import io.banyan.protocol.signal.v1.QualityLevel;
import io.banyan.protocol.signal.v1.ServerMessage;
import io.banyan.protocol.signal.v1.TrackKind;
import io.banyan.protocol.signal.v1.TrackSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Tells a participant's client, the spine and the metrics how well its media flows. Owned by its actor. */
final class CallQuality {
    private static final String SENDING = "sending";
    private static final String RECEIVING = "receiving";
    private static final String NONE = "none";

    /** A screen is still most of the time: it is sharpness that counts. */
    private static final int SCREEN_FRAME_RATE = 1;

    private final ParticipantState state;
    private final CallEvents events;
    private final QualityMeter meter = new QualityMeter();
    private @Nullable DownlinkSample downlink;

    CallQuality(ParticipantState state, CallEvents events) {
        this.state = state;
        this.events = events;
    }

    /** Takes what the client says of one of its slots. */
    void onReception(ClientReception reception) {
        meter.onReception(reception);
        events.tellReception(reception);
    }

    /** Takes what the way to the participant carried in the last second. */
    void onDownlink(DownlinkSample sample) {
        downlink = sample;
        events.tellDownlink(sample);
    }

    /** The newest of that; empty before the first. */
    Downlink downlink() {
        return downlink == null ? Downlink.getDefaultInstance() : DownlinkWire.protoOf(downlink);
    }

    /** Takes what each leg of its transport did in the last second. */
    void onLegs(List<LegSample> samples) {
        Map<SubscriptionId, SlotTable.Row> rows = new HashMap<>();
        Set<String> held = new HashSet<>();
        for (SlotTable.Row row : state.slots().rows()) {
            row.shown().ifPresent(shown -> rows.put(shown.id(), row));
            if (row.told() == PauseReason.PAUSE_REASON_BANDWIDTH) {
                held.add(row.mid());
            }
        }
        List<Leg> legs = new ArrayList<>();
        for (LegSample sample : samples) {
            Leg leg = sample.subscription() == null ? in(sample) : out(rows.get(sample.subscription()), sample);
            if (leg != null) {
                legs.add(leg);
            }
        }
        QualityChange change = meter.onSecond(legs, held);
        record(SENDING, meter.sending());
        record(RECEIVING, meter.receiving());
        if (change != null) {
            emit(SENDING, change.sending());
            emit(RECEIVING, change.receiving());
            state.line().say(ServerMessage.newBuilder().setQualityChanged(protoOf(change)));
        }
    }

    private @Nullable Leg in(LegSample sample) {
        return state.tracks()
                .byId(sample.track().value())
                .filter(track -> !track.offer().getMuted())
                .map(track -> new Leg.In(track.kind(), sample))
                .orElse(null);
    }

    private static @Nullable Leg out(SlotTable.@Nullable Row row, LegSample sample) {
        SlotTable.Subscription shown = row == null ? null : row.shown().orElse(null);
        if (row == null || shown == null || isQuiet(row.told())) {
            return null;
        }
        TrackDirectory.Entry track = shown.track();
        int height = shown.wish().height() == 0
                ? track.height()
                : Math.min(shown.wish().height(), track.height());
        boolean isScreen = track.source() == TrackSource.TRACK_SOURCE_SCREEN;
        return new Leg.Out(
                row.mid(),
                track.track(),
                track.kind() == TrackKind.TRACK_KIND_AUDIO ? MediaKind.AUDIO : MediaKind.VIDEO,
                height,
                isScreen ? SCREEN_FRAME_RATE : shown.wish().frameRate(),
                sample);
    }

    /** Whether nothing comes because nothing is to come. */
    private static boolean isQuiet(PauseReason reason) {
        return reason != PauseReason.PAUSE_REASON_NONE && reason != PauseReason.PAUSE_REASON_BANDWIDTH;
    }

    private void record(String direction, @Nullable Score score) {
        if (score != null) {
            events.tellScore(direction, hundredths(score));
        }
    }

    private void emit(String direction, QualityChange.@Nullable Verdict verdict) {
        if (verdict != null) {
            String level =
                    verdict.level() == null ? NONE : verdict.level().name().toLowerCase(Locale.ROOT);
            int score = verdict.score() == null ? 0 : hundredths(verdict.score());
            state.facts().emit(new CallFact.QualityChanged(direction, level, score));
        }
    }

    private static QualityChanged.Builder protoOf(QualityChange change) {
        QualityChanged.Builder changed = QualityChanged.newBuilder();
        if (change.sending() != null) {
            changed.setSending(protoOf(change.sending()));
        }
        if (change.receiving() != null) {
            changed.setReceiving(protoOf(change.receiving()));
        }
        for (QualityChange.SlotVerdict slot : change.slots()) {
            changed.addSlotsBuilder()
                    .setMid(slot.mid())
                    .setTrackId(slot.track().value())
                    .setQuality(protoOf(slot.verdict()));
        }
        return changed;
    }

    private static Quality.Builder protoOf(QualityChange.Verdict verdict) {
        if (verdict.level() == null || verdict.score() == null) {
            return Quality.newBuilder();
        }
        Quality.Builder quality = Quality.newBuilder()
                .setLevel(
                        switch (verdict.level()) {
                            case EXCELLENT -> QualityLevel.QUALITY_LEVEL_EXCELLENT;
                            case GOOD -> QualityLevel.QUALITY_LEVEL_GOOD;
                            case FAIR -> QualityLevel.QUALITY_LEVEL_FAIR;
                            case POOR -> QualityLevel.QUALITY_LEVEL_POOR;
                        })
                .setScoreHundredths(hundredths(verdict.score()));
        verdict.score().causes().stream().sorted().map(CallQuality::protoOf).forEach(quality::addCauses);
        return quality;
    }

    private static io.banyan.protocol.signal.v1.QualityCause protoOf(QualityCause cause) {
        return switch (cause) {
            case LOSS -> io.banyan.protocol.signal.v1.QualityCause.QUALITY_CAUSE_LOSS;
            case JITTER -> io.banyan.protocol.signal.v1.QualityCause.QUALITY_CAUSE_JITTER;
            case DELAY -> io.banyan.protocol.signal.v1.QualityCause.QUALITY_CAUSE_DELAY;
            case FREEZES -> io.banyan.protocol.signal.v1.QualityCause.QUALITY_CAUSE_FREEZES;
            case FRAME_RATE -> io.banyan.protocol.signal.v1.QualityCause.QUALITY_CAUSE_FRAME_RATE;
            case RESOLUTION -> io.banyan.protocol.signal.v1.QualityCause.QUALITY_CAUSE_RESOLUTION;
            case BANDWIDTH -> io.banyan.protocol.signal.v1.QualityCause.QUALITY_CAUSE_BANDWIDTH;
        };
    }

    private static int hundredths(Score score) {
        return (int) Math.round(100 * score.mos());
    }
}
