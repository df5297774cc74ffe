package io.banyan.loadtest.scenario;

import io.banyan.loadtest.browser.TileFigures;
import io.banyan.loadtest.report.Figure;
import io.banyan.loadtest.report.Goal;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.ToDoubleFunction;

/** What every tile of a good call shows, as figures: the worst of all tiles each. */
final class TileGoals {
    private static final double FRAME_SHARE = 90;
    private static final double CONCEALED_SHARE = 2;
    private static final double FREEZE_MILLIS = 500;
    /** Of full scale; the tone that pages send is far above. */
    private static final double AUDIBLE = 0.001;

    private TileGoals() {}

    /** @param numbers that each name's pictures must carry */
    static List<Figure> of(String prefix, List<TileFigures> tiles, Map<String, Integer> numbers) {
        return List.of(
                new Figure(
                        prefix + ".frames",
                        100 * min(tiles, TileFigures::frameRatio),
                        "% of sent",
                        Goal.atLeast(FRAME_SHARE)),
                // What is missing of the frames shown but not here, the browser left out on its own screen.
                new Figure(
                        prefix + ".frames.decoded", 100 * min(tiles, TileGoals::decodedShare), "% of sent", Goal.NONE),
                new Figure(
                        prefix + ".audio.level", min(tiles, TileGoals::audioLevel), "of full", Goal.atLeast(AUDIBLE)),
                new Figure(
                        prefix + ".audio.concealed",
                        100 * max(tiles, TileGoals::concealedShare),
                        "% of samples",
                        Goal.atMost(CONCEALED_SHARE)),
                new Figure(
                        prefix + ".freeze.longest",
                        max(tiles, TileFigures::longestGapMillis),
                        "ms",
                        Goal.atMost(FREEZE_MILLIS)),
                mislabelled(prefix, tiles, numbers),
                new Figure(prefix + ".unreadable", 100 * max(tiles, TileGoals::unreadableShare), "%", Goal.NONE),
                new Figure(
                        prefix + ".latency.p50",
                        max(tiles, tile -> tile.latencyMillis().p50()),
                        "ms",
                        Goal.NONE),
                new Figure(
                        prefix + ".latency.p95",
                        max(tiles, tile -> tile.latencyMillis().p95()),
                        "ms",
                        Goal.NONE));
    }

    static Figure mislabelled(String prefix, List<TileFigures> tiles, Map<String, Integer> numbers) {
        long pictures = tiles.stream().mapToLong(TileFigures::mislabelled).sum();
        // The page goes by the track's name; here the numbers are known that the pages were opened with.
        long tracks = tiles.stream()
                .filter(tile -> !Objects.equals(numbers.get(tile.name()), tile.expectedNumber()))
                .count();
        return new Figure(prefix + ".mislabelled", pictures + tracks, "pictures", Goal.exactly(0));
    }

    private static double audioLevel(TileFigures tile) {
        return tile.sound() == null ? 0 : tile.sound().audioLevel();
    }

    private static double concealedShare(TileFigures tile) {
        return tile.sound() == null ? 1 : tile.sound().concealedShare();
    }

    /** The browser counts a little longer than the pictures tell: at most all. */
    private static double decodedShare(TileFigures tile) {
        if (tile.picture() == null || tile.expectedFrames() == 0) {
            return 0;
        }
        return Math.min(1, (double) tile.picture().framesDecoded() / tile.expectedFrames());
    }

    private static double unreadableShare(TileFigures tile) {
        return tile.frames() == 0 ? 1 : (double) tile.unreadable() / tile.frames();
    }

    private static double min(List<TileFigures> tiles, ToDoubleFunction<TileFigures> figure) {
        return tiles.stream().mapToDouble(figure).min().orElse(Double.NaN);
    }

    private static double max(List<TileFigures> tiles, ToDoubleFunction<TileFigures> figure) {
        return tiles.stream().mapToDouble(figure).max().orElse(Double.NaN);
    }
}
