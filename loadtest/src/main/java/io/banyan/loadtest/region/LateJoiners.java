package io.banyan.loadtest.region;

import io.banyan.loadtest.browser.CallPage;
import io.banyan.loadtest.browser.FirstFrame;
import io.banyan.loadtest.browser.LogEntry;
import io.banyan.loadtest.browser.PageSettings;
import io.banyan.loadtest.mesh.MeshNode;
import io.banyan.loadtest.report.Distribution;
import io.banyan.loadtest.report.Figure;
import io.banyan.loadtest.report.Goal;
import io.banyan.loadtest.scenario.CallOfPages;
import io.banyan.loadtest.scenario.PageLog;
import io.banyan.loadtest.scenario.Stage;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * A fourth joins a call of three, in each region in turn, and leaves again.
 *
 * @param joins how often
 */
public record LateJoiners(int joins) implements RegionScenario {
    private static final double FIRST_FRAME_MILLIS = 1_000;
    private static final double GONE_MILLIS = 1_000;

    @Override
    public String name() {
        return "late";
    }

    @Override
    public String plot() {
        return "a fourth joins a call over three regions and leaves, " + joins + " times";
    }

    @Override
    public boolean isWide() {
        return true;
    }

    @Override
    public List<Figure> play(RegionStage stage) {
        List<MeshNode> nodes =
                List.of(stage.first(RegionStage.EU), stage.first(RegionStage.US), stage.first(RegionStage.AP));
        Map<String, Distribution> firstFrame = new TreeMap<>();
        Map<String, Long> roundTrips = new TreeMap<>();
        Distribution gone = new Distribution();
        try (CallOfPages call = CallOfPages.gather(stage.people(), "late", 3)) {
            List<String> people =
                    call.pages().stream().map(CallPage::participantId).toList();
            for (int i = 0; i < joins; i++) {
                stage.say("join " + (i + 1) + " of " + joins);
                MeshNode home = nodes.get(i % nodes.size());
                PageSettings settings = PageSettings.small(home.process().url(), call.room(), "Late" + i, 200 + i);
                try (CallPage late = stage.people().open(settings)) {
                    late.awaitJoined(Stage.PATIENCE);
                    late.await(
                            "seeing three",
                            Stage.PATIENCE,
                            () -> late.firstFrames().size() == 3);
                    for (FirstFrame frame : late.firstFrames()) {
                        MeshNode of = nodes.get(people.indexOf(frame.participantId()));
                        String pair = of.region() + "-" + home.region();
                        roundTrips.put(pair, stage.roundTripMillis(of, home));
                        firstFrame
                                .computeIfAbsent(pair, key -> new Distribution())
                                .add(frame.sinceJoiningMillis());
                    }
                    String id = late.participantId();
                    double leftMillis = late.leave();
                    for (CallPage page : call.pages()) {
                        gone.add(PageLog.await(page, entry -> isGone(entry, id)).atMillis() - leftMillis);
                    }
                }
            }
        }
        List<Figure> figures = new ArrayList<>();
        firstFrame.forEach((pair, millis) -> {
            long roundTrip = roundTrips.getOrDefault(pair, 0L);
            figures.add(new Figure(
                    "late.firstframe." + pair + ".median",
                    millis.median(),
                    "ms",
                    Goal.atMost(FIRST_FRAME_MILLIS + 2.0 * roundTrip),
                    "RTT " + roundTrip + " ms, max " + Math.round(millis.max())));
        });
        figures.add(new Figure("late.gone.max", gone.max(), "ms", Goal.atMost(GONE_MILLIS)));
        return figures;
    }

    private static boolean isGone(LogEntry entry, String id) {
        return entry.event().equals("participantLeft") && entry.isAbout(id);
    }
}
