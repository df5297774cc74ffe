package io.banyan.loadtest.bench;

import io.banyan.loadtest.region.RegionScenario;
import io.banyan.loadtest.region.RegionScenarios;
import java.util.List;
import picocli.CommandLine.Command;

/** {@code bench tree}: measures what whoever looks notices when the tree of a track changes. */
@Command(
        name = "tree",
        mixinStandardHelpOptions = true,
        description =
                "Measures what viewers notice when a track's tree changes: a better parent, a parent that is killed. "
                        + "Each node is a process of this machine.")
final class TreeBenchmark extends MeshBenchmark {
    @Override
    List<RegionScenario> all() {
        return RegionScenarios.ofTrees();
    }
}
