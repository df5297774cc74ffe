package io.banyan.loadtest.bench;

import io.banyan.loadtest.report.Figure;
import io.banyan.loadtest.report.Goal;
import io.banyan.loadtest.report.Report;
import io.banyan.loadtest.scenario.Plot;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** What benchmarks have in common: which of their scenarios they play, and what becomes of the figures. */
final class BenchOptions {
    private static final int GOAL_MISSED = 1;

    @Spec(Spec.Target.MIXEE)
    private @Nullable CommandSpec spec;

    @Option(names = "--strict", description = "Exit with status 1 unless every goal was met.")
    private boolean isStrict;

    @Option(names = "--json", paramLabel = "FILE", description = "Write the figures, the machine and the settings.")
    private @Nullable Path json;

    @Option(
            names = "--node-command",
            paramLabel = "COMMAND",
            defaultValue = "${env:BANYAN_NODE_COMMAND:-./banyan node}",
            description = "Starts a node; its words are separated by blanks. Default: ${DEFAULT-VALUE}.")
    private String nodeCommand = "";

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

    boolean isListing() {
        return isListing;
    }

    boolean isWhole() {
        return only.isEmpty();
    }

    long seed() {
        return seed;
    }

    String nodeCommand() {
        return nodeCommand.strip();
    }

    /** The words of the command that starts a node. */
    List<String> nodeWords() {
        if (nodeCommand().isEmpty()) {
            throw new ParameterException(commandLine(), "say by --node-command what starts a node");
        }
        return List.of(nodeCommand().split("\\s+", -1));
    }

    int list(List<? extends Plot> all) {
        all.forEach(each -> out().printf("%-14s %s%n", each.name(), each.plot()));
        out().flush();
        return CommandLine.ExitCode.OK;
    }

    <P extends Plot> List<P> chosen(List<P> all) {
        List<String> names = all.stream().map(Plot::name).toList();
        for (String name : only) {
            if (!names.contains(name)) {
                throw new ParameterException(commandLine(), "no scenario " + name + "; there are " + names);
            }
        }
        return all.stream()
                .filter(each -> only.isEmpty() || only.contains(each.name()))
                .toList();
    }

    /** A scenario that cannot be played to its end is a goal missed, and the next one is played. */
    void play(Plot scenario, Supplier<List<Figure>> played, Report report) {
        say(scenario.name() + ": " + scenario.plot());
        try {
            List<Figure> figures = played.get();
            figures.forEach(report::add);
            figures.forEach(
                    figure -> say("  " + figure.name() + " = " + Goal.number(figure.value()) + " " + figure.unit()
                            + (figure.met() ? "" : "  MISSED " + figure.goal().text())));
        } catch (RuntimeException broken) {
            brokeOff(scenario, broken, report);
        }
    }

    void brokeOff(Plot scenario, RuntimeException broken, Report report) {
        String why = String.valueOf(broken.getMessage()).lines().findFirst().orElse("");
        say("  broke off: " + broken);
        report.add(Figure.missing(scenario.name() + ".played", "", Goal.exactly(1), "broke off: " + why));
    }

    /** @return the command's exit status */
    int end(Report report) {
        out().println();
        out().print(report.table());
        out().flush();
        if (json != null) {
            report.writeJson(json);
        }
        return isStrict && !report.allMet() ? GOAL_MISSED : CommandLine.ExitCode.OK;
    }

    void say(String what) {
        out().println(what);
        out().flush();
    }

    private PrintWriter out() {
        return commandLine().getOut();
    }

    private CommandLine commandLine() {
        if (spec == null) {
            throw new IllegalStateException("picocli fills this in");
        }
        return spec.commandLine();
    }
}
