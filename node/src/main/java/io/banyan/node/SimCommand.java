package io.banyan.node;

import io.banyan.node.sim.SimReport;
import io.banyan.node.sim.SimSettings;
import io.banyan.node.sim.Simulation;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicLong;
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
        showDefaultValues = true)
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
    public Integer call() throws InterruptedException {
        PrintWriter out = spec == null
                ? new PrintWriter(System.out, true, StandardCharsets.UTF_8)
                : spec.commandLine().getOut();
        AtomicLong next = new AtomicLong(seed);
        AtomicLong broken = new AtomicLong();
        Thread[] threads = new Thread[Math.clamp(jobs, 1, seeds)];
        for (int each = 0; each < threads.length; each++) {
            threads[each] = Thread.ofPlatform().name("sim-" + each).start(() -> {
                for (long mine = next.getAndIncrement(); mine < seed + seeds; mine = next.getAndIncrement()) {
                    long startedNanos = System.nanoTime();
                    SimReport report = Simulation.run(settings(mine));
                    double seconds = (System.nanoTime() - startedNanos) / 1e9;
                    if (!report.isGood()) {
                        broken.incrementAndGet();
                    }
                    synchronized (out) {
                        out.println(report);
                        out.printf("  %.1f s%n", seconds);
                        out.flush();
                    }
                }
            });
        }
        for (Thread thread : threads) {
            thread.join();
        }
        return broken.get() == 0 ? CommandLine.ExitCode.OK : CommandLine.ExitCode.SOFTWARE;
    }

    private SimSettings settings(long one) {
        return new SimSettings(one, regions, rooms, minutes, people, cuts, crashes, decisions, loss, heartbeats);
    }
}
