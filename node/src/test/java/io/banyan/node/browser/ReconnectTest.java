package io.banyan.node.browser;

import static org.assertj.core.api.Assertions.assertThat;

import io.banyan.loadtest.browser.CallPage;
import io.banyan.loadtest.browser.ChromiumBrowser;
import io.banyan.loadtest.browser.LogEntry;
import io.banyan.loadtest.browser.PageSettings;
import io.banyan.loadtest.browser.SeenParticipant;
import io.banyan.loadtest.browser.TileFigures;
import io.banyan.loadtest.netem.TcpCutter;
import io.banyan.loadtest.scenario.CallOfPages;
import io.banyan.loadtest.scenario.PageLog;
import io.banyan.loadtest.scenario.Stage;
import io.banyan.node.call.NodeUnderTest;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;

/** Chromium that loses its signalling, and Chromium that is killed. */
@Tag("browser")
@TestInstance(Lifecycle.PER_CLASS)
class ReconnectTest {
    /** Shorter than a mesh's, longer than a busy browser takes to come back. */
    private static final String SETTINGS = "banyan.room.reconnect-timeout = 25s";

    private static final double WATCHED_SECONDS = 6;
    private static final double FREEZE_MILLIS = 2_500;

    private final NodeUnderTest node = NodeUnderTest.start(SETTINGS);
    private final Stage stage = node.stage();

    @AfterAll
    void stop() {
        node.close();
    }

    @Test
    void shouldLeaveMediaAloneWhileTheSignallingIsCut() {
        URI url = stage.node();
        try (TcpCutter cutter = TcpCutter.open(
                        InetAddress.getLoopbackAddress(), new InetSocketAddress(url.getHost(), url.getPort()));
                CallOfPages call = CallOfPages.gather(stage, "cut", 1)) {
            URI path = URI.create("http://127.0.0.1:" + cutter.address().getPort());
            CallPage cut =
                    stage.open(PageSettings.small(url, call.room(), "Ben", 102).withSignalling(path));
            call.add(cut);
            call.awaitAllSeen();
            CallPage witness = call.page(0);
            String id = cut.participantId();

            cutter.cut();
            awaitReconnecting(witness, id);
            cut.await("reconnecting", Stage.PATIENCE, () -> cut.state().state().equals("reconnecting"));
            cut.beginCollecting("cut", WATCHED_SECONDS);
            witness.beginCollecting("cut", WATCHED_SECONDS);
            // What happens meanwhile must be told afterwards.
            witness.muteMicrophone(true);
            List<TileFigures> tiles = Stream.of(cut, witness)
                    .flatMap(page -> page.endCollecting("cut").tiles().stream())
                    .toList();
            assertThat(cut.state().state()).isEqualTo("reconnecting");
            cutter.resume();

            cut.await("connected again", Stage.PATIENCE, () -> cut.state().isConnected());
            witness.await(
                    "shown as present",
                    Stage.PATIENCE,
                    () -> Seen.participant(witness, id)
                            .filter(each -> !each.reconnecting())
                            .isPresent());
            cut.await(
                    "told who is mute",
                    Stage.PATIENCE,
                    () -> Seen.track(cut, witness.participantId(), "microphone")
                            .filter(SeenParticipant.SeenTrack::muted)
                            .isPresent());
            assertThat(cut.participantId()).isEqualTo(id);
            assertThat(cut.log()).extracting(LogEntry::event).doesNotContain("rejoined");
            assertThat(cut.participants()).extracting(SeenParticipant::name).containsExactly("Ada");
            assertThat(tiles).hasSize(2).allSatisfy(tile -> {
                assertThat(tile.frameRatio()).as("frames of %s", tile).isGreaterThan(Tolerance.FRAME_SHARE);
                assertThat(tile.longestGapMillis()).as("pause of %s", tile).isLessThan(FREEZE_MILLIS);
            });
        }
    }

    @Test
    void shouldShowAKilledBrowserAsReconnectingAndThenNoMore() {
        try (CallOfPages call = CallOfPages.gather(stage, "killed", 1);
                CallPage victim = CallPage.open(
                        ChromiumBrowser.launchAlone(), PageSettings.small(stage.node(), call.room(), "Ben", 102))) {
            CallPage witness = call.page(0);
            victim.awaitJoined(Stage.PATIENCE);
            String id = victim.participantId();
            Seen.awaitFrames(witness, id, 5);

            victim.kill();
            awaitReconnecting(witness, id);
            LogEntry left =
                    PageLog.await(witness, entry -> entry.event().equals("participantLeft") && entry.isAbout(id));
            assertThat(left.reason()).isEqualTo("RECONNECT_TIMEOUT");
            assertThat(witness.participants()).isEmpty();
        }
    }

    private static void awaitReconnecting(CallPage witness, String id) {
        PageLog.await(
                witness,
                entry -> entry.event().equals("participantUpdated")
                        && entry.isAbout(id)
                        && "reconnecting".equals(entry.state()));
    }
}
