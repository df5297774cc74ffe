package io.banyan.node;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import io.banyan.cluster.ConfigFiles;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code banyan up}: a mesh on one's own machine, with the demo. */
@Command(
        name = "up",
        description = "Starts a node on this machine, with the demo application, and prints its URL. Ctrl-C ends it.",
        mixinStandardHelpOptions = true)
final class UpCommand implements Callable<Integer> {
    @Spec
    private @Nullable CommandSpec spec;

    @Option(
            names = "--host",
            paramLabel = "ADDRESS",
            description =
                    "an address of this machine, to join from other devices too; serves HTTPS, which cameras need")
    private @Nullable String host;

    @Option(names = "--port", paramLabel = "N", defaultValue = "7780", description = "HTTP (default: ${DEFAULT-VALUE})")
    private int port = 7780;

    @Option(
            names = "--media-port",
            paramLabel = "N",
            defaultValue = "7790",
            description = "first UDP port of the media loops (default: ${DEFAULT-VALUE})")
    private int mediaPort = 7790;

    @Option(names = "--logs", description = "show the node's log here instead of writing it to the log file")
    private boolean showLogs;

    @Option(names = "--log-file", paramLabel = "FILE", defaultValue = ".banyan/node-1.log", hidden = true)
    private Path logFile = Path.of(".banyan/node-1.log");

    @Option(names = "--config", paramLabel = "FILE", description = "your own settings, over the defaults (HOCON)")
    private @Nullable Path file;

    @Override
    public Integer call() throws InterruptedException {
        Logs.goTo(showLogs ? null : logFile);
        Config config = ConfigFactory.parseMap(overrides(), "command line")
                .withFallback(ConfigFiles.load("single", Optional.ofNullable(file)));
        RunningNode node = RunningNode.start(config);
        Foreground.run(node, () -> say(node));
        return 0;
    }

    private Map<String, Object> overrides() {
        Map<String, Object> overrides = new LinkedHashMap<>();
        overrides.put("banyan.http.port", port);
        overrides.put("banyan.media.port", mediaPort);
        if (host != null) {
            overrides.put("banyan.http.bind", host);
            overrides.put("banyan.media.bind", host);
            overrides.put("banyan.http.tls.enabled", true);
            overrides.put("banyan.http.tls.hosts", List.of(host));
        }
        return overrides;
    }

    private void say(RunningNode node) {
        if (spec == null) {
            return;
        }
        PrintWriter out = spec.commandLine().getOut();
        out.println("ready " + node.url());
        if (host != null) {
            out.println("Served with a certificate made for this run: the browser will ask once whether to trust it.");
        }
        if (!showLogs) {
            out.println("Log: " + logFile);
        }
        out.println("Ctrl-C ends it.");
        out.flush();
    }
}
