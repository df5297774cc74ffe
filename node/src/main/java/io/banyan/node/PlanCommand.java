package io.banyan.node;

import io.banyan.node.sim.PlanCurves;
import io.banyan.node.sim.PlanTrial;
import io.banyan.node.sim.TreeQuality;
import io.banyan.node.sim.TreeWaysTotal;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code banyan plan}: how good the trees are that the planner makes, and how long it takes. */
@Command(
        name = "plan",
        description = "Plan trees over cities of the world and set them beside the shortest ways without any limit.",
        mixinStandardHelpOptions = true,
        showDefaultValues = true)
final class PlanCommand implements Callable<Integer> {
    @Option(names = "--seed", description = "Which cities, which delays, where the origin is.")
    private long seed = 1;

    @Option(names = "--seeds", paramLabel = "N", description = "Plan so many, from --seed on.")
    private int seeds = 20;

    @Option(names = "--regions", paramLabel = "N", description = "Of one node each, at most 300.")
    private int regions = 300;

    @Option(names = "--fan-out", paramLabel = "N", description = "Of each node.")
    private int fanOut = 8;

    @Option(names = "--plots", paramLabel = "FOLDER", description = "Gets stretch.png, backbone.png and moved.png.")
    private @Nullable Path plots;

    @Spec
    private @Nullable CommandSpec spec;

    @Override
    public Integer call() throws IOException {
        PrintWriter out = spec == null
                ? new PrintWriter(System.out, true, StandardCharsets.UTF_8)
                : spec.commandLine().getOut();
        return plan(out);
    }

    private int plan(PrintWriter out) throws IOException {
        List<PlanTrial> trials = new ArrayList<>();
        for (long each = seed; each < seed + seeds; each++) {
            PlanTrial trial = PlanTrial.run(each, regions, fanOut);
            trials.add(trial);
            out.printf(
                    "%4d %-20s at once %s  grown %s  moved %.2f a join  %.1f ms%n",
                    each,
                    trial.origin().name(),
                    line(trial.fresh()),
                    line(trial.grown()),
                    trial.movedPerJoin(),
                    trial.planMicros() / 1e3);
            out.flush();
        }
        out.printf(
                "highest: worst %.3f mean %.3f p95 stretch %.3f of pairs over 20 ms; grown: worst %.3f mean %.3f%n",
                most(trials, trial -> trial.fresh().worst()),
                most(trials, trial -> trial.fresh().mean()),
                most(trials, trial -> trial.fresh().stretch95()),
                most(trials, trial -> trial.grown().worst()),
                most(trials, trial -> trial.grown().mean()));
        out.printf(
                "way of a packet over the backbone, mean: %.2f of what it is if each region fetches it from the origin, %.2f of"
                        + " the least possible%n",
                mean(trials, ways -> ways.tree() / ways.star()), mean(trials, ways -> ways.tree() / ways.least()));
        out.flush();
        if (plots != null) {
            PlanCurves.write(trials.stream().map(PlanTrial::curves).toList(), plots);
        }
        return CommandLine.ExitCode.OK;
    }

    private static double mean(List<PlanTrial> trials, ToDoubleFunction<TreeWaysTotal> value) {
        return trials.stream()
                .mapToDouble(trial -> value.applyAsDouble(trial.curves().ways()))
                .average()
                .orElse(0);
    }

    private static String line(TreeQuality quality) {
        return String.format("worst %.3f mean %.3f p95 %.3f", quality.worst(), quality.mean(), quality.stretch95());
    }

    private static double most(List<PlanTrial> trials, ToDoubleFunction<PlanTrial> value) {
        return trials.stream().mapToDouble(value).max().orElse(0);
    }
}
