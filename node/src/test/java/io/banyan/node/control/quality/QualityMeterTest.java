package io.banyan.node.control.quality;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.banyan.node.plane.ClientReception;
import io.banyan.node.plane.LegSample;
import io.banyan.protocol.id.ParticipantId;
import io.banyan.protocol.id.RoomId;
import io.banyan.protocol.id.SubscriptionId;
import io.banyan.protocol.id.TenantId;
import io.banyan.protocol.id.TrackId;
import io.banyan.protocol.id.TransportId;
import io.banyan.protocol.rtp.MediaKind;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class QualityMeterTest {
    private static final RoomId ROOM = new RoomId(new TenantId("t"), "r");
    private static final TransportId TRANSPORT = new TransportId(0, 1);
    private static final ParticipantId ANN = new ParticipantId("pa_ann");
    private static final TrackId MICROPHONE = new TrackId("tr_microphone");
    private static final TrackId CAMERA = new TrackId("tr_camera");
    private static final TrackId OTHER_CAMERA = new TrackId("tr_other");
    private static final int PACKETS_PER_SECOND = 50;

    private final QualityMeter meter = new QualityMeter();
    private final List<QualityChange> changes = new ArrayList<>();
    private long packets;
    private long lost;

    @Test
    void shouldSayNothingAboutAQuietParticipant() {
        play(20, 0, () -> List.of());
        assertThat(changes).isEmpty();
        assertThat(meter.sending()).isNull();
        assertThat(meter.receiving()).isNull();
    }

    @Test
    void shouldSayOnceThatAllIsWell() {
        play(20, 0, () -> List.of(in(), out(MediaKind.AUDIO)));
        assertThat(changes).hasSize(1);
        QualityChange change = changes.getFirst();
        assertThat(levelOf(change.sending())).isEqualTo(QualityLevel.EXCELLENT);
        assertThat(levelOf(change.receiving())).isEqualTo(QualityLevel.EXCELLENT);
        assertThat(change.slots()).extracting(QualityChange.SlotVerdict::mid).containsExactly("slot");
    }

    @Test
    void shouldSayThatThereIsNothingToJudgeAnyMore() {
        play(5, 0, () -> List.of(in()));
        play(5, 0, () -> List.of());
        assertThat(changes).hasSize(2);
        assertThat(changes.getLast().sending()).isEqualTo(QualityChange.Verdict.NONE);
        assertThat(changes.getLast().receiving()).isNull();
    }

    @Test
    void shouldTellTheTwoDirectionsApart() {
        play(10, 0, () -> List.of(in(), steadyOut()));
        changes.clear();
        play(10, 5, () -> List.of(in(), steadyOut()));
        assertThat(changes).isNotEmpty();
        QualityChange last = changes.getLast();
        assertThat(levelOf(last.sending()).isWorseThan(QualityLevel.GOOD)).isTrue();
        assertThat(causesOf(last.sending())).containsExactly(QualityCause.LOSS);
        assertThat(changes).extracting(QualityChange::receiving).containsOnlyNulls();
    }

    @Test
    void shouldBelieveTheClientRatherThanLossBeforeRepair() {
        // A third of the packets was lost on the way, and nothing was missing when it was played.
        meter.onReception(reception(MediaKind.AUDIO, 0, 0, 0));
        play(10, 25, () -> List.of(out(MediaKind.AUDIO)));
        meter.onReception(reception(MediaKind.AUDIO, 0, 0, 0));
        play(10, 25, () -> List.of(out(MediaKind.AUDIO)));
        assertThat(Objects.requireNonNull(meter.receiving()).mos()).isGreaterThan(4.1);
    }

    @Test
    void shouldJudgeAPictureByWhatTheClientSaw() {
        play(3, 0, () -> List.of(out(MediaKind.VIDEO)));
        meter.onReception(reception(MediaKind.VIDEO, 75, 2000, 180));
        play(3, 0, () -> List.of(out(MediaKind.VIDEO)));
        QualityChange last = changes.getLast();
        assertThat(levelOf(last.receiving())).isEqualTo(QualityLevel.POOR);
        assertThat(causesOf(last.receiving())).contains(QualityCause.FREEZES);
    }

    @Test
    void shouldForgetWhatTheClientSaidLongAgo() {
        play(3, 0, () -> List.of(out(MediaKind.VIDEO)));
        meter.onReception(reception(MediaKind.VIDEO, 75, 2000, 180));
        play(SlotReception.KEPT_SECONDS + 1, 0, () -> List.of(out(MediaKind.VIDEO)));
        assertThat(Objects.requireNonNull(meter.receiving()).mos()).isCloseTo(VideoScore.BEST, within(1e-9));
    }

    @Test
    void shouldCountASlotThatIsHeldBackAsBad() {
        play(5, 0, () -> List.of(out(MediaKind.VIDEO)));
        for (int second = 0; second < 5; second++) {
            take(meter.onSecond(List.of(out(MediaKind.VIDEO)), Set.of("slot")));
        }
        QualityChange last = changes.getLast();
        assertThat(levelOf(last.receiving())).isEqualTo(QualityLevel.POOR);
        assertThat(causesOf(last.receiving())).containsExactly(QualityCause.BANDWIDTH);
    }

    @Test
    void shouldNotBlameATrackForTheOneBeforeIt() {
        play(3, 0, () -> List.of(out(MediaKind.VIDEO)));
        meter.onReception(reception(MediaKind.VIDEO, 0, 5000, 180));
        play(3, 0, () -> List.of(out(MediaKind.VIDEO)));
        play(6, 0, () -> List.of(new Leg.Out("slot", OTHER_CAMERA, MediaKind.VIDEO, 180, 0, sample(OTHER_CAMERA))));
        assertThat(Objects.requireNonNull(meter.receiving()).mos()).isCloseTo(VideoScore.BEST, within(1e-9));
        assertThat(changes.stream().flatMap(change -> change.slots().stream()))
                .filteredOn(slot -> slot.track().equals(OTHER_CAMERA))
                .extracting(slot -> slot.verdict().level())
                .containsExactly(QualityLevel.EXCELLENT);
    }

    private void play(int seconds, int lostPerSecond, Second second) {
        for (int i = 0; i < seconds; i++) {
            packets += PACKETS_PER_SECOND;
            lost += lostPerSecond;
            take(meter.onSecond(second.legs(), Set.of()));
        }
    }

    @FunctionalInterface
    private interface Second {
        List<Leg> legs();
    }

    private void take(@Nullable QualityChange change) {
        if (change != null) {
            changes.add(change);
        }
    }

    private static QualityLevel levelOf(QualityChange.@Nullable Verdict verdict) {
        return Objects.requireNonNull(Objects.requireNonNull(verdict).level());
    }

    private static Set<QualityCause> causesOf(QualityChange.@Nullable Verdict verdict) {
        return Objects.requireNonNull(Objects.requireNonNull(verdict).score()).causes();
    }

    private Leg in() {
        return new Leg.In(MediaKind.AUDIO, sample(MICROPHONE));
    }

    private Leg out(MediaKind kind) {
        return new Leg.Out("slot", CAMERA, kind, 180, 0, sample(CAMERA));
    }

    /** Nothing of it is lost. */
    private Leg steadyOut() {
        return new Leg.Out("steady", CAMERA, MediaKind.AUDIO, 0, 0, sample(CAMERA, 0));
    }

    private LegSample sample(TrackId track) {
        return sample(track, lost);
    }

    private LegSample sample(TrackId track, long lostSoFar) {
        return new LegSample(
                ROOM,
                TRANSPORT,
                null,
                ANN,
                track,
                track.equals(MICROPHONE) ? null : SubscriptionId.random(),
                "",
                packets,
                packets * 100,
                lostSoFar,
                0,
                0,
                0,
                5_000,
                20_000);
    }

    private static ClientReception reception(MediaKind kind, long frames, long freezeMillis, int height) {
        return new ClientReception("slot", kind, 5_000, frames, 0, freezeMillis, 240_000, 0, height, 0);
    }
}
