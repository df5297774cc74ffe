package io.banyan.loadtest.scenario;

import io.banyan.loadtest.browser.CallPage;
import io.banyan.loadtest.browser.FirefoxPage;
import io.banyan.loadtest.browser.PageSettings;
import io.banyan.loadtest.browser.TileFigures;
import io.banyan.loadtest.report.Figure;
import io.banyan.loadtest.report.Goal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * A Firefox and a Chromium see and hear each other; the Firefox mutes, shares a screen, leaves. Nothing is timed.
 *
 * @param seconds that are watched
 */
public record FirefoxCall(int seconds) implements Scenario {
    @Override
    public String name() {
        return "firefox";
    }

    @Override
    public String plot() {
        return "Firefox and Chromium in one call";
    }

    @Override
    public List<Figure> play(Stage stage) {
        String room = stage.newRoom("firefox");
        try (CallPage firefox =
                        CallPage.open(FirefoxPage.launch(), PageSettings.small(stage.node(), room, "Fox", 301));
                CallPage chromium = stage.open(room, "Chrome", 302)) {
            firefox.awaitJoined(Stage.PATIENCE);
            chromium.awaitJoined(Stage.PATIENCE);
            String fox = firefox.participantId();
            String chrome = chromium.participantId();
            chromium.await("seeing Firefox", Stage.PATIENCE, () -> chromium.readTile(fox) != null);
            firefox.await("seeing Chromium", Stage.PATIENCE, () -> firefox.readTile(chrome) != null);
            chromium.beginCollecting("firefox", seconds);
            firefox.beginCollecting("firefox", seconds);
            List<TileFigures> tiles =
                    new ArrayList<>(chromium.endCollecting("firefox").tiles());
            tiles.addAll(firefox.endCollecting("firefox").tiles());
            boolean switched = firefox.switchSlots().live();
            firefox.muteMicrophone(true);
            awaitTrack(chromium, fox, "microphone", true);
            firefox.muteMicrophone(false);
            awaitTrack(chromium, fox, "microphone", false);
            firefox.shareScreen(true);
            awaitTrack(chromium, fox, "screen", false);
            firefox.shareScreen(false);
            chromium.await(
                    "rid of the screen",
                    Stage.PATIENCE,
                    () -> chromium.participants().stream()
                            .noneMatch(each -> each.track("screen").isPresent()));
            firefox.leave();
            chromium.await(
                    "alone", Stage.PATIENCE, () -> chromium.participants().isEmpty());
            return List.of(
                    TileGoals.mislabelled("firefox", tiles, Map.of("Fox", 301, "Chrome", 302)),
                    new Figure(
                            "firefox.frames",
                            100
                                    * tiles.stream()
                                            .mapToDouble(TileFigures::frameRatio)
                                            .min()
                                            .orElse(Double.NaN),
                            "% of sent",
                            Goal.NONE),
                    new Figure("firefox.switched", switched ? 1 : 0, "pictures back", Goal.exactly(1)),
                    new Figure("firefox.done", 1, "muted, shared, left", Goal.exactly(1)));
        }
    }

    private static void awaitTrack(CallPage page, String participant, String source, boolean muted) {
        page.await(
                "told of " + source + (muted ? " muted" : ""),
                Stage.PATIENCE,
                () -> page.participants().stream()
                        .filter(each -> each.id().equals(participant))
                        .flatMap(each -> each.track(source).stream())
                        .anyMatch(track -> track.muted() == muted));
    }
}
