package io.banyan.node;

import io.banyan.node.sim.SimReport;
import io.banyan.node.sim.SimSettings;
import io.banyan.node.sim.Simulation;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
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

/** {@code banyan sim}: hundreds of regions in one thread, in virtual time. */
@Command(
        name = "sim",
        description =
                "Simulate a mesh of regions: people, losses, cuts and crashes in virtual time. The same options give"
                        + " the same run; one that breaks a rule says which and how to repeat it.",
        mixinStandardHelpOptions = true,
        showDefaultValues = true,
        subcommands = {SimRoomCommand.class, SimIdleCommand.class, SimTreeCommand.class})
final class SimCommand implements Callable<Integer> {
    @Option(names = "--seed", description = "Everything follows from it.")
    private long seed = 1;

    @Option(names = "--seeds", paramLabel = "N", description = "Run so many, from --seed on.")
    private int seeds = 1;

    @Option(names = "--jobs", paramLabel = "N", description = "Runs at the same time, each in one thread.")
    private int jobs = Runtime.getRuntime().availableProcessors();

    @Option(names = "--regions", paramLabel = "N")
    private int regions = 300;

    @Option(names = "--rooms", paramLabel = "N")
    private int rooms = 10_000;

    @Option(names = "--minutes", paramLabel = "N", description = "Virtual ones.")
    private int minutes = 60;

    @Option(names = "--people", paramLabel = "N", description = "In a room, on average.")
    private double people = 2;

    @Option(
            names = "--cuts",
            paramLabel = "N",
            description = "Of ways between regions: of one, of all of a region's, of"
                    + " half of the mesh, in one direction.")
    private int cuts = 20;

    @Option(names = "--crashes", paramLabel = "N", description = "Of nodes, which come back in a new life.")
    private int crashes = 20;

    @Option(names = "--decisions", paramLabel = "N", description = "Kicks, ends and locks.")
    private int decisions = 200;

    @Option(names = "--loss", paramLabel = "PERMILLE", description = "Of frames between regions.")
    private int loss = 5;

    @Option(names = "--heartbeats", description = "Simulate every heartbeat, too: for few regions.")
    private boolean heartbeats;

    @Spec
    private @Nullable CommandSpec spec;

    @Override
    public Integer call() throws InterruptedException, ExecutionException {
        PrintWriter out = spec == null
                ? new PrintWriter(System.out, true, StandardCharsets.UTF_8)
                : spec.commandLine().getOut();
        PrintWriter err = spec == null
                ? new PrintWriter(System.err, true, StandardCharsets.UTF_8)
                : spec.commandLine().getErr();
        long startedNanos = System.nanoTime();
        int broken = 0;
        try (ExecutorService threads = Executors.newFixedThreadPool(Math.clamp(jobs, 1, seeds))) {
            List<Future<SimReport>> runs = new ArrayList<>();
            for (long each = seed; each < seed + seeds; each++) {
                SimSettings settings = settings(each);
                runs.add(threads.submit(() -> Simulation.run(settings)));
            }
            // In the seeds' order, whichever is done first: the same options print the same.
            for (Future<SimReport> run : runs) {
                SimReport report = run.get();
                broken += report.isGood() ? 0 : 1;
                out.println(report);
                out.flush();
            }
        }
        // What differs from run to run goes elsewhere.
        err.printf(
                Locale.ROOT,
                "%d of %d good, %.1f s%n",
                seeds - broken,
                seeds,
                (System.nanoTime() - startedNanos) / 1e9);
        err.flush();
        return broken == 0 ? CommandLine.ExitCode.OK : CommandLine.ExitCode.SOFTWARE;
    }

    private SimSettings settings(long one) {
        return new SimSettings(one, regions, rooms, minutes, people, cuts, crashes, decisions, loss, heartbeats);
    }
}
