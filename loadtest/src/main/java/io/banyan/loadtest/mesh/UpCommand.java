package io.banyan.loadtest.mesh;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code up}: a mesh of several regions on one's own machine, with the demo. */
@Command(
        name = "up",
        mixinStandardHelpOptions = true,
        description = {
            "Starts a mesh of several regions on this machine, with the demo application, and prints one URL per region.",
            "Ctrl-C ends it. With --single: one node that stands alone (./banyan up --single --help)."
        })
public final class UpCommand implements Callable<Integer> {
    @Spec
    private @Nullable CommandSpec spec;

    @Option(
            names = "--regions",
            paramLabel = "NAME",
            split = ",",
            defaultValue = "eu,us,ap",
            description = "Regions, each a cluster of its own. Default: ${DEFAULT-VALUE}.")
    private List<String> regions = List.of();

    @Option(names = "--nodes-per-region", paramLabel = "N", defaultValue = "1", description = "Default: 1.")
    private int nodesPerRegion = 1;

    @Option(
            names = "--wan",
            description = "Give the links between regions the delays between real cities (eu Frankfurt, us Ashburn, "
                    + "ap Singapore, sa São Paulo, jp Tokyo, au Sydney, in Mumbai, af Cape Town).")
    private boolean isWide;

    @Option(
            names = "--host",
            paramLabel = "ADDRESS",
            description = "An address of this machine, to join from other devices too; serves HTTPS.")
    private @Nullable String host;

    @Option(
            names = "--port",
            paramLabel = "N",
            defaultValue = "7780",
            description = "HTTP of the first node; the others' follow. Default: ${DEFAULT-VALUE}.")
    private int port;

    @Option(
            names = "--media-port",
            paramLabel = "N",
            defaultValue = "7790",
            description = "UDP of the first node's media; the others' follow. Default: ${DEFAULT-VALUE}.")
    private int mediaPort;

    @Option(names = "--logs", description = "Show the nodes' logs here, each line with its node's name.")
    private boolean showLogs;

    @Option(
            names = "--node-command",
            paramLabel = "COMMAND",
            defaultValue = "${env:BANYAN_NODE_COMMAND:-./banyan node}",
            hidden = true,
            description = "Starts a node; its words are separated by blanks.")
    private String nodeCommand = "";

    @Option(
            names = "--folder",
            paramLabel = "FOLDER",
            defaultValue = ".banyan/mesh",
            hidden = true,
            description = "Gets the mesh's keys, settings and logs.")
    private Path folder = Path.of("");

    @Override
    public Integer call() throws InterruptedException {
        String bind = host == null ? "127.0.0.1" : host;
        MeshPlan plan = new MeshPlan(
                regions,
                nodesPerRegion,
                1,
                bind,
                host != null,
                port,
                mediaPort,
                isWide,
                List.of(nodeCommand.strip().split("\\s+", -1)),
                Map.of(),
                folder);
        LocalMesh mesh = LocalMesh.start(plan, this::onLine);
        ChaosServer chaos = ChaosServer.open(mesh);
        say(mesh);
        try (mesh;
                chaos) {
            // Until this process is told to end, which ends the nodes.
            new CountDownLatch(1).await();
        }
        return 0;
    }

    private void onLine(MeshNode node, String line) {
        if (showLogs || line.startsWith(LocalMesh.ENDED)) {
            out().println(node.name() + " | " + line);
            out().flush();
        }
    }

    private void say(LocalMesh mesh) {
        for (String region : mesh.plan().regions()) {
            for (MeshNode node : mesh.nodes(region)) {
                out().println("ready " + node.process().url() + " " + node.name());
            }
        }
        if (!showLogs) {
            out().println("Logs: " + folder.resolve("<node>").resolve("node.log"));
        }
        out().println((isWide ? "Delays of real cities between the regions. " : "")
                + "./banyan chaos breaks links and nodes. Ctrl-C ends it.");
        out().flush();
    }

    private PrintWriter out() {
        if (spec == null) {
            throw new IllegalStateException("picocli fills this in");
        }
        return spec.commandLine().getOut();
    }
}
