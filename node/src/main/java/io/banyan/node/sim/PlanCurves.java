package io.banyan.node.sim;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.function.ToDoubleFunction;

/**
 * What plots of plans show.
 *
 * @param fresh stretches of far nodes, planned at once
 * @param grown the same of a tree that everybody joined one after another
 * @param moved edges that had moved by each join
 * @param ways over the backbone
 */
@SuppressWarnings("ArrayRecordComponent") // Nobody compares them.
public record PlanCurves(double[] fresh, double[] grown, double[] moved, TreeWaysTotal ways) {
    /** Draws those of several plans: {@code stretch.png}, {@code backbone.png} and {@code moved.png}. */
    public static void write(List<PlanCurves> all, Path folder) throws IOException {
        new Chart("Delay over that of the shortest way, nodes further than 20 ms", "stretch", "share of nodes", false)
                .distribution("planned at once", joined(all, true))
                .distribution("grown join by join", joined(all, false))
                .write(folder.resolve("stretch.png"));
        double[] seeds = new double[all.size()];
        for (int i = 0; i < seeds.length; i++) {
            seeds[i] = i + 1;
        }
        new Chart("Way of one packet until every region has it", "plan", "ms", false)
                .line("each region from the origin", seeds, each(all, ways -> ways.star()))
                .line("tree", seeds, each(all, ways -> ways.tree()))
                .line("least possible", seeds, each(all, ways -> ways.least()))
                .write(folder.resolve("backbone.png"));
        Chart chart = new Chart("Edges that have moved while nodes joined", "nodes", "edges", false);
        for (int i = 0; i < Math.min(3, all.size()); i++) {
            double[] moved = all.get(i).moved();
            double[] nodes = new double[moved.length];
            for (int node = 0; node < nodes.length; node++) {
                nodes[node] = node + 1;
            }
            chart.line("plan " + (i + 1), nodes, moved);
        }
        chart.write(folder.resolve("moved.png"));
    }

    private static double[] joined(List<PlanCurves> all, boolean isFresh) {
        return all.stream()
                .flatMapToDouble(each -> Arrays.stream(isFresh ? each.fresh : each.grown))
                .toArray();
    }

    private static double[] each(List<PlanCurves> all, ToDoubleFunction<TreeWaysTotal> value) {
        return all.stream()
                .mapToDouble(curves -> value.applyAsDouble(curves.ways))
                .toArray();
    }
}
