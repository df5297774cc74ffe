package io.banyan.loadtest.bench;

import io.banyan.loadtest.mechanism.MechanismRun;
import io.banyan.loadtest.report.Machine;
import io.banyan.loadtest.report.Report;
import io.banyan.loadtest.scenario.Plot;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code bench jmh}. */
@Command(
        name = "jmh",
        mixinStandardHelpOptions = true,
        description = "Measures single mechanisms of the packet path by JMH: time and bytes of heap an operation.")
final class MechanismBenchmark implements Callable<Integer> {
    @Mixin
    private BenchOptions options = new BenchOptions();

    @Option(
            names = "--match",
            paramLabel = "REGEX",
            defaultValue = "",
            description = "Only the benchmarks whose name it finds, as JMH names them.")
    private String match = "";

    @Option(names = "--seconds", defaultValue = "5", description = "Of each. Default: ${DEFAULT-VALUE}.")
    private int seconds;

    @Option(
            names = "--folder",
            paramLabel = "FOLDER",
            defaultValue = ".banyan/jmh",
            description = "Gets JMH's code and log. Default: ${DEFAULT-VALUE}.")
    private Path folder = Path.of("");

    private record Mechanisms(String name, String plot) implements Plot {}

    @Override
    public Integer call() {
        List<Mechanisms> all =
                List.of(new Mechanisms("mechanisms", "ciphers, RTCP, RTP headers and checks, each by itself"));
        if (options.isListing()) {
            return options.list(all);
        }
        Map<String, Object> settings = new LinkedHashMap<>();
        settings.put("match", match);
        settings.put("seconds", seconds);
        Report report = new Report(Machine.here(), settings);
        MechanismRun run = new MechanismRun(folder.toAbsolutePath(), match, seconds);
        options.chosen(all).forEach(each -> options.play(each, run::play, report));
        return options.end(report);
    }
}
