package io.banyan.node.browser;

import io.banyan.loadtest.browser.CallPage;
import io.banyan.loadtest.browser.PictureReading;
import io.banyan.loadtest.browser.SeenParticipant;
import io.banyan.loadtest.browser.SeenParticipant.SeenTrack;
import io.banyan.loadtest.scenario.Stage;
import java.util.Optional;

/** What one page shows of somebody else. */
final class Seen {
    private Seen() {}

    static Optional<SeenParticipant> participant(CallPage page, String id) {
        return page.participants().stream().filter(each -> each.id().equals(id)).findFirst();
    }

    static Optional<SeenTrack> track(CallPage page, String id, String source) {
        return participant(page, id).flatMap(each -> each.track(source));
    }

    static boolean isLive(CallPage page, String id, String source) {
        return track(page, id, source)
                .filter(track -> track.state().equals("live"))
                .isPresent();
    }

    /** Until so many frames more were made than the picture shown now has. */
    static void awaitFrames(CallPage page, String id, int frames) {
        page.await("seeing " + id, Stage.PATIENCE, () -> page.readTile(id) != null);
        PictureReading first = page.readTile(id);
        int from = first == null ? 0 : first.counter();
        page.await("seeing more of " + id, Stage.PATIENCE, () -> {
            PictureReading now = page.readTile(id);
            return now != null && now.counter() >= from + frames;
        });
    }
}
