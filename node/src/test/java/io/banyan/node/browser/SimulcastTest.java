package io.banyan.node.browser;

import static org.assertj.core.api.Assertions.assertThat;

import io.banyan.loadtest.browser.CallPage;
import io.banyan.loadtest.browser.PageSettings;
import io.banyan.loadtest.peer.SlotStats;
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

/** One Chromium publishes, each watcher gets what it asked for: of three encodings the size, of one the frame rate. */
@Tag("browser")
@TestInstance(Lifecycle.PER_CLASS)
class SimulcastTest {
    private static final int[] HEIGHTS = {135, 270, 540};
    /** Of the publisher: two seconds' worth. */
    private static final int WINDOW_FRAMES = 2 * PageSettings.SMALL_FRAME_RATE;

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

    @Test
    void shouldLeaveOutFramesForAWatcherWhoWantsFewer() {
        String room = stage.newRoom("frames");
        List<SyntheticPeer> watchers = new ArrayList<>();
        try (CallPage page = stage.open(PageSettings.small(stage.node(), room, "Ada", 102))) {
            page.awaitJoined(Stage.PATIENCE);
            for (int frameRate : new int[] {0, PageSettings.SMALL_FRAME_RATE / 3}) {
                SyntheticPeer watcher = SyntheticPeer.join(stage.peers(), stage.peer(room, "wants-" + frameRate));
                watchers.add(watcher);
                watcher.awaitConnected(Stage.PATIENCE);
                ask(watcher, page.participantId(), 180, frameRate);
            }
            SyntheticPeer all = watchers.getFirst();
            SyntheticPeer some = watchers.getLast();
            long[] before = {frames(all), frames(some)};
            Eventually.holds("half of the frames", Stage.PATIENCE, () -> {
                long[] now = {frames(all), frames(some)};
                if (now[0] - before[0] < WINDOW_FRAMES) {
                    return false;
                }
                boolean isHalf = now[1] > before[1] && (now[1] - before[1]) * 3 <= (now[0] - before[0]) * 2;
                System.arraycopy(now, 0, before, 0, now.length);
                return isHalf;
            });
            assertThat(stats(some).lost()).isZero();
        } finally {
            watchers.forEach(SyntheticPeer::close);
        }
    }

    private static long frames(SyntheticPeer watcher) {
        return stats(watcher).frames();
    }

    private static SlotStats stats(SyntheticPeer watcher) {
        return watcher.stats().slot(watcher.slots(MediaKind.VIDEO).getFirst());
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
        ask(watcher, publisher, height, 0);
    }

    private static void ask(SyntheticPeer watcher, String publisher, int height, int frameRate) {
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
                .setFrameRate(frameRate)
                .build()));
    }

    private static boolean isVideo(Track track) {
        return track.getKind() == TrackKind.TRACK_KIND_VIDEO;
    }
}
