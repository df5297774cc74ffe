package io.banyan.loadtest.scenario;

import io.banyan.loadtest.browser.CallPage;
import io.banyan.loadtest.browser.SlotSwitch;
import io.banyan.loadtest.browser.TileFigures;
import io.banyan.loadtest.report.Distribution;
import io.banyan.loadtest.report.Figure;
import io.banyan.loadtest.report.Goal;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

/**
 * One of three people gets all pictures and sounds on other slots, again and again.
 *
 * @param switches how often
 */
public record SlotSwitching(int switches) implements Scenario {
    /** Lip sync is asked for 2 s after a switch, and a tone's burst comes each second. */
    private static final long SETTLE_NANOS = 2_000_000_000L;

    /**
     * The first seconds of a call are their own: a receiver still finds out how much delay its sound needs, and moves the
     * picture after it by an eighth of what is left in a second.
     */
    private static final long FIRST_NANOS = 20_000_000_000L;

    /**
     * Chromium shows a picture up to half its duration away from its time, so that all stay on the screen for equally
     * many refreshes: at 15 frames a second lips would seem to be off by 33 ms that nobody sent.
     */
    private static final int FRAME_RATE = 30;

    private static final double LISTEN_SECONDS = 1.7;
    private static final double WHOLE_SECONDS = 4.5;
    private static final double SYNC_MILLIS = 60;

    @Override
    public String name() {
        return "switching";
    }

    @Override
    public String plot() {
        return "slots are switched " + switches + " times in a call of three";
    }

    @Override
    public List<Figure> play(Stage stage) {
        try (CallOfPages call = CallOfPages.gather(stage, "switching", 3, FRAME_RATE)) {
            CallPage page = call.page(0);
            List<TileFigures> tiles = new ArrayList<>();
            Distribution switchMillis = new Distribution();
            Distribution syncMillis = new Distribution();
            int failed = 0;
            stage.say("waiting until all have settled");
            LockSupport.parkNanos(FIRST_NANOS);
            Distribution before = new Distribution();
            addSyncMillis(page, before);
            for (int i = 0; i < switches; i++) {
                stage.say("switch " + (i + 1) + " of " + switches);
                page.beginCollecting("whole", WHOLE_SECONDS);
                SlotSwitch done = page.switchSlots();
                switchMillis.add(done.millis());
                failed += done.live() ? 0 : 1;
                LockSupport.parkNanos(SETTLE_NANOS);
                addSyncMillis(page, syncMillis);
                tiles.addAll(page.endCollecting("whole").tiles());
            }
            return List.of(
                    TileGoals.mislabelled("switching", tiles, call.numbers()),
                    new Figure("switching.failed", failed, "switches", Goal.exactly(0)),
                    new Figure(
                            "switching.sync.worst",
                            syncMillis.max(),
                            "ms",
                            Goal.atMost(SYNC_MILLIS),
                            syncMillis.count() + " bursts"),
                    new Figure("switching.sync.p50", syncMillis.median(), "ms", Goal.NONE),
                    new Figure("switching.sync.before", before.max(), "ms", Goal.NONE, "before the first switch"),
                    new Figure("switching.picture.p50", switchMillis.median(), "ms", Goal.NONE),
                    new Figure("switching.picture.max", switchMillis.max(), "ms", Goal.NONE));
        }
    }

    private static void addSyncMillis(CallPage page, Distribution millis) {
        for (TileFigures tile : page.collect(LISTEN_SECONDS).tiles()) {
            tile.syncOffsetMillis().each().forEach(offset -> millis.add(Math.abs(offset)));
        }
    }
}
