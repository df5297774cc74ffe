package io.banyan.loadtest.bench;

import io.banyan.loadtest.region.RegionScenario;
import io.banyan.loadtest.region.RegionStage;
import io.banyan.loadtest.report.Machine;
import io.banyan.loadtest.report.Report;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Plays scenarios on local meshes of three regions, each node a process of this machine. */
abstract class MeshBenchmark implements Callable<Integer> {
    @Mixin
    private BenchOptions options = new BenchOptions();

    @Option(
            names = "--folder",
            paramLabel = "FOLDER",
            defaultValue = ".banyan/bench-mesh",
            description = "Gets the mesh's keys, settings and logs. Default: ${DEFAULT-VALUE}.")
    private Path folder = Path.of("");

    /** All that there are. */
    abstract List<RegionScenario> all();

    @Override
    public Integer call() {
        if (options.isListing()) {
            return options.list(all());
        }
        List<RegionScenario> scenarios = options.chosen(all());
        Report report = new Report(Machine.here(), settings(scenarios));
        int next = 0;
        while (next < scenarios.size()) {
            int end = next + 1;
            while (end < scenarios.size() && scenarios.get(end).canFollow(scenarios.get(end - 1))) {
                end++;
            }
            play(scenarios.subList(next, end), report);
            next = end;
        }
        return options.end(report);
    }

    /** One after the other on the same mesh. */
    private void play(List<RegionScenario> scenarios, Report report) {
        RegionScenario first = scenarios.getFirst();
        try (RegionStage stage = RegionStage.open(
                options.nodeWords(),
                first.regions(),
                first.nodesPerRegion(),
                first.isWide(),
                options.seed(),
                folder,
                options::say)) {
            scenarios.forEach(each -> options.play(each, () -> each.play(stage), report));
        } catch (RuntimeException noMesh) {
            options.brokeOff(first, noMesh, report);
        }
    }

    private Map<String, Object> settings(List<RegionScenario> scenarios) {
        Map<String, Object> settings = new LinkedHashMap<>();
        settings.put("seed", options.seed());
        settings.put("node", options.nodeCommand());
        settings.put(
                "regions", "eu (Frankfurt), us (Ashburn), ap (Singapore) unless others are said, each node a process");
        settings.put("picture", "320x180, 15 frames a second, of browsers; synthetic peers say their own");
        settings.put(
                "scenarios",
                scenarios.stream()
                        .map(each ->
                                each.name() + ": " + each.plot() + ", " + each.nodesPerRegion() + " node(s) in each of "
                                        + each.regions() + (each.isWide() ? ", delays of real cities" : ""))
                        .toList());
        return settings;
    }
}
