package io.banyan.node.browser;

import static org.assertj.core.api.Assertions.assertThat;

import io.banyan.loadtest.browser.CallPage;
import io.banyan.loadtest.browser.Collected;
import io.banyan.loadtest.browser.LogEntry;
import io.banyan.loadtest.browser.SlotSwitch;
import io.banyan.loadtest.browser.TileFigures;
import io.banyan.loadtest.scenario.CallOfPages;
import io.banyan.loadtest.scenario.PageLog;
import io.banyan.loadtest.scenario.Stage;
import io.banyan.node.call.Eventually;
import io.banyan.node.call.NodeUnderTest;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;

/** Three people in Chromium, who stay in their call for all of these tests, and a fourth who comes and goes. */
@Tag("browser")
@TestInstance(Lifecycle.PER_CLASS)
class BrowserCallTest {
    private static final double WATCHED_SECONDS = 8;
    private static final int SWITCHES = 20;
    /** From one switch to the next: a burst of the tone, which tells lip sync, comes each second. */
    private static final double SETTLING_SECONDS = 2.5;

    private final NodeUnderTest node = NodeUnderTest.start();
    private final Stage stage = node.stage();
    private final CallOfPages call = CallOfPages.gather(stage, "call", 3);

    @AfterAll
    void stop() {
        node.close();
    }

    @Test
    void shouldShowAndSoundEverybodyToEverybody() {
        List<Collected> all = watchAll(WATCHED_SECONDS);
        for (Collected seen : all) {
            assertThat(seen.tiles()).hasSize(2).allSatisfy(tile -> {
                assertThat(tile.frameRatio()).as("frames of %s", tile).isGreaterThan(Tolerance.FRAME_SHARE);
                assertThat(Tolerance.audioLevel(tile)).as("sound of %s", tile).isGreaterThan(Tolerance.AUDIBLE);
                assertThat(Tolerance.concealedShare(tile))
                        .as("sound of %s", tile)
                        .isLessThan(Tolerance.CONCEALED);
            });
            assertLabelled(seen.tiles(), call.numbers());
        }
    }

    @Test
    void shouldShowEachUnderItsOwnNameWhileSlotsAreSwitched() {
        CallPage page = call.page(0);
        // Busy cores delay sound and picture by themselves: what switching adds is what counts here.
        List<Double> before = syncOffsets(page.collect(2 * SETTLING_SECONDS).tiles());
        List<Double> after = new ArrayList<>();
        for (int i = 1; i <= SWITCHES; i++) {
            page.beginCollecting("switched", SETTLING_SECONDS);
            SlotSwitch done = page.switchSlots();
            assertThat(done.live())
                    .as("all pictures are there after switch %d", i)
                    .isTrue();
            List<TileFigures> tiles = page.endCollecting("switched").tiles();
            assertLabelled(tiles, call.numbers());
            after.addAll(syncOffsets(tiles));
        }
        assertThat(before).isNotEmpty();
        assertThat(after).hasSizeGreaterThan(SWITCHES / 2);
        assertThat(median(after)).isLessThan(median(before) + Tolerance.SYNC_MILLIS);
    }

    @Test
    void shouldTellTheNodeHowItArrives() {
        // One for each picture that somebody got to see.
        awaitMetric("banyan_client_first_frame_seconds_count", 6);
        awaitMetric("banyan_client_frames_decoded_total", 100);
        awaitMetric("banyan_client_audio_samples_total", 48_000);
        assertThat(node.metrics().sum("banyan_client_first_frame_seconds_sum")).isPositive();
    }

    private void awaitMetric(String metric, double atLeast) {
        Eventually.holds(metric, Stage.PATIENCE, () -> node.metrics().sum(metric) >= atLeast);
    }

    @Test
    void shouldTellTheOthersOfMuting() {
        CallPage page = call.page(1);
        String id = page.participantId();
        page.muteMicrophone(true);
        awaitTrack(id, "microphone", true);
        page.muteMicrophone(false);
        awaitTrack(id, "microphone", false);
        page.muteCamera(true);
        awaitTrack(id, "camera", true);
        page.muteCamera(false);
        awaitTrack(id, "camera", false);
        for (CallPage other : others(id)) {
            other.await("seeing the camera again", Stage.PATIENCE, () -> Seen.isLive(other, id, "camera"));
        }
    }

    @Test
    void shouldTellTheOthersOfASharedScreen() {
        CallPage page = call.page(2);
        String id = page.participantId();
        page.shareScreen(true);
        for (CallPage other : others(id)) {
            other.await("seeing the screen", Stage.PATIENCE, () -> Seen.isLive(other, id, "screen"));
        }
        page.shareScreen(false);
        for (CallPage other : others(id)) {
            other.await(
                    "rid of the screen",
                    Stage.PATIENCE,
                    () -> Seen.track(other, id, "screen").isEmpty());
        }
    }

    @Test
    void shouldTakeInAFourthAndLetItGo() {
        try (CallPage late = stage.open(call.room(), "Late", 200)) {
            late.awaitJoined(Stage.PATIENCE);
            late.await("seeing three", Stage.PATIENCE, () -> late.firstFrames().size() == 3);
            String id = late.participantId();
            for (CallPage page : call.pages()) {
                page.await("seeing the fourth", Stage.PATIENCE, () -> page.readTile(id) != null);
            }
            assertThat(late.participants())
                    .extracting(each -> each.name())
                    .containsExactlyInAnyOrder("Ada", "Ben", "Cleo");

            late.leave();
            for (CallPage page : call.pages()) {
                LogEntry left =
                        PageLog.await(page, entry -> entry.event().equals("participantLeft") && entry.isAbout(id));
                assertThat(left.reason()).isEqualTo("LEFT");
                page.await(
                        "two others", Stage.PATIENCE, () -> page.participants().size() == 2);
            }
        }
    }

    private List<Collected> watchAll(double seconds) {
        call.pages().forEach(page -> page.beginCollecting("watched", seconds));
        List<Collected> all = new ArrayList<>();
        call.pages().forEach(page -> all.add(page.endCollecting("watched")));
        return all;
    }

    /** How far sound and picture are apart at the last burst that was heard of each; none where none was heard. */
    private static List<Double> syncOffsets(List<TileFigures> tiles) {
        return tiles.stream()
                .map(tile -> tile.syncOffsetMillis().each())
                .filter(each -> !each.isEmpty())
                .map(each -> Math.abs(each.getLast()))
                .toList();
    }

    private static double median(List<Double> values) {
        return values.stream().sorted().skip(values.size() / 2).findFirst().orElseThrow();
    }

    private void awaitTrack(String participant, String source, boolean muted) {
        for (CallPage other : others(participant)) {
            other.await(
                    "told that " + source + (muted ? " is" : " is not") + " muted",
                    Stage.PATIENCE,
                    () -> Seen.track(other, participant, source)
                            .filter(track -> track.muted() == muted)
                            .isPresent());
        }
    }

    private List<CallPage> others(String participant) {
        return call.pages().stream()
                .filter(page -> !page.participantId().equals(participant))
                .toList();
    }

    private static void assertLabelled(List<TileFigures> tiles, Map<String, Integer> numbers) {
        assertThat(tiles).isNotEmpty().allSatisfy(tile -> {
            assertThat(tile.expectedNumber())
                    .as("track under the name of %s", tile)
                    .isEqualTo(numbers.get(tile.name()));
            assertThat(tile.mislabelled())
                    .as("pictures of somebody else under %s", tile)
                    .isZero();
        });
    }
}
