package io.banyan.loadtest.quality;

import io.banyan.loadtest.netem.Bottleneck;
import io.banyan.loadtest.playout.PlayoutStats;
import io.banyan.loadtest.report.Figure;
import io.banyan.loadtest.report.Goal;
import io.banyan.protocol.quality.EModel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToLongFunction;

/** The figures of an outcome, and the goals of those that have one. */
public final class QualityFigures {
    /** A queue that one frame makes goes by itself. */
    private static final long STANDING_NANOS = 100_000_000;

    /** A packet's length, the codec's look-ahead (RFC 6716 §2), and what devices take: as the node reckons. */
    private static final double FIXED_DELAY_MILLIS = 50;

    private static final double STEP_SECONDS = Bottleneck.STEP_NANOS / 1e9;

    private final QualityScenario scenario;
    private final QualityOutcome outcome;
    private final List<Figure> figures = new ArrayList<>();

    private QualityFigures(QualityScenario scenario, QualityOutcome outcome) {
        this.scenario = scenario;
        this.outcome = outcome;
    }

    public static List<Figure> of(QualityScenario scenario, QualityOutcome outcome) {
        return new QualityFigures(scenario, outcome).all();
    }

    private List<Figure> all() {
        boolean isSteady = scenario.judge() == QualityScenario.Judge.STEADY;
        add("used", share(outcome.bytes()), "% of the link", isSteady ? Goal.atLeast(85) : Goal.NONE);
        add("queue.p95", outcome.queueP95Millis(), "ms", isSteady ? Goal.atMost(60) : Goal.NONE);
        long dropped =
                outcome.steps().stream().mapToInt(Bottleneck.Step::dropped).sum();
        add("queue.dropped", (double) dropped, "datagrams", isSteady ? Goal.exactly(0) : Goal.NONE);
        addVideo(isSteady);
        addAudio();
        switch (scenario.judge()) {
            case STEP -> addStep();
            case SHARED -> addShares();
            case REPORT, STEADY, LONG_WAY, HEAVY_LOSS -> {}
        }
        return figures;
    }

    private void addVideo(boolean isSteady) {
        double seconds = scenario.length().toNanos() / 1e9;
        double minutes = seconds / 60;
        long shown = outcome.video().stream().mapToLong(PlayoutStats::shown).sum();
        double perCamera = shown / seconds / scenario.cameras();
        double framesPercent = 100 * perCamera / scenario.video().frameRate();
        Goal frames = switch (scenario.judge()) {
            case LONG_WAY -> Goal.atLeast(95);
            // At some layer: more than a slide show.
            case HEAVY_LOSS -> Goal.atLeast(33);
            case REPORT, STEADY, STEP, SHARED -> Goal.NONE;
        };
        add("frames", framesPercent, "% of the cameras'", frames);
        add("height", meanHeight(), "lines", Goal.NONE);
        add("freezes", sum(PlayoutStats::freezes) / minutes, "a minute", Goal.NONE);
        add("frozen", sum(PlayoutStats::frozenMillis) / scenario.cameras() / seconds / 10, "% of time", Goal.NONE);
        long longest = outcome.video().stream()
                .mapToLong(each -> Math.max(each.longestFreezeMillis(), each.sinceShownMillis()))
                .max()
                .orElse(0);
        boolean isStep = scenario.judge() == QualityScenario.Judge.STEP;
        add("freeze.longest", (double) longest, "ms", isStep ? Goal.atMost(1_000) : Goal.NONE);
        add(
                "switches",
                sum(PlayoutStats::heightChanges) / minutes / scenario.cameras(),
                "a minute and camera",
                isSteady ? Goal.atMost(1) : Goal.NONE);
    }

    private void addAudio() {
        PlayoutStats audio = outcome.audio();
        double ticks = Math.max(1, audio.audioTicks());
        Goal concealed = switch (scenario.judge()) {
            case STEP -> Goal.atMost(2);
            case HEAVY_LOSS -> Goal.atMost(6);
            case REPORT, STEADY, LONG_WAY, SHARED -> Goal.NONE;
        };
        add("audio.concealed", 100 * audio.madeUp() / ticks, "% of time", concealed);
        // Of what was concealed: if whoever encodes had put it in.
        add("audio.mendable", 100 * audio.mendable() / ticks, "% of time", Goal.NONE);
        add("audio.repaired", 100 * audio.repaired() / ticks, "% of time", Goal.NONE);
        add("audio.mos", mos(audio, ticks), "", Goal.NONE);
        boolean isFar = scenario.judge() == QualityScenario.Judge.LONG_WAY;
        add("audio.gap", (double) audio.longestGapMillis(), "ms", isFar ? Goal.atMost(60) : Goal.NONE);
    }

    /** By the E-model: from mouth to ear, and what was made up on the way. */
    private double mos(PlayoutStats audio, double ticks) {
        double queueMillis = Double.isNaN(outcome.queueMedianMillis()) ? 0 : outcome.queueMedianMillis();
        double wayMillis = scenario.down().delayNanos() / 1e6 + scenario.down().jitterNanos() / 2e6;
        double delayMillis = FIXED_DELAY_MILLIS + wayMillis + queueMillis + audio.waitedMillis() / ticks;
        return EModel.mos(delayMillis, audio.madeUp() / ticks);
    }

    /** From each change of the link on. */
    private void addStep() {
        int down = step(QualityScenarios.DOWN_AT);
        int up = Math.min(step(QualityScenarios.UP_AT), outcome.steps().size());
        int gone = down;
        for (int i = down; i < up; i++) {
            gone = outcome.steps().get(i).queueNanos() > STANDING_NANOS ? i + 1 : gone;
        }
        add("down.queue", (gone - down) * STEP_SECONDS, "s until none stood", Goal.atMost(1.5));
        int at = (int) QualityScenarios.UP_AT.toSeconds();
        int back = at;
        int best = scenario.video().height();
        while (back < outcome.seconds().size() && outcome.seconds().get(back).height() < best) {
            back++;
        }
        boolean isBack = back < outcome.seconds().size();
        add("up.best", isBack ? back + 1 - at : Double.NaN, "s until the best layer", Goal.atMost(8));
    }

    private void addShares() {
        double all = Math.max(1, outcome.bytes() + outcome.rivalBytes());
        double own = 100 * outcome.bytes() / all;
        add("own.share", own, "% of what came", Goal.atLeast(40));
        add("rival.share", 100 - own, "% of what came", Goal.atLeast(40));
        double least = Math.min(outcome.bytes(), outcome.rivalBytes());
        add("least.used", share(Math.round(least)), "% of the link", Goal.atLeast(25));
    }

    private double share(long bytes) {
        double bits =
                outcome.steps().stream().mapToLong(Bottleneck.Step::capacityBps).sum() * STEP_SECONDS;
        return 100 * bytes * 8 / Math.max(1, bits);
    }

    private double meanHeight() {
        return outcome.seconds().stream()
                .mapToInt(QualityOutcome.Second::height)
                .average()
                .orElse(0);
    }

    private double sum(ToLongFunction<PlayoutStats> part) {
        return outcome.video().stream().mapToLong(part).sum();
    }

    private static int step(Duration at) {
        return (int) (at.toNanos() / Bottleneck.STEP_NANOS);
    }

    private void add(String what, double value, String unit, Goal goal) {
        figures.add(new Figure(scenario.name() + "." + what, value, unit, goal));
    }
}
