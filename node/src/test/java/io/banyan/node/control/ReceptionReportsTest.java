package io.banyan.node.control;

import static org.assertj.core.api.Assertions.assertThat;

import io.banyan.node.plane.ClientReception;
import io.banyan.protocol.rtp.MediaKind;
import io.banyan.protocol.signal.v1.ClientReport;
import io.banyan.protocol.signal.v1.ClientReport.SlotReport;
import io.banyan.protocol.signal.v1.TrackKind;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class ReceptionReportsTest {
    private static final long PERIOD_MILLIS = 5_000;

    private final Map<String, TrackKind> slots =
            new HashMap<>(Map.of("v0", TrackKind.TRACK_KIND_VIDEO, "a0", TrackKind.TRACK_KIND_AUDIO));
    private final List<ClientReception> told = new ArrayList<>();
    private final ReceptionReports reports =
            new ReceptionReports(mid -> slots.getOrDefault(mid, TrackKind.TRACK_KIND_UNSPECIFIED), told::add, 0);
    private long nowMillis;

    @Test
    void shouldTellWhatHappenedSinceTheLastReport() {
        report(video(100, 1, 600, 0), audio(240_000, 500));
        report(video(250, 3, 2_000, 0), audio(480_000, 500));

        assertThat(told)
                .containsExactly(
                        new ClientReception("v0", MediaKind.VIDEO, 5_000, 100, 1, 600, 0, 0, 180, 0),
                        new ClientReception("a0", MediaKind.AUDIO, 5_000, 0, 0, 0, 240_000, 500, 0, 0),
                        new ClientReception("v0", MediaKind.VIDEO, 5_000, 150, 2, 1_400, 0, 0, 180, 0),
                        new ClientReception("a0", MediaKind.AUDIO, 5_000, 0, 0, 0, 240_000, 0, 0, 0));
    }

    @Test
    void shouldTellATracksFirstFrameOnceAndThatOfTheNextTrack() {
        report(video(0, 0, 0, 0));
        report(video(10, 0, 0, 420));
        report(video(20, 0, 0, 420));
        report(video(20, 0, 0, 0).setTrackId("next"));
        report(video(30, 0, 0, 99).setTrackId("next"));

        assertThat(told).extracting(ClientReception::firstFrameMillis).containsExactly(0L, 420L, 0L, 0L, 99L);
    }

    @Test
    void shouldBeginAnewWhenATotalWentBack() {
        report(video(1_000, 9, 0, 0));
        report(video(30, 0, 0, 0));
        report(video(60, 1, 0, 0));

        assertThat(told).extracting(ClientReception::framesDecoded).containsExactly(1_000L, 0L, 30L);
        assertThat(told).extracting(ClientReception::freezes).containsExactly(9L, 0L, 1L);
    }

    @Test
    void shouldForgetASlotThatIsGoneAndIgnoreOneThatNeverWas() {
        report(video(100, 0, 0, 0), video(100, 0, 0, 0).setMid("nobody's"));
        slots.remove("v0");
        report(video(200, 0, 0, 0));

        assertThat(told).hasSize(1);
    }

    @Test
    void shouldNotListenToWhoReportsAllTheTime() {
        for (int i = 1; i <= 1_000; i++) {
            reports.on(ClientReport.newBuilder().addSlots(video(i, 0, 0, 0)).build(), i);
        }
        assertThat(told).hasSize(1);
    }

    @Test
    void shouldBelieveNobodyWhoIsFasterThanTime() {
        SplittableRandom random = new SplittableRandom(7);
        for (int i = 0; i < 100_000; i++) {
            report(SlotReport.newBuilder()
                    .setMid(random.nextBoolean() ? "v0" : "a0")
                    .setTrackId(Integer.toString(random.nextInt(3)))
                    .setFramesDecoded(random.nextInt())
                    .setFreezes(random.nextInt())
                    .setFreezeMillis(random.nextInt())
                    .setHeight(random.nextInt())
                    .setTotalSamples(random.nextLong())
                    .setConcealedSamples(random.nextLong())
                    .setFirstFrameMillis(random.nextInt()));
        }
        assertThat(told).hasSize(100_000).allSatisfy(each -> {
            assertThat(each.framesDecoded()).isBetween(0L, 240 * PERIOD_MILLIS / 1_000);
            assertThat(each.freezes()).isBetween(0L, 10 * PERIOD_MILLIS / 1_000);
            assertThat(each.freezeMillis()).isBetween(0L, PERIOD_MILLIS);
            assertThat(each.height()).isBetween(0, 16_384);
            assertThat(each.samples()).isBetween(0L, 192 * PERIOD_MILLIS);
            assertThat(each.concealedSamples()).isBetween(0L, each.samples());
            assertThat(each.firstFrameMillis()).isBetween(0L, ReceptionReports.MOST_INTERVAL_MILLIS);
        });
    }

    private void report(SlotReport.Builder... of) {
        ClientReport.Builder report = ClientReport.newBuilder();
        for (SlotReport.Builder slot : of) {
            report.addSlots(slot);
        }
        nowMillis += PERIOD_MILLIS;
        reports.on(report.build(), nowMillis);
    }

    private static SlotReport.Builder video(int frames, int freezes, int freezeMillis, int firstFrameMillis) {
        return SlotReport.newBuilder()
                .setMid("v0")
                .setTrackId("camera")
                .setFramesDecoded(frames)
                .setFreezes(freezes)
                .setFreezeMillis(freezeMillis)
                .setHeight(180)
                .setFirstFrameMillis(firstFrameMillis);
    }

    private static SlotReport.Builder audio(long samples, long concealed) {
        return SlotReport.newBuilder()
                .setMid("a0")
                .setTrackId("microphone")
                .setTotalSamples(samples)
                .setConcealedSamples(concealed);
    }
}
