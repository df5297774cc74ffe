package io.banyan.node.browser;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.banyan.loadtest.browser.CallPage;
import io.banyan.loadtest.browser.PageSettings;
import io.banyan.loadtest.peer.SlotStats;
import io.banyan.loadtest.peer.SyntheticPeer;
import io.banyan.loadtest.scenario.Stage;
import io.banyan.node.call.Eventually;
import io.banyan.node.call.NodeUnderTest;
import io.banyan.protocol.rtp.MediaKind;
import io.banyan.protocol.signal.v1.SlotRequest;
import io.banyan.protocol.signal.v1.Track;
import io.banyan.protocol.signal.v1.TrackKind;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;

/** One Chromium publishes 960x540 in three encodings: it sends those that somebody watches, while its node can say so. */
@Tag("browser")
@TestInstance(Lifecycle.PER_CLASS)
class UnwatchedEncodingsTest {
    private static final Set<String> ALL = Set.of("f", "h", "q");
    /** A browser's bandwidth estimate rises for some seconds before it sends all three. */
    private static final Duration RAMP = Duration.ofSeconds(90);

    private final NodeUnderTest node = NodeUnderTest.start();
    private final Stage stage = node.stage();

    @AfterAll
    void stop() {
        node.close();
    }

    @Test
    void shouldBeSentOnlyWhileSomebodyWatches() {
        String room = stage.newRoom("unwatched");
        PageSettings settings =
                PageSettings.small(stage.node(), room, "Ada", 103).withPicture(960, 540, 10, 3);
        try (CallPage page = stage.open(settings);
                SyntheticPeer watcher = SyntheticPeer.join(stage.peers(), stage.peer(room, "watcher"))) {
            page.awaitJoined(Stage.PATIENCE);
            watcher.awaitConnected(Stage.PATIENCE);
            awaitSent(page, Set.of());

            String camera = cameraOf(watcher, page.participantId());
            show(watcher, camera, 540);
            awaitPicture(watcher, 540);
            awaitSent(page, Set.of("f"));

            show(watcher, "", 0);
            awaitSent(page, Set.of());
            long unseen = stats(watcher).frames();

            show(watcher, camera, 135);
            Eventually.holds("a frame", RAMP, () -> stats(watcher).frames() > unseen);
            awaitPicture(watcher, 135);
            awaitSent(page, Set.of("q"));

            page.cutSignalling(8);
            awaitSent(page, ALL);
            awaitSent(page, Set.of("q"));
            assertThat(stats(watcher).height()).isEqualTo(135);
        }
    }

    private static void awaitSent(CallPage page, Set<String> rids) {
        page.await("sending " + rids, RAMP, () -> sent(page).equals(rids));
    }

    private static Set<String> sent(CallPage page) {
        Set<String> rids = new TreeSet<>();
        for (JsonNode encoding : page.stats().path("sends")) {
            if (encoding.path("kind").asText().equals("video")
                    && encoding.path("active").asBoolean()) {
                rids.add(encoding.path("rid").asText());
            }
        }
        return rids;
    }

    private static void awaitPicture(SyntheticPeer watcher, int height) {
        Eventually.holds(
                "a picture of height " + height, RAMP, () -> stats(watcher).height() == height);
    }

    private static SlotStats stats(SyntheticPeer watcher) {
        return watcher.stats().slot(watcher.slots(MediaKind.VIDEO).getFirst());
    }

    private static String cameraOf(SyntheticPeer watcher, String publisher) {
        return watcher
                .roster()
                .awaitParticipant(
                        each -> each.getParticipantId().equals(publisher)
                                && each.getTracksList().stream().anyMatch(UnwatchedEncodingsTest::isVideo),
                        Stage.PATIENCE)
                .getTracksList()
                .stream()
                .filter(UnwatchedEncodingsTest::isVideo)
                .findFirst()
                .orElseThrow()
                .getTrackId();
    }

    /** @param camera empty: nothing */
    private static void show(SyntheticPeer watcher, String camera, int height) {
        watcher.update(List.of(SlotRequest.newBuilder()
                .setMid(watcher.slots(MediaKind.VIDEO).getFirst())
                .setTrackId(camera)
                .setWidth(height * 16 / 9)
                .setHeight(height)
                .build()));
    }

    private static boolean isVideo(Track track) {
        return track.getKind() == TrackKind.TRACK_KIND_VIDEO;
    }
}
