package io.banyan.loadtest;

import io.banyan.loadtest.bench.BenchCommand;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** Load tests and benchmarks from the command line. */
@Command(
        name = "loadtest",
        mixinStandardHelpOptions = true,
        subcommands = BenchCommand.class,
        description = "Load tests and benchmarks of a Banyan mesh.")
public final class Main {
    private Main() {}

    public static void main(String[] arguments) {
        System.exit(new CommandLine(new Main()).execute(arguments));
    }
}
