package io.banyan.loadtest.bench;

import io.banyan.loadtest.quality.BrowserRun;
import io.banyan.loadtest.quality.QualityRun;
import io.banyan.loadtest.quality.QualityScenario;
import io.banyan.loadtest.quality.QualityScenarios;
import io.banyan.loadtest.report.Machine;
import io.banyan.loadtest.report.Report;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code bench quality}: measures what viewers behind bad networks get against its goals. */
@Command(
        name = "quality",
        mixinStandardHelpOptions = true,
        description =
                "Measures what viewers behind bad networks get. Links are emulated, the viewers are synthetic peers, "
                        + "the node is real; all scenarios play at the same time, so that it takes about a minute and a half.")
final class QualityBenchmark implements Callable<Integer> {
    @Mixin
    private BenchOptions options = new BenchOptions();

    @Option(
            names = "--plots",
            paramLabel = "FOLDER",
            defaultValue = ".banyan/bench-quality",
            description = "Gets a picture of each scenario. Default: ${DEFAULT-VALUE}.")
    private Path plots = Path.of("");

    @Option(
            names = "--node-log",
            paramLabel = "FILE",
            defaultValue = ".banyan/bench-node.log",
            description = "Gets what the node prints. Default: ${DEFAULT-VALUE}.")
    private Path nodeLog = Path.of("");

    @Option(
            names = "--browser",
            description = "Chromium plays some scenarios too, which takes a minute and a half each.")
    private boolean hasBrowser;

    @Override
    public Integer call() {
        List<QualityScenario> ofBrowsers = hasBrowser ? QualityScenarios.ofBrowsers() : List.of();
        List<QualityScenario> all = new ArrayList<>(QualityScenarios.all(options.seed()));
        all.addAll(ofBrowsers);
        if (options.isListing()) {
            return options.list(all);
        }
        List<QualityScenario> scenarios = new ArrayList<>(options.chosen(all));
        Report report = new Report(Machine.here(), settings(scenarios));
        scenarios.removeAll(ofBrowsers);
        if (!scenarios.isEmpty()) {
            playTogether(scenarios, report);
        }
        List<QualityScenario> byBrowser = new ArrayList<>(options.chosen(all));
        byBrowser.retainAll(ofBrowsers);
        if (!byBrowser.isEmpty()) {
            playByBrowser(byBrowser, report);
        }
        return options.end(report);
    }

    private void playTogether(List<QualityScenario> scenarios, Report report) {
        try (NodeStage node = NodeStage.open(options.nodeWords(), false, options.seed(), nodeLog, options::say);
                QualityRun run = new QualityRun(node.stage())) {
            options.say(scenarios.size() + " scenarios, all at once");
            run.play(scenarios, plots, (scenario, figures) -> options.play(scenario, () -> figures, report));
        }
    }

    private void playByBrowser(List<QualityScenario> scenarios, Report report) {
        try (NodeStage node = NodeStage.open(options.nodeWords(), true, options.seed(), nodeLog, options::say)) {
            BrowserRun run = new BrowserRun(node.stage());
            scenarios.forEach(scenario -> options.play(scenario, () -> run.play(scenario, plots), report));
        }
    }

    private Map<String, Object> settings(List<QualityScenario> scenarios) {
        Map<String, Object> settings = new LinkedHashMap<>();
        settings.put("seed", options.seed());
        settings.put("node", options.nodeCommand());
        settings.put(
                "scenarios",
                scenarios.stream().map(each -> each.name() + ": " + each.plot()).toList());
        return settings;
    }
}
