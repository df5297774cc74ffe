package io.banyan.loadtest.scenario;

import io.banyan.loadtest.browser.CallPage;
import io.banyan.loadtest.browser.FirstFrame;
import io.banyan.loadtest.browser.PageSettings;
import io.banyan.loadtest.report.Distribution;
import io.banyan.loadtest.report.Figure;
import io.banyan.loadtest.report.Goal;
import java.util.List;

/**
 * Somebody who only watches joins a room with one publisher, again and again.
 *
 * @param joins how often
 */
public record FirstFrames(int joins) implements Scenario {
    @Override
    public String name() {
        return "firstframes";
    }

    @Override
    public String plot() {
        return "time to the first frame of " + joins + " joins";
    }

    @Override
    public List<Figure> play(Stage stage) {
        Distribution millis = new Distribution();
        String room = stage.newRoom("firstframes");
        try (CallPage publisher = stage.open(room, "Ada", 101)) {
            publisher.awaitJoined(Stage.PATIENCE);
            for (int i = 0; i < joins; i++) {
                stage.say("join " + (i + 1) + " of " + joins);
                PageSettings settings = PageSettings.small(stage.node(), room, "Watcher" + i, 400 + i)
                        .withPublish("none");
                try (CallPage watcher = stage.open(settings)) {
                    watcher.await(
                            "seeing a picture",
                            Stage.PATIENCE,
                            () -> !watcher.firstFrames().isEmpty());
                    millis.add(watcher.firstFrames().stream()
                            .mapToDouble(FirstFrame::sinceJoiningMillis)
                            .min()
                            .orElseThrow());
                    watcher.leave();
                }
            }
        }
        return List.of(
                new Figure("firstframe.p50", millis.median(), "ms", Goal.NONE),
                new Figure("firstframe.p95", millis.percentile(95), "ms", Goal.NONE));
    }
}
