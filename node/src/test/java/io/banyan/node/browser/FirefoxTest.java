package io.banyan.node.browser;

import static org.assertj.core.api.Assertions.assertThat;

import io.banyan.loadtest.browser.CallPage;
import io.banyan.loadtest.browser.FirefoxPage;
import io.banyan.loadtest.browser.PageSettings;
import io.banyan.loadtest.browser.TileFigures;
import io.banyan.loadtest.scenario.Stage;
import io.banyan.node.call.NodeUnderTest;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;

/** Firefox and Chromium in one call: what works in Chromium alone works between them. Nothing is timed. */
@Tag("browser")
@TestInstance(Lifecycle.PER_CLASS)
class FirefoxTest {
    private static final double WATCHED_SECONDS = 5;

    private final NodeUnderTest node = NodeUnderTest.start();
    private final Stage stage = node.stage();

    @AfterAll
    void stop() {
        node.close();
    }

    @Test
    void shouldCallBetweenFirefoxAndChromium() {
        String room = stage.newRoom("firefox");
        try (CallPage firefox =
                        CallPage.open(FirefoxPage.launch(), PageSettings.small(stage.node(), room, "Fox", 301));
                CallPage chromium = stage.open(room, "Chrome", 302)) {
            firefox.awaitJoined(Stage.PATIENCE);
            chromium.awaitJoined(Stage.PATIENCE);
            String fox = firefox.participantId();
            Seen.awaitFrames(chromium, fox, 5);
            Seen.awaitFrames(firefox, chromium.participantId(), 5);

            chromium.beginCollecting("seen", WATCHED_SECONDS);
            firefox.beginCollecting("seen", WATCHED_SECONDS);
            List<TileFigures> tiles = Stream.of(chromium, firefox)
                    .flatMap(page -> page.endCollecting("seen").tiles().stream())
                    .toList();
            assertThat(tiles).hasSize(2).allSatisfy(tile -> {
                assertThat(tile.frames()).as("frames of %s", tile).isPositive();
                assertThat(tile.mislabelled())
                        .as("pictures of somebody else under %s", tile)
                        .isZero();
                assertThat(Tolerance.audioLevel(tile)).as("sound of %s", tile).isGreaterThan(Tolerance.AUDIBLE);
            });
            assertThat(tiles).extracting(TileFigures::expectedNumber).containsExactlyInAnyOrder(301, 302);

            assertThat(firefox.switchSlots().live()).isTrue();
            Seen.awaitFrames(firefox, chromium.participantId(), 5);

            firefox.muteMicrophone(true);
            awaitMuted(chromium, fox, true);
            firefox.muteMicrophone(false);
            awaitMuted(chromium, fox, false);
            firefox.shareScreen(true);
            chromium.await("seeing the screen", Stage.PATIENCE, () -> Seen.isLive(chromium, fox, "screen"));
            firefox.shareScreen(false);
            chromium.await(
                    "rid of the screen",
                    Stage.PATIENCE,
                    () -> Seen.track(chromium, fox, "screen").isEmpty());
            firefox.leave();
            chromium.await(
                    "alone", Stage.PATIENCE, () -> chromium.participants().isEmpty());
        }
    }

    private static void awaitMuted(CallPage page, String id, boolean muted) {
        page.await(
                "told of a microphone",
                Stage.PATIENCE,
                () -> Seen.track(page, id, "microphone")
                        .filter(track -> track.muted() == muted)
                        .isPresent());
    }
}
