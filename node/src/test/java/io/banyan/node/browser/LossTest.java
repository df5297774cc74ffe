package io.banyan.node.browser;

import static org.assertj.core.api.Assertions.assertThat;

import io.banyan.loadtest.browser.CallPage;
import io.banyan.loadtest.browser.TileFigures;
import io.banyan.loadtest.netem.Direction;
import io.banyan.loadtest.netem.NetemProfile;
import io.banyan.loadtest.scenario.CallOfPages;
import io.banyan.loadtest.scenario.Stage;
import io.banyan.node.call.NodeUnderTest;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;

/** Chromium behind a network that loses datagrams. */
@Tag("browser")
@TestInstance(Lifecycle.PER_CLASS)
class LossTest {
    private static final double WATCHED_SECONDS = 10;
    /** Of the frames sent; without retransmission a frame would be missing every two seconds, and all up to a key frame. */
    private static final double WHOLE_SHARE = 0.85;

    private static final double FREEZE_MILLIS = 3_000;

    private final NodeUnderTest node = NodeUnderTest.start();
    private final Stage stage = node.stage();

    @AfterEach
    void mend() {
        node.network().setProfiles(NetemProfile.PERFECT, NetemProfile.PERFECT);
    }

    @AfterAll
    void stop() {
        node.close();
    }

    @Test
    void shouldRepairTheVideoOfACallThatLosesThreePercent() {
        try (CallOfPages call = CallOfPages.gather(stage, "loss", 2)) {
            node.network().setProfiles(NetemProfile.randomLoss(0.03), NetemProfile.randomLoss(0.03));
            call.pages().forEach(page -> page.beginCollecting("loss", WATCHED_SECONDS));
            List<TileFigures> tiles = call.pages().stream()
                    .flatMap(page -> page.endCollecting("loss").tiles().stream())
                    .toList();

            assertThat(node.network().stats(Direction.UP).lost()).isPositive();
            assertThat(node.network().stats(Direction.DOWN).lost()).isPositive();
            assertThat(tiles).hasSize(2).allSatisfy(tile -> {
                assertThat(tile.frameRatio()).as("frames of %s", tile).isGreaterThan(Tolerance.FRAME_SHARE);
                assertThat(tile.longestGapMillis()).as("pause of %s", tile).isLessThan(FREEZE_MILLIS);
                assertThat(tile.mislabelled())
                        .as("pictures of somebody else under %s", tile)
                        .isZero();
                // Not the browser's packetsLost: that counts what a retransmission brought too.
                assertThat(tile.picture()).isNotNull();
                assertThat((double) tile.picture().framesDecoded())
                        .as("whole frames of %s", tile)
                        .isGreaterThan(WHOLE_SHARE * tile.expectedFrames());
                assertThat(Tolerance.audioLevel(tile)).as("sound of %s", tile).isGreaterThan(Tolerance.AUDIBLE);
            });
        }
    }

    @Test
    void shouldConnectWhereEveryFifthDatagramIsLost() {
        node.network().setProfiles(NetemProfile.randomLoss(0.2), NetemProfile.randomLoss(0.2));
        String room = stage.newRoom("handshake");
        try (CallPage ada = stage.open(room, "Ada", 101);
                CallPage ben = stage.open(room, "Ben", 102)) {
            ada.awaitJoined(Stage.PATIENCE);
            ben.awaitJoined(Stage.PATIENCE);
            Seen.awaitFrames(ada, ben.participantId(), 5);
        }
    }
}
