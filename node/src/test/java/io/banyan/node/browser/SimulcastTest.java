package io.banyan.node.browser;

import static org.assertj.core.api.Assertions.assertThat;

import io.banyan.loadtest.browser.CallPage;
import io.banyan.loadtest.browser.PageSettings;
import io.banyan.loadtest.peer.SyntheticPeer;
import io.banyan.loadtest.scenario.Stage;
import io.banyan.node.call.Eventually;
import io.banyan.node.call.NodeUnderTest;
import io.banyan.protocol.rtp.MediaKind;
import io.banyan.protocol.signal.v1.Participant;
import io.banyan.protocol.signal.v1.SlotRequest;
import io.banyan.protocol.signal.v1.Track;
import io.banyan.protocol.signal.v1.TrackKind;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;

/** One Chromium publishes 960x540 in three encodings; each watcher gets the one that is of the size it asked for. */
@Tag("browser")
@TestInstance(Lifecycle.PER_CLASS)
class SimulcastTest {
    private static final int[] HEIGHTS = {135, 270, 540};
    /** A browser's bandwidth estimate rises for some seconds before it sends all three. */
    private static final Duration RAMP = Duration.ofSeconds(90);

    private final NodeUnderTest node = NodeUnderTest.start();
    private final Stage stage = node.stage();

    @AfterAll
    void stop() {
        node.close();
    }

    @Test
    void shouldForwardEachEncodingToThoseWhoAskForItsSize() {
        String room = stage.newRoom("simulcast");
        List<SyntheticPeer> watchers = new ArrayList<>();
        PageSettings settings =
                PageSettings.small(stage.node(), room, "Ada", 101).withPicture(960, 540, 10, 3);
        try (CallPage page = stage.open(settings)) {
            page.awaitJoined(Stage.PATIENCE);
            for (int height : HEIGHTS) {
                SyntheticPeer watcher = SyntheticPeer.join(stage.peers(), stage.peer(room, "watcher-" + height));
                watchers.add(watcher);
                watcher.awaitConnected(Stage.PATIENCE);
                ask(watcher, page.participantId(), height);
            }
            for (int i = 0; i < HEIGHTS.length; i++) {
                awaitHeight(watchers.get(i), HEIGHTS[i]);
            }

            ask(watchers.getFirst(), page.participantId(), HEIGHTS[2]);
            ask(watchers.getLast(), page.participantId(), HEIGHTS[0]);
            awaitHeight(watchers.getFirst(), HEIGHTS[2]);
            awaitHeight(watchers.getLast(), HEIGHTS[0]);
            assertThat(watchers).allMatch(watcher -> watcher.stats().unknownSsrc() == 0);
        } finally {
            watchers.forEach(SyntheticPeer::close);
        }
    }

    private static void awaitHeight(SyntheticPeer watcher, int height) {
        String slot = watcher.slots(MediaKind.VIDEO).getFirst();
        Eventually.holds(
                "a picture of height " + height + " instead of "
                        + watcher.stats().slot(slot).height(),
                RAMP,
                () -> watcher.stats().slot(slot).height() == height);
    }

    private static void ask(SyntheticPeer watcher, String publisher, int height) {
        Participant participant = watcher.roster()
                .awaitParticipant(
                        each -> each.getParticipantId().equals(publisher)
                                && each.getTracksList().stream().anyMatch(SimulcastTest::isVideo),
                        Stage.PATIENCE);
        Track camera = participant.getTracksList().stream()
                .filter(SimulcastTest::isVideo)
                .findFirst()
                .orElseThrow();
        watcher.update(List.of(SlotRequest.newBuilder()
                .setMid(watcher.slots(MediaKind.VIDEO).getFirst())
                .setTrackId(camera.getTrackId())
                .setWidth(height * 16 / 9)
                .setHeight(height)
                .build()));
    }

    private static boolean isVideo(Track track) {
        return track.getKind() == TrackKind.TRACK_KIND_VIDEO;
    }
}
