package io.banyan.node;

import io.banyan.node.sim.IdleRooms;
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

/** {@code banyan sim idle}: many rooms in which nothing happens. */
@Command(
        name = "idle",
        description =
                "Fill a mesh of three regions with rooms of two people in which nothing happens, and say what they"
                        + " take and whether joins take longer.",
        mixinStandardHelpOptions = true,
        showDefaultValues = true)
final class SimIdleCommand implements Callable<Integer> {
    @Option(names = "--seed", description = "Everything but the processor's time follows from it.")
    private long seed = 1;

    @Option(names = "--rooms", paramLabel = "N")
    private int rooms = 100_000;

    @Spec
    private @Nullable CommandSpec spec;

    @Override
    public Integer call() {
        PrintWriter out = spec == null
                ? new PrintWriter(System.out, true, StandardCharsets.UTF_8)
                : spec.commandLine().getOut();
        IdleRooms idle = IdleRooms.run(seed, rooms);
        out.printf(
                Locale.ROOT,
                "%d rooms: %.2f KiB each in three regions together, %.3f frames a minute each%n",
                idle.rooms(),
                idle.bytesPerRoom() / 1024,
                idle.framesPerRoomMinute());
        say(out, "before", idle.before());
        say(out, "after", idle.after());
        out.flush();
        return CommandLine.ExitCode.OK;
    }

    private static void say(PrintWriter out, String when, IdleRooms.Joins joins) {
        out.printf(
                Locale.ROOT,
                "%s: two people see each other after %.0f ms, %.0f at worst; %.0f µs of all regions for each join%n",
                when,
                joins.medianMillis(),
                joins.worstMillis(),
                joins.micros());
    }
}
