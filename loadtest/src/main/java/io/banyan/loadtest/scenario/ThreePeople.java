package io.banyan.loadtest.scenario;

import io.banyan.loadtest.browser.CallPage;
import io.banyan.loadtest.browser.Collected;
import io.banyan.loadtest.browser.TileFigures;
import io.banyan.loadtest.process.ProcessUsage;
import io.banyan.loadtest.report.Figure;
import io.banyan.loadtest.report.Goal;
import java.util.ArrayList;
import java.util.List;

/**
 * Three people see and hear each other for a while.
 *
 * @param seconds that are watched
 */
public record ThreePeople(int seconds) implements Scenario {
    @Override
    public String name() {
        return "three";
    }

    @Override
    public String plot() {
        return "three people see and hear each other for " + seconds + " s";
    }

    @Override
    public List<Figure> play(Stage stage) {
        List<Figure> figures = new ArrayList<>();
        stage.usage()
                .ifPresent(usage -> figures.add(new Figure("node.rss.idle", usage.residentMib(), "MiB", Goal.NONE)));
        try (CallOfPages call = CallOfPages.gather(stage, "three", 3)) {
            stage.say("watching for " + seconds + " s");
            double processorBefore =
                    stage.usage().map(ProcessUsage::processorSeconds).orElse(Double.NaN);
            for (CallPage page : call.pages()) {
                page.beginCollecting("three", seconds);
            }
            List<TileFigures> tiles = new ArrayList<>();
            for (CallPage page : call.pages()) {
                Collected collected = page.endCollecting("three");
                tiles.addAll(collected.tiles());
            }
            figures.addAll(TileGoals.of("three", tiles, call.numbers()));
            stage.usage().ifPresent(usage -> {
                double processor = usage.processorSeconds() - processorBefore;
                figures.add(new Figure("node.rss.call", usage.residentMib(), "MiB", Goal.NONE));
                figures.add(new Figure("node.cpu.call", 100 * processor / seconds, "% of a core", Goal.NONE));
            });
        }
        return figures;
    }
}
