package io.banyan.loadtest.scenario;

import io.banyan.loadtest.browser.CallPage;
import io.banyan.loadtest.browser.FirstFrame;
import io.banyan.loadtest.browser.LogEntry;
import io.banyan.loadtest.report.Distribution;
import io.banyan.loadtest.report.Figure;
import io.banyan.loadtest.report.Goal;
import java.util.List;

/**
 * A fourth joins a call of three and leaves again, several times.
 *
 * @param joins how often
 */
public record LateJoiner(int joins) implements Scenario {
    private static final double FIRST_FRAME_MILLIS = 1_000;
    private static final double GONE_MILLIS = 1_000;

    @Override
    public String name() {
        return "late";
    }

    @Override
    public String plot() {
        return "a fourth joins a call of three and leaves, " + joins + " times";
    }

    @Override
    public List<Figure> play(Stage stage) {
        Distribution firstFrame = new Distribution();
        Distribution allFrames = new Distribution();
        Distribution gone = new Distribution();
        try (CallOfPages call = CallOfPages.gather(stage, "late", 3)) {
            for (int i = 0; i < joins; i++) {
                stage.say("join " + (i + 1) + " of " + joins);
                try (CallPage late = stage.open(call.room(), "Late" + i, 200 + i)) {
                    late.awaitJoined(Stage.PATIENCE);
                    late.await(
                            "seeing three",
                            Stage.PATIENCE,
                            () -> late.firstFrames().size() == 3);
                    List<FirstFrame> frames = late.firstFrames();
                    firstFrame.add(frames.stream()
                            .mapToDouble(FirstFrame::sinceJoiningMillis)
                            .min()
                            .orElseThrow());
                    allFrames.add(frames.stream()
                            .mapToDouble(FirstFrame::sinceJoiningMillis)
                            .max()
                            .orElseThrow());
                    String id = late.participantId();
                    double leftMillis = late.leave();
                    for (CallPage page : call.pages()) {
                        gone.add(PageLog.await(page, entry -> isGone(entry, id)).atMillis() - leftMillis);
                    }
                }
            }
        }
        return List.of(
                new Figure("late.firstframe.median", firstFrame.median(), "ms", Goal.atMost(FIRST_FRAME_MILLIS)),
                new Figure("late.firstframe.max", firstFrame.max(), "ms", Goal.NONE),
                new Figure("late.allframes.median", allFrames.median(), "ms", Goal.NONE),
                new Figure("late.gone.max", gone.max(), "ms", Goal.atMost(GONE_MILLIS)));
    }

    private static boolean isGone(LogEntry entry, String id) {
        return entry.event().equals("participantLeft") && entry.isAbout(id);
    }
}
