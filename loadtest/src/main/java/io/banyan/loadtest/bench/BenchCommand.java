package io.banyan.loadtest.bench;

import picocli.CommandLine.Command;

/** {@code bench}: the benchmarks by name. */
@Command(
        name = "bench",
        mixinStandardHelpOptions = true,
        subcommands = {
            CallBenchmark.class,
            RegionsBenchmark.class,
            QualityBenchmark.class,
            TreeBenchmark.class,
            FanoutBenchmark.class,
            PacketBenchmark.ConferenceOfPeers.class,
            PacketBenchmark.Latency.class,
            PacketBenchmark.Join.class,
            PacketBenchmark.Memory.class,
            PacketBenchmark.Dtls.class,
            PacketBenchmark.Idle.class,
            LinkBenchmark.class,
            MechanismBenchmark.class
        },
        description = "Measures what was built against the figures that it should reach.")
public final class BenchCommand {}
