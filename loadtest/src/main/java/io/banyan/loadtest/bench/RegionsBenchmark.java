package io.banyan.loadtest.bench;

import io.banyan.loadtest.region.RegionScenario;
import io.banyan.loadtest.region.RegionScenarios;
import java.util.List;
import picocli.CommandLine.Command;

/** {@code bench regions}: measures calls over three regions, whole and broken, against their goals. */
@Command(
        name = "regions",
        mixinStandardHelpOptions = true,
        description =
                "Measures calls over three regions, with and without faults, against the figures that they should "
                        + "reach. Each node is a process of this machine.")
final class RegionsBenchmark extends MeshBenchmark {
    @Override
    List<RegionScenario> all() {
        return RegionScenarios.all();
    }
}
