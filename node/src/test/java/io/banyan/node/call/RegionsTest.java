package io.banyan.node.call;

import static org.assertj.core.api.Assertions.assertThat;

import io.banyan.loadtest.region.OneCopy;
import io.banyan.loadtest.region.PairCut;
import io.banyan.loadtest.region.Races;
import io.banyan.loadtest.region.RegionCut;
import io.banyan.loadtest.region.RegionScenario;
import io.banyan.loadtest.region.RegionStage;
import io.banyan.loadtest.report.Figure;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Synthetic peers in three regions, each a process, which are cut and healed: the benchmark's scenarios, wide limits. */
@Timeout(240)
@TestInstance(Lifecycle.PER_CLASS)
class RegionsTest {
    private static final long SEED = 20_261_127;
    private static final double PATIENT_SECONDS = 30;

    private RegionStage stage;

    @BeforeAll
    void start(@TempDir Path folder) {
        stage = RegionStage.open(
                NodeCommand.WORDS, RegionStage.REGIONS, 1, false, SEED, folder.resolve("mesh"), line -> {});
    }

    @AfterAll
    void stop() {
        stage.close();
    }

    @Test
    void shouldSendOneCopyOfATrackToARegion() {
        Map<String, Double> figures = play(new OneCopy(1, 5));
        assertThat(figures.get("onecopy.copies")).isBetween(0.5, 1.6);
    }

    @Test
    void shouldGoOnOnBothSidesOfACutAndBeOneRoomAfterIt() {
        Map<String, Double> figures = play(new RegionCut(5));
        assertThat(figures.get("cut.5.going-on")).isGreaterThan(20);
        assertThat(figures.get("cut.5.whole")).isLessThan(PATIENT_SECONDS);
        assertThat(figures.get("cut.5.sessions")).isEqualTo(1);
    }

    @Test
    void shouldTellNewsThroughTheThirdRegion() {
        assertThat(play(new PairCut(5)).get("paircut.news")).isLessThan(PATIENT_SECONDS);
    }

    @Test
    void shouldEndRacesOfACutAsWritten() {
        assertThat(play(new Races()))
                .containsEntry("races.identity.later-stays", 1.0)
                .containsEntry("races.kick.holds", 1.0)
                .containsEntry("races.end.holds", 1.0)
                .containsEntry("races.end.later-stays", 1.0)
                .containsEntry("races.limit.people", 4.0)
                .containsEntry("races.limit.nobody-new", 1.0);
    }

    private Map<String, Double> play(RegionScenario scenario) {
        Map<String, Double> figures = new LinkedHashMap<>();
        for (Figure figure : scenario.play(stage)) {
            figures.put(figure.name(), figure.value());
        }
        return figures;
    }
}
