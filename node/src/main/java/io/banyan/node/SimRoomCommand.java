package io.banyan.node;

import io.banyan.node.sim.LargeRoom;
import io.banyan.node.sim.TreeArrival;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code banyan sim room}: one room of thousands. */
@Command(
        name = "room",
        description = "Let many people join one room over many regions, and say what each join costs and how soon the"
                + " trees of those who speak reach every region.",
        mixinStandardHelpOptions = true,
        showDefaultValues = true)
final class SimRoomCommand implements Callable<Integer> {
    @Option(names = "--seed", description = "Everything but the processor's time follows from it.")
    private long seed = 1;

    @Option(names = "--regions", paramLabel = "N", description = "Of one node each, at most 300.")
    private int regions = 300;

    @Option(names = "--people", paramLabel = "N")
    private int people = 10_000;

    @Option(names = "--speakers", paramLabel = "N", description = "In regions of their own.")
    private int speakers = 3;

    @Option(names = "--loss", paramLabel = "PERMILLE", description = "Of what is said of trees.")
    private int loss;

    @Spec
    private @Nullable CommandSpec spec;

    @Override
    public Integer call() {
        PrintWriter out = spec == null
                ? new PrintWriter(System.out, true, StandardCharsets.UTF_8)
                : spec.commandLine().getOut();
        TreeArrival trees = TreeArrival.run(seed, regions, speakers, loss);
        out.printf(
                Locale.ROOT,
                "trees of %d speakers over %d regions that enter within 1 s: complete %.0f ms after the last, %.2f frames"
                        + " for each node and speaker%n",
                speakers,
                regions,
                trees.completeMillis(),
                trees.framesPerNode());
        out.flush();
        LargeRoom room = LargeRoom.run(seed, regions, people);
        for (LargeRoom.Stage stage : room.stages()) {
            out.printf(
                    Locale.ROOT,
                    "up to %6d people: a join takes %.1f frames, %.0f bytes, %.0f µs of all regions together%n",
                    stage.people(),
                    stage.frames(),
                    stage.bytes(),
                    stage.micros());
        }
        out.printf(Locale.ROOT, "everybody is known everywhere %.0f ms after the last join%n", room.completeMillis());
        out.flush();
        boolean isGood = trees.completeMillis() >= 0 && room.completeMillis() >= 0;
        return isGood ? CommandLine.ExitCode.OK : CommandLine.ExitCode.SOFTWARE;
    }
}
