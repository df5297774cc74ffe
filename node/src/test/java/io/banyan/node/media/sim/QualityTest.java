package io.banyan.node.media.sim;

import static org.assertj.core.api.Assertions.assertThat;

import io.banyan.loadtest.quality.QualityFigures;
import io.banyan.loadtest.quality.QualityScenario;
import io.banyan.loadtest.quality.QualityScenarios;
import io.banyan.loadtest.report.Figure;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The scenarios of {@code bench quality} whose goals are met, in virtual time. */
class QualityTest {
    private static final long SEED = 7;

    @ParameterizedTest
    @ValueSource(strings = {"steady-1m", "steady-3m", "step", "mobile", "loss-20"})
    void shouldReachItsGoals(String name) {
        QualityScenario scenario = QualityScenarios.all(SEED).stream()
                .filter(each -> each.name().equals(name))
                .findFirst()
                .orElseThrow();
        List<Figure> figures = QualityFigures.of(scenario, QualitySim.play(scenario, SEED));
        assertThat(figures).filteredOn(figure -> !figure.met()).isEmpty();
    }
}
