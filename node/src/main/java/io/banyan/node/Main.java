package io.banyan.node;

import picocli.CommandLine;
import picocli.CommandLine.Command;

/** Entry point of the node's commands; the launcher {@code banyan} calls it. */
@Command(
        name = "banyan",
        description = "A self-hosted, multi-region WebRTC media mesh.",
        mixinStandardHelpOptions = true,
        version = "banyan 0.1.0",
        subcommands = {
            UpCommand.class,
            NodeCommand.class,
            TokenCommand.class,
            CaCommand.class,
            SimCommand.class,
            PlanCommand.class
        })
public final class Main {
    private Main() {}

    public static void main(String[] arguments) {
        CommandLine commands = new CommandLine(new Main()).setExecutionExceptionHandler((failure, command, parsed) -> {
            StartFailure known = StartFailure.of(failure);
            command.getErr().println("banyan: " + known.getMessage());
            return CommandLine.ExitCode.SOFTWARE;
        });
        int status = commands.execute(arguments);
        if (status != CommandLine.ExitCode.OK) {
            System.exit(status);
        }
    }
}
