package io.banyan.node.media.sim;

import static org.assertj.core.api.Assertions.assertThat;

import io.banyan.loadtest.quality.QualityFigures;
import io.banyan.loadtest.quality.QualityScenario;
import io.banyan.loadtest.quality.QualityScenarios;
import io.banyan.loadtest.report.Figure;
import io.banyan.loadtest.report.Goal;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Scenarios of {@code bench quality}, in virtual time, where the same seed gives the same to the bit. What they are worth
 * with real sockets the benchmark measures.
 */
class QualityTest {
    private static final long SEED = 7;
    /** Goals are of every run; this is one of them. */
    private static final double TOLERANCE = 0.15;

    @ParameterizedTest
    @ValueSource(strings = {"steady-1m", "steady-3m", "step", "mobile", "loss-20"})
    void shouldMeetItsGoals(String name) {
        List<Figure> figures = play(name);
        assertThat(figures)
                .filteredOn(figure -> !(figure.goal() instanceof Goal.None))
                .isNotEmpty();
        assertThat(figures).filteredOn(figure -> !isNear(figure)).isEmpty();
    }

    private static boolean isNear(Figure figure) {
        return switch (figure.goal()) {
            case Goal.AtMost most -> figure.value() <= (1 + TOLERANCE) * most.limit();
            case Goal.AtLeast least -> figure.value() >= (1 - TOLERANCE) * least.limit();
            case Goal.Exactly _, Goal.None _ -> figure.met();
        };
    }

    /** Of the goal of 40 : 60 more than half: it begins with nothing, and layers are coarse. */
    @ParameterizedTest
    @ValueSource(strings = {"download-50", "download-300"})
    void shouldHaveItsShareOfALinkThatADownloadFills(String name) {
        List<Figure> figures = play(name);
        assertThat(value(figures, "own.share")).isGreaterThan(25);
        assertThat(value(figures, "rival.share")).isGreaterThan(40);
    }

    @Test
    void shouldPlayTheSameToTheBitForTheSameSeed() {
        QualityScenario scenario = named("step");
        assertThat(QualitySim.play(scenario, SEED)).isEqualTo(QualitySim.play(scenario, SEED));
    }

    private static List<Figure> play(String name) {
        QualityScenario scenario = named(name);
        return QualityFigures.of(scenario, QualitySim.play(scenario, SEED));
    }

    private static QualityScenario named(String name) {
        return QualityScenarios.all(SEED).stream()
                .filter(each -> each.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    private static double value(List<Figure> figures, String name) {
        return figures.stream()
                .filter(figure -> figure.name().endsWith("." + name))
                .findFirst()
                .orElseThrow()
                .value();
    }
}
