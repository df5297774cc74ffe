package io.banyan.loadtest.quality;

import com.fasterxml.jackson.databind.JsonNode;
import io.banyan.loadtest.browser.CallPage;
import io.banyan.loadtest.browser.PageSettings;
import io.banyan.loadtest.netem.Bottleneck;
import io.banyan.loadtest.netem.UdpEmulator;
import io.banyan.loadtest.report.Figure;
import io.banyan.loadtest.scenario.Stage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

/**
 * Plays a scenario with Chromium: one page shows the camera of another, and both reach the node through one emulator. What
 * goes to the page that only sends is next to nothing, so that the link is the viewer's. Time is real.
 */
public final class BrowserRun {
    private static final long SECOND = 1_000_000_000L;

    private static final String SHOW_ALL_THERE_IS =
            "() => { for (const one of window.banyanTest.room.participants.values())"
                    + " for (const track of one.subscriptions.values()) track.setSize(0, 0); return true; }";

    private static final String DOWNLINK = "async () => (await window.banyanTest.room.downlink()) ?? {}";

    private final Stage stage;

    /** @param stage whose node is behind an emulated network */
    public BrowserRun(Stage stage) {
        this.stage = stage;
    }

    /**
     * Plays one.
     *
     * @param plots gets a picture of it
     */
    public List<Figure> play(QualityScenario scenario, Path plots) {
        Bottleneck link = new Bottleneck(scenario.link(), scenario.queue());
        UdpEmulator network = stage.network();
        network.setProfiles(scenario.up(), scenario.down());
        network.shareDown(link, null);
        String room = stage.newRoom("browser");
        try (CallPage camera = stage.open(PageSettings.small(stage.node(), room, "Ada", 501)
                        .withPicture(
                                scenario.video().width(),
                                scenario.video().height(),
                                scenario.video().frameRate(),
                                scenario.video().encodings().size()));
                CallPage viewer = stage.open(
                        PageSettings.small(stage.node(), room, "Ben", 502).withPublish("none"))) {
            camera.awaitJoined(Stage.PATIENCE);
            viewer.awaitJoined(Stage.PATIENCE);
            viewer.await(
                    "seeing a picture",
                    Stage.PATIENCE,
                    () -> !viewer.firstFrames().isEmpty());
            viewer.page().evaluate(SHOW_ALL_THERE_IS);
            LockSupport.parkNanos(scenario.warmUp().toNanos());
            QualityOutcome outcome = watch(scenario, viewer, network, link);
            Files.createDirectories(plots);
            QualityPlot.write(scenario, outcome, plots.resolve(scenario.name() + ".png"));
            return QualityFigures.of(scenario, outcome);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static QualityOutcome watch(
            QualityScenario scenario, CallPage viewer, UdpEmulator network, Bottleneck link) {
        PageRecorder recorder = new PageRecorder(viewer.stats());
        network.call(() -> {
            link.start(System.nanoTime());
            return true;
        });
        long startNanos = System.nanoTime();
        for (long second = 1; second <= scenario.length().toSeconds(); second++) {
            LockSupport.parkNanos(startNanos + second * SECOND - System.nanoTime());
            JsonNode stats = viewer.stats();
            recorder.onSecond(stats, viewer.page().evaluate(DOWNLINK));
        }
        return network.call(() -> {
            link.advance(System.nanoTime());
            return recorder.end(scenario, link);
        });
    }
}
