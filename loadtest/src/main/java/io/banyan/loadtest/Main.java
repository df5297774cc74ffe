package io.banyan.loadtest;

import io.banyan.loadtest.bench.BenchCommand;
import io.banyan.loadtest.mesh.ChaosCommand;
import io.banyan.loadtest.mesh.MeshException;
import io.banyan.loadtest.mesh.UpCommand;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** Load tests and benchmarks from the command line. */
@Command(
        name = "loadtest",
        mixinStandardHelpOptions = true,
        subcommands = {BenchCommand.class, UpCommand.class, ChaosCommand.class},
        description = "Load tests and benchmarks of a Banyan mesh.")
public final class Main {
    private Main() {}

    public static void main(String[] arguments) {
        CommandLine commands = new CommandLine(new Main())
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setExecutionExceptionHandler((failure, command, parsed) -> {
                    if (failure instanceof MeshException || failure instanceof IllegalArgumentException) {
                        command.getErr().println("banyan: " + failure.getMessage());
                        return CommandLine.ExitCode.SOFTWARE;
                    }
                    throw failure;
                });
        System.exit(commands.execute(arguments));
    }
}
