package io.banyan.node.media.sim;

import static org.assertj.core.api.Assertions.assertThat;

import io.banyan.loadtest.quality.QualityFigures;
import io.banyan.loadtest.quality.QualityScenario;
import io.banyan.loadtest.quality.QualityScenarios;
import io.banyan.loadtest.report.Figure;
import io.banyan.loadtest.report.Goal;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Scenarios of {@code bench quality}, in virtual time and with wide limits: half as good as their goals at least. How good
 * they are the benchmark measures.
 */
class QualityTest {
    private static final long SEED = 7;

    @ParameterizedTest
    @ValueSource(strings = {"steady-1m", "steady-3m", "step", "mobile", "loss-20"})
    void shouldComeNearItsGoals(String name) {
        QualityScenario scenario = QualityScenarios.all(SEED).stream()
                .filter(each -> each.name().equals(name))
                .findFirst()
                .orElseThrow();
        List<Figure> figures = QualityFigures.of(scenario, QualitySim.play(scenario, SEED));
        assertThat(figures)
                .filteredOn(figure -> !(figure.goal() instanceof Goal.None))
                .isNotEmpty();
        assertThat(figures).filteredOn(figure -> !isNear(figure)).isEmpty();
    }

    private static boolean isNear(Figure figure) {
        return switch (figure.goal()) {
            case Goal.AtMost most -> figure.value() <= 2 * most.limit();
            case Goal.AtLeast least -> figure.value() >= least.limit() / 2;
            case Goal.Exactly _, Goal.None _ -> figure.met();
        };
    }
}
