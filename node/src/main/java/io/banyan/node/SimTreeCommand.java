package io.banyan.node;

import io.banyan.node.sim.Chart;
import io.banyan.node.sim.TreeSimulation;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code banyan sim tree}: a room's trees under everything that goes wrong. */
@Command(
        name = "tree",
        description =
                "Let nodes and regions die, ways be cut in one or both directions, lose 30 %% and flap, and nodes stand"
                        + " still under the trees of a room: they must stay trees, and serve everybody once all is healed.",
        mixinStandardHelpOptions = true,
        showDefaultValues = true)
final class SimTreeCommand implements Callable<Integer> {
    @Option(names = "--seed", description = "Everything follows from it.")
    private long seed = 1;

    @Option(names = "--seeds", paramLabel = "N", description = "Run so many, from --seed on.")
    private int seeds = 20;

    @Option(names = "--jobs", paramLabel = "N", description = "Runs at the same time, each in one thread.")
    private int jobs = Runtime.getRuntime().availableProcessors();

    @Option(
            names = "--plots",
            paramLabel = "FOLDER",
            description = "Gets gaps.png: how long nodes went without an origin.")
    private @Nullable Path plots;

    @Spec
    private @Nullable CommandSpec spec;

    @Override
    public Integer call() throws InterruptedException, ExecutionException, IOException {
        PrintWriter out = spec == null
                ? new PrintWriter(System.out, true, StandardCharsets.UTF_8)
                : spec.commandLine().getOut();
        long startedNanos = System.nanoTime();
        int broken = 0;
        StringBuilder digests = new StringBuilder();
        List<Long> gaps = new ArrayList<>();
        try (ExecutorService threads = Executors.newFixedThreadPool(Math.clamp(jobs, 1, Math.max(1, seeds)))) {
            List<Future<TreeSimulation.Outcome>> runs = new ArrayList<>();
            for (long each = seed; each < seed + seeds; each++) {
                long one = each;
                runs.add(threads.submit(() -> TreeSimulation.run(one)));
            }
            // In the seeds' order, whichever is done first: the same options print the same.
            for (int i = 0; i < runs.size(); i++) {
                TreeSimulation.Outcome outcome = runs.get(i).get();
                digests.append(outcome.digest());
                gaps.addAll(outcome.gapMillis());
                for (String violation : outcome.broken()) {
                    out.println("seed " + (seed + i) + ": " + violation);
                }
                if (!outcome.broken().isEmpty()) {
                    broken++;
                    out.println("again: ./banyan sim tree --seeds 1 --seed " + (seed + i));
                }
                out.flush();
            }
        }
        out.printf(
                Locale.ROOT,
                "%d runs, %d broke a rule, digest %08x, %.1f s%n",
                seeds,
                broken,
                digests.toString().hashCode(),
                (System.nanoTime() - startedNanos) / 1e9);
        out.flush();
        if (plots != null) {
            new Chart("How long nodes went without an origin that was there", "ms", "share of " + gaps.size(), true)
                    .distribution(
                            "gaps",
                            gaps.stream().mapToDouble(gap -> Math.max(1, gap)).toArray())
                    .write(plots.resolve("gaps.png"));
        }
        return broken == 0 ? CommandLine.ExitCode.OK : CommandLine.ExitCode.SOFTWARE;
    }
}
