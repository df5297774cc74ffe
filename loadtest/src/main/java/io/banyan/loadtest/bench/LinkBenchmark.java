package io.banyan.loadtest.bench;

import io.banyan.loadtest.mesh.LocalMesh;
import io.banyan.loadtest.mesh.MeshPlan;
import io.banyan.loadtest.packet.LinkCost;
import io.banyan.loadtest.report.Machine;
import io.banyan.loadtest.report.Report;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code bench link}: what it costs a node to send packets over a backbone link. */
@Command(
        name = "link",
        mixinStandardHelpOptions = true,
        description =
                "Measures the processor time of a node for each packet over a backbone link, and how long a hop takes.")
final class LinkBenchmark implements Callable<Integer> {
    @Mixin
    private BenchOptions options = new BenchOptions();

    @Option(names = "--rooms", defaultValue = "40", description = "Of 250 packets/s each. Default: ${DEFAULT-VALUE}.")
    private int rooms;

    @Option(names = "--runs", defaultValue = "5", description = "The median counts. Default: ${DEFAULT-VALUE}.")
    private int runs;

    @Option(names = "--seconds", defaultValue = "4", description = "Of one run. Default: ${DEFAULT-VALUE}.")
    private int seconds;

    @Option(
            names = "--folder",
            paramLabel = "FOLDER",
            defaultValue = ".banyan/bench-link",
            description = "Gets the mesh's keys, settings and logs. Default: ${DEFAULT-VALUE}.")
    private Path folder = Path.of("");

    @Override
    public Integer call() {
        LinkCost link = new LinkCost(rooms, runs, seconds);
        if (options.isListing()) {
            return options.list(List.of(link));
        }
        Map<String, Object> settings = new LinkedHashMap<>();
        settings.put("seed", options.seed());
        settings.put("node", options.nodeCommand());
        settings.put("scenario", link.plot());
        Report report = new Report(Machine.here(), settings);
        MeshPlan plan = MeshPlan.of(List.of("eu", "us"), 1, options.nodeWords(), folder);
        try (LocalMesh mesh = LocalMesh.start(plan, (node, line) -> {})) {
            options.play(link, () -> link.play(mesh, options.seed(), options::say), report);
        }
        return options.end(report);
    }
}
