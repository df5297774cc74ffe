package io.banyan.loadtest.bench;

import io.banyan.loadtest.browser.ReachableAddress;
import io.banyan.loadtest.packet.Fanout;
import io.banyan.loadtest.packet.FanoutRivals;
import io.banyan.loadtest.packet.Fanouts;
import io.banyan.loadtest.packet.JanusProgram;
import io.banyan.loadtest.packet.LimitProgram;
import io.banyan.loadtest.packet.RivalMissingException;
import io.banyan.loadtest.report.Figure;
import io.banyan.loadtest.report.Goal;
import io.banyan.loadtest.report.Machine;
import io.banyan.loadtest.report.Report;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code bench fanout}: what it costs a node to forward one publisher to many. */
@Command(
        name = "fanout",
        mixinStandardHelpOptions = true,
        description =
                "Measures the processor time of a node for each packet that it forwards from one publisher to many.")
final class FanoutBenchmark implements Callable<Integer> {
    /** AES_CM_128_HMAC_SHA1_80 against AEAD_AES_128_GCM. */
    private static final double PROFILE_GOAL = 1.6;

    private static final double FLAT_GOAL = 1.2;

    /** Estimation, pacing and allocation on top of plain forwarding. */
    private static final double ESTIMATION_GOAL = 1.2;

    /** What else does the same job, measured in turns. */
    enum Rival {
        LIMIT,
        JANUS
    }

    @Mixin
    private BenchOptions options = new BenchOptions();

    @Option(
            names = "--against",
            paramLabel = "RIVAL",
            split = ",",
            description =
                    "Measure in turns with it: LIMIT, a bare C program; JANUS, as Debian has it. Both: LIMIT,JANUS.")
    private List<Rival> rivals = new ArrayList<>();

    @Option(names = "--subscribers", defaultValue = "50", description = "Default: ${DEFAULT-VALUE}.")
    private int subscribers;

    @Option(
            names = "--runs",
            defaultValue = "5",
            description = "Of each; the median counts. Default: ${DEFAULT-VALUE}.")
    private int runs;

    @Option(names = "--seconds", defaultValue = "4", description = "Of one run. Default: ${DEFAULT-VALUE}.")
    private int seconds;

    @Option(
            names = "--profile",
            paramLabel = "FOLDER",
            description = "Write a flame graph of each, of one more run, by JFR's samples of CPU time.")
    private @Nullable Path profiles;

    @Option(
            names = "--node-log",
            paramLabel = "FILE",
            defaultValue = ".banyan/bench-node.log",
            description = "Gets what the node prints. Default: ${DEFAULT-VALUE}.")
    private Path nodeLog = Path.of("");

    @Override
    public Integer call() {
        if (options.isListing()) {
            return options.list(fanouts(FanoutRivals.NONE));
        }
        try (JanusProgram janus = rivals.contains(Rival.JANUS) ? janus() : null) {
            LimitProgram limit = rivals.contains(Rival.LIMIT) ? limit() : null;
            return play(options.chosen(fanouts(new FanoutRivals(limit, janus))));
        }
    }

    private int play(List<Fanout> chosen) {
        Report report = new Report(Machine.here(), settings(chosen));
        try (NodeStage node = NodeStage.open(options.nodeWords(), false, options.seed(), nodeLog, options::say)) {
            chosen.forEach(each -> options.play(each, () -> each.play(node.stage()), report));
        }
        compare(report, "fanout.counter.cpu", "fanout.even.cpu", "fanout.profiles.ratio", PROFILE_GOAL);
        compare(report, "fanout.even.cpu", "fanout.plain.cpu", "fanout.estimation.ratio", ESTIMATION_GOAL);
        compare(report, "fanout.many.cpu", "fanout.few.cpu", "fanout.many.ratio", FLAT_GOAL);
        return options.end(report);
    }

    private List<Fanout> fanouts(FanoutRivals beside) {
        return Fanouts.all(subscribers, runs, seconds, beside, profiles, ReachableAddress.ofThisMachine());
    }

    private @Nullable JanusProgram janus() {
        try {
            return JanusProgram.start(Path.of(".banyan", "janus"), ReachableAddress.ofThisMachine());
        } catch (RivalMissingException missing) {
            options.say(String.valueOf(missing.getMessage()));
            return null;
        }
    }

    private @Nullable LimitProgram limit() {
        try {
            return LimitProgram.compile(Path.of(".banyan", "limit"));
        } catch (RivalMissingException missing) {
            options.say(String.valueOf(missing.getMessage()));
            return null;
        }
    }

    /** Two figures of this run, if both were measured. */
    private static void compare(Report report, String name, String to, String ratio, double goal) {
        double one = value(report, name);
        double other = value(report, to);
        if (!Double.isNaN(one / other)) {
            report.add(new Figure(ratio, one / other, "", Goal.atMost(goal), name + " to " + to));
        }
    }

    private static double value(Report report, String name) {
        return report.figures().stream()
                .filter(figure -> figure.name().equals(name))
                .mapToDouble(Figure::value)
                .findFirst()
                .orElse(Double.NaN);
    }

    private Map<String, Object> settings(List<Fanout> chosen) {
        Map<String, Object> settings = new LinkedHashMap<>();
        settings.put("seed", options.seed());
        settings.put("node", options.nodeCommand());
        settings.put("against", rivals.toString());
        settings.put("runs", runs + " of " + seconds + " s each, in turns");
        settings.put("publisher", "200 packets/s of 1194 bytes on the wire and 50 of sound");
        settings.put(
                "scenarios",
                chosen.stream().map(each -> each.name() + ": " + each.plot()).toList());
        return settings;
    }
}
