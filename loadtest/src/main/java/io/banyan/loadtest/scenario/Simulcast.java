package io.banyan.loadtest.scenario;

import com.fasterxml.jackson.databind.JsonNode;
import io.banyan.loadtest.browser.CallPage;
import io.banyan.loadtest.browser.PageSettings;
import io.banyan.loadtest.peer.SyntheticPeer;
import io.banyan.loadtest.report.Figure;
import io.banyan.loadtest.report.Goal;
import io.banyan.protocol.rtp.MediaKind;
import io.banyan.protocol.signal.v1.Participant;
import io.banyan.protocol.signal.v1.SlotRequest;
import io.banyan.protocol.signal.v1.Track;
import io.banyan.protocol.signal.v1.TrackKind;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

/** A page publishes 720p in three encodings; three watchers ask for one size each. */
public record Simulcast() implements Scenario {
    private static final int[] HEIGHTS = {180, 360, 720};
    /** For the bandwidth estimate to rise until all three are sent. */
    private static final long RAMP_NANOS = 20_000_000_000L;

    @Override
    public String name() {
        return "simulcast";
    }

    @Override
    public String plot() {
        return "a 720p publisher sends three encodings, each goes to who asks for it";
    }

    @Override
    public List<Figure> play(Stage stage) {
        String room = stage.newRoom("simulcast");
        List<SyntheticPeer> watchers = new ArrayList<>();
        try (CallPage page =
                stage.open(PageSettings.small(stage.node(), room, "Ada", 101).withPicture(1280, 720, 15, 3))) {
            page.awaitJoined(Stage.PATIENCE);
            for (int height : HEIGHTS) {
                SyntheticPeer watcher = SyntheticPeer.join(stage.peers(), stage.peer(room, "watcher-" + height));
                watchers.add(watcher);
                watcher.awaitConnected(Stage.PATIENCE);
                watch(watcher, page.participantId(), height);
            }
            stage.say("waiting for the bandwidth estimate to rise");
            LockSupport.parkNanos(RAMP_NANOS);
            List<Figure> figures = new ArrayList<>();
            figures.add(new Figure("simulcast.encodings.sent", encodingsSent(page), "encodings", Goal.exactly(3)));
            for (int i = 0; i < HEIGHTS.length; i++) {
                SyntheticPeer watcher = watchers.get(i);
                int height = watcher.stats()
                        .slot(watcher.slots(MediaKind.VIDEO).getFirst())
                        .height();
                figures.add(new Figure("simulcast.height.asked-" + HEIGHTS[i], height, "px", Goal.exactly(HEIGHTS[i])));
            }
            return figures;
        } finally {
            watchers.forEach(SyntheticPeer::close);
        }
    }

    private static void watch(SyntheticPeer watcher, String publisher, int height) {
        Participant participant = watcher.roster()
                .awaitParticipant(
                        each -> each.getParticipantId().equals(publisher)
                                && each.getTracksList().stream().anyMatch(Simulcast::isVideo),
                        Stage.PATIENCE);
        Track camera = participant.getTracksList().stream()
                .filter(Simulcast::isVideo)
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

    private static long encodingsSent(CallPage page) {
        JsonNode before = page.stats().path("sends");
        LockSupport.parkNanos(2_000_000_000L);
        JsonNode after = page.stats().path("sends");
        long sent = 0;
        for (int i = 0; i < Math.min(before.size(), after.size()); i++) {
            boolean isVideo = after.path(i).path("kind").asText().equals("video");
            boolean flows = after.path(i).path("framesEncoded").asLong()
                    > before.path(i).path("framesEncoded").asLong();
            sent += isVideo && flows ? 1 : 0;
        }
        return sent;
    }
}
