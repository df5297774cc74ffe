package io.banyan.node;

import com.typesafe.config.Config;
import io.banyan.cluster.ConfigFiles;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code banyan node}: one node, as a fleet runs it. */
@Command(
        name = "node",
        description =
                "Runs one node in the foreground; its log goes to the terminal. Prints \"ready URL\" when it takes joins.",
        mixinStandardHelpOptions = true)
final class NodeCommand implements Callable<Integer> {
    @Spec
    private @Nullable CommandSpec spec;

    @Option(
            names = "--profile",
            defaultValue = "single",
            description = "settings to start from (default: ${DEFAULT-VALUE})")
    private String profile = "single";

    @Option(names = "--config", paramLabel = "FILE", description = "your own settings, over the profile (HOCON)")
    private @Nullable Path file;

    @Override
    public Integer call() throws InterruptedException {
        Logs.goTo(null);
        Config config = ConfigFiles.load(profile, Optional.ofNullable(file));
        RunningNode node = RunningNode.start(config);
        Foreground.run(node, () -> {
            if (spec != null) {
                spec.commandLine().getOut().println("ready " + node.url());
                spec.commandLine().getOut().flush();
            }
        });
        return 0;
    }
}
