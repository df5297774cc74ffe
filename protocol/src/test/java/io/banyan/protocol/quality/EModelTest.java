package io.banyan.protocol.quality;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EModelTest {
    /** G.107 Annex B, Table B.1, and the default rating. */
    @ParameterizedTest
    @CsvSource({
        "93.2, 4.41",
        "90, 4.34",
        "80, 4.024",
        "70, 3.60",
        "60, 3.1",
        "50, 2.575",
        "0, 1",
        "100, 4.5",
        "-5, 1",
        "3, 1"
    })
    void shouldTurnARatingIntoAnOpinion(double rating, double mos) {
        assertThat(EModel.mosOf(rating)).isCloseTo(mos, within(0.005));
    }

    /** G.131 and G.114 show R over the delay; the values follow from §7.4 itself. */
    @ParameterizedTest
    @CsvSource({"0, 0", "100, 0", "150, 0.16", "200, 3.04", "300, 14.76", "400, 24.07"})
    void shouldTakeOffForDelay(double millis, double impairment) {
        assertThat(EModel.delayImpairment(millis)).isCloseTo(impairment, within(0.05));
    }

    @ParameterizedTest
    @CsvSource({"0, 0", "0.05, 15.78", "0.251, 47.5", "1, 75.94", "7, 75.94", "-1, 0"})
    void shouldTakeOffForLoss(double share, double impairment) {
        assertThat(EModel.lossImpairment(share)).isCloseTo(impairment, within(0.01));
    }

    @Test
    void shouldNeverGetBetterWithMoreDelayOrMoreLoss() {
        for (int step = 1; step < 1000; step++) {
            assertThat(EModel.mos(step, 0)).isLessThanOrEqualTo(EModel.mos(step - 1, 0));
            assertThat(EModel.mos(0, step / 1e3)).isLessThanOrEqualTo(EModel.mos(0, (step - 1) / 1e3));
        }
    }
}
