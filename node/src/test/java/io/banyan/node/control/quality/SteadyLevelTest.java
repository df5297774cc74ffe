package io.banyan.node.control.quality;

import static io.banyan.node.control.quality.QualityLevel.EXCELLENT;
import static io.banyan.node.control.quality.QualityLevel.FAIR;
import static io.banyan.node.control.quality.QualityLevel.GOOD;
import static io.banyan.node.control.quality.QualityLevel.POOR;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SteadyLevelTest {
    private final SteadyLevel steady = new SteadyLevel();

    @Test
    void shouldSayTheFirstAtOnce() {
        assertThat(steady.add(GOOD)).isTrue();
        assertThat(steady.add(GOOD)).isFalse();
    }

    @Test
    void shouldSaySoonThatItGotWorse() {
        steady.add(EXCELLENT);
        assertThat(steady.add(FAIR)).isFalse();
        assertThat(steady.add(POOR)).isTrue();
        assertThat(steady.said()).isEqualTo(POOR);
    }

    @Test
    void shouldSayLaterThatItGotBetter() {
        steady.add(POOR);
        for (int second = 1; second < SteadyLevel.BETTER_SECONDS; second++) {
            assertThat(steady.add(GOOD)).isFalse();
        }
        assertThat(steady.add(GOOD)).isTrue();
    }

    @Test
    void shouldNotFlap() {
        steady.add(GOOD);
        for (int second = 0; second < 60; second++) {
            assertThat(steady.add(second % 2 == 0 ? FAIR : GOOD)).isFalse();
        }
    }

    @Test
    void shouldBeginAnewAfterSilence() {
        steady.add(POOR);
        assertThat(steady.add(null)).isTrue();
        assertThat(steady.said()).isNull();
        assertThat(steady.add(null)).isFalse();
        assertThat(steady.add(EXCELLENT)).isTrue();
    }
}
