package io.banyan.loadtest.bench;

import io.banyan.loadtest.report.Figure;
import io.banyan.loadtest.report.Goal;
import io.banyan.loadtest.report.Machine;
import io.banyan.loadtest.report.Report;
import io.banyan.loadtest.scenario.Scenario;
import io.banyan.loadtest.scenario.Scenarios;
import io.banyan.loadtest.scenario.Stage;
import java.io.PrintWriter;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code bench call}: measures a call in real browsers against its goals. */
@Command(
        name = "call",
        mixinStandardHelpOptions = true,
        description = "Measures a call in real browsers, through a node, against the figures that it should reach.")
final class CallBenchmark implements Callable<Integer> {
    private static final int GOAL_MISSED = 1;

    @Spec
    private @Nullable CommandSpec spec;

    @Option(names = "--strict", description = "Exit with status 1 unless every goal was met.")
    private boolean isStrict;

    @Option(names = "--json", paramLabel = "FILE", description = "Write the figures, the machine and the settings.")
    private @Nullable Path json;

    @Option(
            names = "--url",
            paramLabel = "URL",
            description = "Measure a node that runs. What needs a node of its own is left out.")
    private @Nullable URI url;

    @Option(
            names = "--node-command",
            paramLabel = "COMMAND",
            defaultValue = "${env:BANYAN_NODE_COMMAND:-./banyan node}",
            description = "Starts a node; its words are separated by blanks. Default: ${DEFAULT-VALUE}.")
    private @Nullable String nodeCommand;

    @Option(
            names = "--only",
            paramLabel = "NAME",
            split = ",",
            description = "Play these scenarios only; --list names them.")
    private List<String> only = new ArrayList<>();

    @Option(names = "--list", description = "Name the scenarios and end.")
    private boolean isListing;

    @Option(names = "--seed", defaultValue = "1", description = "Of everything random. Default: ${DEFAULT-VALUE}.")
    private long seed;

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
        PrintWriter out = commandLine().getOut();
        if (isListing) {
            Scenarios.ofCall().forEach(each -> out.printf("%-14s %s%n", each.name(), each.plot()));
            return CommandLine.ExitCode.OK;
        }
        List<Scenario> scenarios = chosen();
        Report report = new Report(Machine.here(), settings(scenarios));
        play(scenarios.stream().filter(each -> !each.needsNetwork()).toList(), false, report);
        play(scenarios.stream().filter(Scenario::needsNetwork).toList(), true, report);
        if (only.isEmpty()) {
            SdkBundle.measure(sdkBundle).forEach(report::add);
        }
        out.println();
        out.print(report.table());
        out.flush();
        if (json != null) {
            report.writeJson(json);
        }
        return isStrict && !report.allMet() ? GOAL_MISSED : CommandLine.ExitCode.OK;
    }

    private List<Scenario> chosen() {
        List<Scenario> all = Scenarios.ofCall();
        List<String> names = all.stream().map(Scenario::name).toList();
        for (String name : only) {
            if (!names.contains(name)) {
                throw new ParameterException(commandLine(), "no scenario " + name + "; there are " + names);
            }
        }
        return all.stream()
                .filter(each -> only.isEmpty() || only.contains(each.name()))
                .toList();
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
            try (Stage stage = new Stage(url, seed, null, null, this::say)) {
                scenarios.forEach(each -> play(each, stage, report));
            }
            return;
        }
        if (nodeCommand == null || nodeCommand.isBlank()) {
            throw new ParameterException(commandLine(), "say --url of a node, or --node-command to start one");
        }
        List<String> command = List.of(nodeCommand.strip().split("\\s+", -1));
        try (NodeStage node = NodeStage.open(command, hasNetwork, seed, nodeLog, this::say)) {
            scenarios.forEach(each -> play(each, node.stage(), report));
        }
    }

    /** A scenario that cannot be played to its end is a goal missed, and the next one is played. */
    private void play(Scenario scenario, Stage stage, Report report) {
        say(scenario.name() + ": " + scenario.plot());
        try {
            List<Figure> figures = scenario.play(stage);
            figures.forEach(report::add);
            figures.forEach(
                    figure -> say("  " + figure.name() + " = " + Goal.number(figure.value()) + " " + figure.unit()
                            + (figure.met() ? "" : "  MISSED " + figure.goal().text())));
        } catch (RuntimeException broken) {
            String why = String.valueOf(broken.getMessage()).lines().findFirst().orElse("");
            say("  broke off: " + broken);
            report.add(Figure.missing(scenario.name() + ".played", "", Goal.exactly(1), "broke off: " + why));
        }
    }

    private Map<String, Object> settings(List<Scenario> scenarios) {
        Map<String, Object> settings = new LinkedHashMap<>();
        settings.put("seed", seed);
        settings.put("node", url == null ? String.valueOf(nodeCommand) : url.toString());
        settings.put("picture", "320x180, 15 frames a second, unless a scenario says otherwise");
        settings.put(
                "scenarios",
                scenarios.stream().map(each -> each.name() + ": " + each.plot()).toList());
        return settings;
    }

    private void say(String what) {
        PrintWriter out = commandLine().getOut();
        out.println(what);
        out.flush();
    }

    private CommandLine commandLine() {
        if (spec == null) {
            throw new IllegalStateException("picocli fills this in");
        }
        return spec.commandLine();
    }
}
