package io.banyan.node.browser;

import static org.assertj.core.api.Assertions.assertThat;

import io.banyan.loadtest.browser.CallPage;
import io.banyan.loadtest.browser.TileFigures;
import io.banyan.loadtest.region.RegionStage;
import io.banyan.loadtest.scenario.CallOfPages;
import io.banyan.node.call.NodeCommand;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Three people in Chromium, each in another region, with the delays of real cities between them. */
@Tag("browser")
@Timeout(240)
class RegionsCallTest {
    private static final long SEED = 20_261_127;
    private static final double WATCHED_SECONDS = 6;
    private static final int SWITCHES = 3;

    @TempDir
    private Path folder;

    @Test
    void shouldShowAndSoundEverybodyToEverybodyInOtherRegions() {
        try (RegionStage stage = RegionStage.open(
                        NodeCommand.WORDS, RegionStage.REGIONS, 1, true, SEED, folder.resolve("mesh"), line -> {});
                CallOfPages call = CallOfPages.gather(stage.people(), "regions", 3)) {
            for (CallPage page : call.pages()) {
                page.beginCollecting("regions", WATCHED_SECONDS);
            }
            for (CallPage page : call.pages()) {
                List<TileFigures> tiles = page.endCollecting("regions").tiles();
                assertThat(tiles).hasSize(2).allSatisfy(tile -> {
                    assertThat(tile.frameRatio()).as("frames of %s", tile).isGreaterThan(Tolerance.FRAME_SHARE);
                    assertThat(Tolerance.audioLevel(tile))
                            .as("sound of %s", tile)
                            .isGreaterThan(Tolerance.AUDIBLE);
                    assertThat(Tolerance.concealedShare(tile))
                            .as("sound of %s", tile)
                            .isLessThan(Tolerance.CONCEALED);
                });
                assertThat(wrong(tiles, call.numbers())).isEmpty();
            }
            CallPage page = call.page(0);
            page.beginCollecting("switched", WATCHED_SECONDS);
            for (int i = 1; i <= SWITCHES; i++) {
                assertThat(page.switchSlots().live())
                        .as("all pictures are there after switch %d", i)
                        .isTrue();
            }
            assertThat(wrong(page.endCollecting("switched").tiles(), call.numbers()))
                    .isEmpty();
        }
    }

    private static List<TileFigures> wrong(List<TileFigures> tiles, Map<String, Integer> numbers) {
        return tiles.stream()
                .filter(tile ->
                        tile.mislabelled() > 0 || !Objects.equals(tile.expectedNumber(), numbers.get(tile.name())))
                .toList();
    }
}
