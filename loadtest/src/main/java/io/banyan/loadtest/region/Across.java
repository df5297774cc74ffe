package io.banyan.loadtest.region;

import io.banyan.loadtest.mesh.MeshNode;
import io.banyan.loadtest.report.Figure;
import io.banyan.loadtest.report.Goal;
import io.banyan.loadtest.scenario.Scenario;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A scenario of one node's benchmark with its people in three regions, and what the nodes used meanwhile.
 *
 * @param call the scenario
 * @param isWide with the delays of real cities
 */
public record Across(Scenario call, boolean isWide) implements RegionScenario {
    @Override
    public String name() {
        return call.name() + (isWide ? "" : ".near");
    }

    @Override
    public String plot() {
        return call.plot() + ", each in another region";
    }

    @Override
    public List<Figure> play(RegionStage stage) {
        Map<MeshNode, Double> before = new HashMap<>();
        for (MeshNode node : stage.mesh().nodes()) {
            before.put(node, node.process().usage().processorSeconds());
        }
        long startNanos = System.nanoTime();
        List<Figure> figures = new ArrayList<>(call.play(stage.people()));
        double seconds = (System.nanoTime() - startNanos) / 1e9;
        before.forEach((node, processor) -> {
            double used = node.process().usage().processorSeconds() - processor;
            String prefix = name() + "." + node.name();
            figures.add(new Figure(prefix + ".cpu", 100 * used / seconds, "% of a core", Goal.NONE));
            figures.add(new Figure(prefix + ".rss", node.process().usage().residentMib(), "MiB", Goal.NONE));
        });
        return figures;
    }
}
