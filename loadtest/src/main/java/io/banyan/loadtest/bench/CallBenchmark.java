package io.banyan.loadtest.bench;

import io.banyan.loadtest.report.Figure;
import io.banyan.loadtest.report.Goal;
import io.banyan.loadtest.report.Machine;
import io.banyan.loadtest.report.Report;
import io.banyan.loadtest.scenario.Scenario;
import io.banyan.loadtest.scenario.Scenarios;
import io.banyan.loadtest.scenario.Stage;
import java.net.URI;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code bench call}: measures a call in real browsers against its goals. */
@Command(
        name = "call",
        mixinStandardHelpOptions = true,
        description = "Measures a call in real browsers, through a node, against the figures that it should reach.")
final class CallBenchmark implements Callable<Integer> {
    @Mixin
    private BenchOptions options = new BenchOptions();

    @Option(
            names = "--url",
            paramLabel = "URL",
            description = "Measure a node that runs. What needs a node of its own is left out.")
    private @Nullable URI url;

    @Option(
            names = "--sdk-bundle",
            paramLabel = "FILE",
            defaultValue = "sdk/dist/banyan-sdk.js",
            description = "The built SDK, to tell its size. Default: ${DEFAULT-VALUE}.")
    private Path sdkBundle = Path.of("");

    @Option(
            names = "--node-log",
            paramLabel = "FILE",
            defaultValue = ".banyan/bench-node.log",
            description = "Gets what the node prints. Default: ${DEFAULT-VALUE}.")
    private Path nodeLog = Path.of("");

    @Override
    public Integer call() {
        if (options.isListing()) {
            return options.list(Scenarios.ofCall());
        }
        List<Scenario> scenarios = options.chosen(Scenarios.ofCall());
        Report report = new Report(Machine.here(), settings(scenarios));
        play(scenarios.stream().filter(each -> !each.needsNetwork()).toList(), false, report);
        play(scenarios.stream().filter(Scenario::needsNetwork).toList(), true, report);
        if (options.isWhole()) {
            SdkBundle.measure(sdkBundle).forEach(report::add);
        }
        return options.end(report);
    }

    private void play(List<Scenario> scenarios, boolean hasNetwork, Report report) {
        if (scenarios.isEmpty()) {
            return;
        }
        if (url != null && hasNetwork) {
            scenarios.forEach(each -> report.add(Figure.missing(
                    each.name(), "", Goal.NONE, "left out: the node of --url is behind no emulated network")));
            return;
        }
        if (url != null) {
            try (Stage stage = new Stage(url, options.seed(), null, null, options::say)) {
                scenarios.forEach(each -> options.play(each, () -> each.play(stage), report));
            }
            return;
        }
        try (NodeStage node = NodeStage.open(options.nodeWords(), hasNetwork, options.seed(), nodeLog, options::say)) {
            scenarios.forEach(each -> options.play(each, () -> each.play(node.stage()), report));
        }
    }

    private Map<String, Object> settings(List<Scenario> scenarios) {
        Map<String, Object> settings = new LinkedHashMap<>();
        settings.put("seed", options.seed());
        settings.put("node", url == null ? options.nodeCommand() : url.toString());
        settings.put("picture", "320x180, 15 frames a second, unless a scenario says otherwise");
        settings.put(
                "scenarios",
                scenarios.stream().map(each -> each.name() + ": " + each.plot()).toList());
        return settings;
    }
}
