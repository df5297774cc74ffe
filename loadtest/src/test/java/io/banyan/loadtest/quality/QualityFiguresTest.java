package io.banyan.loadtest.quality;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.banyan.loadtest.netem.Bottleneck;
import io.banyan.loadtest.playout.PlayoutStats;
import io.banyan.loadtest.report.Figure;
import io.banyan.protocol.quality.EModel;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class QualityFiguresTest {
    private static final long MILLI = 1_000_000;

    private static QualityScenario scenario(String name) {
        return QualityScenarios.all(1).stream()
                .filter(each -> each.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    private static PlayoutStats video(long shown, long changes) {
        return new PlayoutStats(shown, 720, changes, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0);
    }

    private static Figure figure(List<Figure> figures, String name) {
        return figures.stream()
                .filter(each -> each.name().endsWith("." + name))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void shouldHoldASteadyLinkAgainstItsGoals() {
        QualityScenario steady = scenario("steady-1m");
        List<Bottleneck.Step> steps = new ArrayList<>();
        for (int i = 0; i < 450; i++) {
            steps.add(new Bottleneck.Step(1_000_000, 800_000, 20 * MILLI, i == 7 ? 3 : 0));
        }
        QualityOutcome outcome = new QualityOutcome(
                steps,
                10,
                70,
                45 * 800_000 / 8,
                0,
                List.of(video(1_350, 0), video(675, 9), video(0, 0), video(0, 0), video(0, 0), video(0, 0)),
                new PlayoutStats(0, 0, 0, 0, 0, 0, 0, 2_250, 45, 9, 60, 0, 2_250 * 60),
                List.of());
        List<Figure> figures = QualityFigures.of(steady, outcome);
        assertThat(figures)
                .filteredOn(each -> !each.met())
                .extracting(Figure::name)
                .containsExactly(
                        "steady-1m.used", "steady-1m.queue.p95", "steady-1m.queue.dropped", "steady-1m.switches");
        assertThat(figure(figures, "used").value()).isCloseTo(80, within(0.1));
        assertThat(figure(figures, "frames").value()).isCloseTo(25, within(0.1));
        assertThat(figure(figures, "audio.concealed").value()).isCloseTo(2, within(0.01));
        assertThat(figure(figures, "switches").value()).isEqualTo(2);
        // 50 ms of codec and devices, 25 of the way, 10 in front of the link, 60 in the buffer; 2 % concealed.
        assertThat(figure(figures, "audio.mos").value()).isCloseTo(EModel.mos(145, 0.02), within(0.001));
    }

    @Test
    void shouldTellHowLongAStepTakes() {
        QualityScenario step = scenario("step");
        List<Bottleneck.Step> steps = new ArrayList<>();
        for (int i = 0; i < 600; i++) {
            steps.add(new Bottleneck.Step(1_000_000, 500_000, i >= 100 && i < 112 ? 200 * MILLI : 10 * MILLI, 0));
        }
        List<QualityOutcome.Second> seconds = new ArrayList<>();
        for (int i = 0; i < 60; i++) {
            seconds.add(new QualityOutcome.Second(1_000_000, 500_000, "f", i < 10 || i >= 49 ? 720 : 180));
        }
        QualityOutcome outcome =
                new QualityOutcome(steps, 20, 50, 1, 0, List.of(video(1_800, 2)), PlayoutStats.NONE, seconds);
        List<Figure> figures = QualityFigures.of(step, outcome);
        assertThat(figure(figures, "down.queue").value()).isCloseTo(1.2, within(0.01));
        assertThat(figure(figures, "up.best").value()).isEqualTo(10);
        assertThat(figure(figures, "up.best").met()).isFalse();
    }

    @Test
    void shouldTellHowALinkIsShared() {
        QualityScenario shared = scenario("twins-300");
        List<Bottleneck.Step> steps = new ArrayList<>();
        for (int i = 0; i < 600; i++) {
            steps.add(new Bottleneck.Step(4_000_000, 4_000_000, 0, 0));
        }
        QualityOutcome outcome = new QualityOutcome(
                steps, 20, 50, 9_000_000, 18_000_000, List.of(video(1_800, 2)), PlayoutStats.NONE, List.of());
        List<Figure> figures = QualityFigures.of(shared, outcome);
        assertThat(figure(figures, "own.share").value()).isCloseTo(33.3, within(0.1));
        assertThat(figure(figures, "own.share").met()).isFalse();
        assertThat(figure(figures, "rival.share").met()).isTrue();
        assertThat(figure(figures, "least.used").met()).isTrue();
    }
}
