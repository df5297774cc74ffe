package io.banyan.node;

import io.banyan.node.sim.Chart;
import io.banyan.node.sim.LargeRoom;
import io.banyan.node.sim.TreeArrival;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
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

    @Option(
            names = "--plots",
            paramLabel = "FOLDER",
            description = "Gets control.png: frames of a join by people there.")
    private @Nullable Path plots;

    @Spec
    private @Nullable CommandSpec spec;

    @Override
    public Integer call() throws IOException {
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
        out.printf(
                Locale.ROOT,
                "everybody is known everywhere, by name or number, %.0f ms after the last join%n"
                        + "a viewer's join where others are: %.2f frames%n",
                room.completeMillis(),
                room.viewerFrames());
        out.flush();
        if (plots != null) {
            double[] people =
                    room.stages().stream().mapToDouble(LargeRoom.Stage::people).toArray();
            double[] frames =
                    room.stages().stream().mapToDouble(LargeRoom.Stage::frames).toArray();
            new Chart("Frames between " + regions + " regions for each join", "people", "frames", true)
                    .line("on the way to so many people", people, frames)
                    .line(
                            "a viewer where others are",
                            new double[] {people[0], people[people.length - 1]},
                            new double[] {room.viewerFrames(), room.viewerFrames()})
                    .write(plots.resolve("control.png"));
        }
        boolean isGood = trees.completeMillis() >= 0 && room.completeMillis() >= 0;
        return isGood ? CommandLine.ExitCode.OK : CommandLine.ExitCode.SOFTWARE;
    }
}
