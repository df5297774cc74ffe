package io.banyan.loadtest.bench;

import io.banyan.loadtest.packet.Conference;
import io.banyan.loadtest.packet.FirstPackets;
import io.banyan.loadtest.packet.ForwardLatency;
import io.banyan.loadtest.packet.Handshakes;
import io.banyan.loadtest.packet.IdleNode;
import io.banyan.loadtest.packet.SubscriberMemory;
import io.banyan.loadtest.report.Machine;
import io.banyan.loadtest.report.Report;
import io.banyan.loadtest.scenario.Scenario;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** A benchmark of the packet path that plays one scenario on a node of its own. */
abstract class PacketBenchmark implements Callable<Integer> {
    @Mixin
    private BenchOptions options = new BenchOptions();

    @Option(
            names = "--node-log",
            paramLabel = "FILE",
            defaultValue = ".banyan/bench-node.log",
            description = "Gets what the node prints. Default: ${DEFAULT-VALUE}.")
    private Path nodeLog = Path.of("");

    abstract Scenario scenario();

    @Override
    public Integer call() {
        List<Scenario> scenarios = List.of(scenario());
        if (options.isListing()) {
            return options.list(scenarios);
        }
        Map<String, Object> settings = new LinkedHashMap<>();
        settings.put("seed", options.seed());
        settings.put("node", options.nodeCommand());
        settings.put("scenario", scenario().plot());
        Report report = new Report(Machine.here(), settings);
        try (NodeStage node = NodeStage.open(options.nodeWords(), false, options.seed(), nodeLog, options::say)) {
            options.chosen(scenarios).forEach(each -> options.play(each, () -> each.play(node.stage()), report));
        }
        return options.end(report);
    }

    /** {@code bench latency}. */
    @Command(
            name = "latency",
            mixinStandardHelpOptions = true,
            description =
                    "Measures how long packets take through a node at 12,500 a second, and during a storm of joins.")
    static final class Latency extends PacketBenchmark {
        @Option(names = "--seconds", defaultValue = "20", description = "Default: ${DEFAULT-VALUE}.")
        private int seconds;

        @Option(names = "--joins", defaultValue = "100", description = "Of the storm. Default: ${DEFAULT-VALUE}.")
        private int joins;

        @Override
        Scenario scenario() {
            return new ForwardLatency(seconds, joins);
        }
    }

    /** {@code bench join}. */
    @Command(
            name = "join",
            mixinStandardHelpOptions = true,
            description = "Measures the time from a join to the first packet, at an idle node and in a storm.")
    static final class Join extends PacketBenchmark {
        @Option(names = "--single", defaultValue = "50", description = "One by one. Default: ${DEFAULT-VALUE}.")
        private int single;

        @Option(names = "--storm", defaultValue = "100", description = "At once. Default: ${DEFAULT-VALUE}.")
        private int storm;

        @Override
        Scenario scenario() {
            return new FirstPackets(single, storm);
        }
    }

    /** {@code bench memory}. */
    @Command(
            name = "memory",
            mixinStandardHelpOptions = true,
            description = "Measures a node's memory for each subscriber of two tracks.")
    static final class Memory extends PacketBenchmark {
        @Option(names = "--subscribers", defaultValue = "150", description = "Default: ${DEFAULT-VALUE}.")
        private int subscribers;

        @Override
        Scenario scenario() {
            return new SubscriberMemory(subscribers);
        }
    }

    /** {@code bench dtls}. */
    @Command(
            name = "dtls",
            mixinStandardHelpOptions = true,
            description = "Measures a node's processor time for DTLS handshakes, and for those that it must not begin.")
    static final class Dtls extends PacketBenchmark {
        @Option(names = "--people", defaultValue = "60", description = "Of one round. Default: ${DEFAULT-VALUE}.")
        private int people;

        @Option(names = "--hellos", defaultValue = "50000", description = "Of the flood. Default: ${DEFAULT-VALUE}.")
        private int hellos;

        @Override
        Scenario scenario() {
            return new Handshakes(people, hellos);
        }
    }

    /** {@code bench idle}. */
    @Command(
            name = "idle",
            mixinStandardHelpOptions = true,
            description = "Measures the processor time of a node with nothing to do.")
    static final class Idle extends PacketBenchmark {
        @Option(names = "--seconds", defaultValue = "20", description = "Default: ${DEFAULT-VALUE}.")
        private int seconds;

        @Override
        Scenario scenario() {
            return new IdleNode(seconds);
        }
    }

    /** {@code bench conference}. */
    @Command(
            name = "conference",
            mixinStandardHelpOptions = true,
            description = "Measures a node's processor time for each packet of a call in which everybody publishes.")
    static final class ConferenceOfPeers extends PacketBenchmark {
        @Option(names = "--people", defaultValue = "8", description = "Default: ${DEFAULT-VALUE}.")
        private int people;

        @Option(names = "--runs", defaultValue = "5", description = "The median counts. Default: ${DEFAULT-VALUE}.")
        private int runs;

        @Option(names = "--seconds", defaultValue = "5", description = "Of one run. Default: ${DEFAULT-VALUE}.")
        private int seconds;

        @Override
        Scenario scenario() {
            return new Conference(people, runs, seconds);
        }
    }
}
