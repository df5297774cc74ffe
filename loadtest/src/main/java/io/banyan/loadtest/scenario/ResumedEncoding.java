package io.banyan.loadtest.scenario;

import io.banyan.loadtest.browser.CallPage;
import io.banyan.loadtest.browser.PageSettings;
import io.banyan.loadtest.peer.SyntheticPeer;
import io.banyan.loadtest.report.Distribution;
import io.banyan.loadtest.report.Figure;
import io.banyan.loadtest.report.Goal;
import io.banyan.protocol.rtp.MediaKind;
import io.banyan.protocol.signal.v1.Participant;
import io.banyan.protocol.signal.v1.SlotRequest;
import io.banyan.protocol.signal.v1.Track;
import io.banyan.protocol.signal.v1.TrackKind;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

/**
 * A page publishes 720p in three encodings, of which the largest is stopped as long as nobody wants it; then somebody does,
 * again and again.
 *
 * @param rounds how often
 */
public record ResumedEncoding(int rounds) implements Scenario {
    private static final int LARGE = 720;
    private static final int SMALL = 180;
    /** For the bandwidth estimates to rise until all three are sent. */
    private static final long RAMP_NANOS = 20_000_000_000L;
    /** A node stops what nobody wanted for 5 s. */
    private static final long STOPPED_NANOS = 7_000_000_000L;

    private static final long LOOK_NANOS = 2_000_000;
    private static final long PATIENCE_NANOS = 5_000_000_000L;
    private static final double MILLI = 1e6;

    @Override
    public String name() {
        return "resume";
    }

    @Override
    public String plot() {
        return "time to the first frame of an encoding that was stopped, " + rounds + " times";
    }

    @Override
    public List<Figure> play(Stage stage) {
        String room = stage.newRoom("resume");
        Distribution millis = new Distribution();
        try (CallPage page = stage.open(
                        PageSettings.small(stage.node(), room, "Ada", 101).withPicture(1280, LARGE, 15, 3));
                SyntheticPeer watcher = SyntheticPeer.join(stage.peers(), stage.peer(room, "watcher"))) {
            page.awaitJoined(Stage.PATIENCE);
            watcher.awaitConnected(Stage.PATIENCE);
            String camera = camera(watcher, page.participantId());
            ask(watcher, camera, LARGE);
            stage.say("waiting for the bandwidth estimates to rise");
            LockSupport.parkNanos(RAMP_NANOS);
            for (int i = 0; i < rounds; i++) {
                stage.say("round " + (i + 1) + " of " + rounds);
                ask(watcher, camera, SMALL);
                LockSupport.parkNanos(STOPPED_NANOS);
                long begin = System.nanoTime();
                ask(watcher, camera, LARGE);
                while (height(watcher) != LARGE && System.nanoTime() - begin < PATIENCE_NANOS) {
                    LockSupport.parkNanos(LOOK_NANOS);
                }
                millis.add(height(watcher) == LARGE ? (System.nanoTime() - begin) / MILLI : Double.NaN);
            }
        }
        return List.of(
                new Figure("resume.p50", millis.median(), "ms", Goal.NONE),
                new Figure("resume.p95", millis.percentile(95), "ms", Goal.NONE));
    }

    private static int height(SyntheticPeer watcher) {
        return watcher.stats().slot(watcher.slots(MediaKind.VIDEO).getFirst()).height();
    }

    private static void ask(SyntheticPeer watcher, String camera, int height) {
        watcher.update(List.of(SlotRequest.newBuilder()
                .setMid(watcher.slots(MediaKind.VIDEO).getFirst())
                .setTrackId(camera)
                .setWidth(height * 16 / 9)
                .setHeight(height)
                .build()));
    }

    private static String camera(SyntheticPeer watcher, String publisher) {
        Participant participant = watcher.roster()
                .awaitParticipant(
                        each -> each.getParticipantId().equals(publisher)
                                && each.getTracksList().stream().anyMatch(ResumedEncoding::isVideo),
                        Stage.PATIENCE);
        return participant.getTracksList().stream()
                .filter(ResumedEncoding::isVideo)
                .findFirst()
                .orElseThrow()
                .getTrackId();
    }

    private static boolean isVideo(Track track) {
        return track.getKind() == TrackKind.TRACK_KIND_VIDEO;
    }
}
