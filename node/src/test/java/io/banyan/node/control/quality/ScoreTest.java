package io.banyan.node.control.quality;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ScoreTest {
    @ParameterizedTest
    @CsvSource({
        "0,     5,   20, EXCELLENT",
        "0.01,  5,   20, EXCELLENT",
        "0.04, 20,   60, GOOD",
        "0.06,  5,   20, FAIR",
        "0,   101,   20, FAIR",
        "0,     5, 1000, FAIR",
        "0.30, 30,  200, POOR"
    })
    void shouldJudgeSound(double lossShare, double jitterMillis, double rttMillis, QualityLevel level) {
        assertThat(levelOf(AudioScore.of(lossShare, jitterMillis, rttMillis))).isEqualTo(level);
    }

    @Test
    void shouldSayWhatIsWrongWithSound() {
        assertThat(AudioScore.of(0.02, 20, 50).causes()).isEmpty();
        assertThat(AudioScore.of(0.06, 120, 50).causes())
                .containsExactlyInAnyOrder(QualityCause.LOSS, QualityCause.JITTER);
        assertThat(AudioScore.of(0, 20, 900).causes()).containsExactly(QualityCause.DELAY);
    }

    @ParameterizedTest
    @CsvSource({
        "0,     1,    1,    EXCELLENT",
        "0,     2,    3,    EXCELLENT",
        "0.05,  1,    1,    GOOD",
        "0,     0.7,  1,    GOOD",
        "0,     1,    0.5,  GOOD",
        "0.1,   0.7,  0.75, FAIR",
        "0.2,   1,    1,    POOR",
        "1,     0,    0,    POOR"
    })
    void shouldJudgeAPicture(double frozenShare, double frameShare, double sizeShare, QualityLevel level) {
        assertThat(levelOf(VideoScore.of(frozenShare, frameShare, sizeShare))).isEqualTo(level);
    }

    @Test
    void shouldSayWhatIsWrongWithAPicture() {
        assertThat(VideoScore.of(0, 1, 1).causes()).isEmpty();
        assertThat(VideoScore.of(0.2, 0.3, 0.2).causes())
                .isEqualTo(Set.of(QualityCause.FREEZES, QualityCause.FRAME_RATE, QualityCause.RESOLUTION));
        assertThat(VideoScore.ofLoss(0.06).causes()).containsExactly(QualityCause.LOSS);
        assertThat(levelOf(VideoScore.ofLoss(0.06))).isEqualTo(QualityLevel.FAIR);
        assertThat(levelOf(VideoScore.ofLoss(0.2))).isEqualTo(QualityLevel.POOR);
        assertThat(levelOf(VideoScore.ofLoss(0))).isEqualTo(QualityLevel.EXCELLENT);
    }

    private static QualityLevel levelOf(Score score) {
        return QualityLevel.of(score.mos());
    }
}
