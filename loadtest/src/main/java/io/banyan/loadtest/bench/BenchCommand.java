package io.banyan.loadtest.bench;

import picocli.CommandLine.Command;

/** {@code bench}: the benchmarks by name. */
@Command(
        name = "bench",
        mixinStandardHelpOptions = true,
        subcommands = {
            CallBenchmark.class,
            RegionsBenchmark.class,
            FanoutBenchmark.class
        },
        description = "Measures what was built against the figures that it should reach.")
public final class BenchCommand {}
