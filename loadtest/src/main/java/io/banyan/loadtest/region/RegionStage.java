package io.banyan.loadtest.region;

import io.banyan.loadtest.mesh.LocalMesh;
import io.banyan.loadtest.mesh.MeshNode;
import io.banyan.loadtest.mesh.MeshPlan;
import io.banyan.loadtest.mesh.MeshTraffic;
import io.banyan.loadtest.peer.PeerSettings;
import io.banyan.loadtest.scenario.MetricsPage;
import io.banyan.loadtest.scenario.Stage;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/** A local mesh of three regions and the people in it. Used by one thread. */
public final class RegionStage implements AutoCloseable {
    public static final String EU = "eu";
    public static final String US = "us";
    public static final String AP = "ap";
    public static final List<String> REGIONS = List.of(EU, US, AP);
    private static final long LOOK_NANOS = 20_000_000;

    private final LocalMesh mesh;
    private final Stage people;
    private final StageTokens tokens;

    private RegionStage(LocalMesh mesh, Stage people, StageTokens tokens) {
        this.mesh = mesh;
        this.people = people;
        this.tokens = tokens;
    }

    /**
     * Starts the mesh and waits until every region has heard of every other.
     *
     * @param isWide the links between the regions have the delays of real cities
     * @param folder gets what the nodes read and their logs
     */
    public static RegionStage open(
            List<String> nodeCommand,
            List<String> regions,
            int nodesPerRegion,
            boolean isWide,
            long seed,
            Path folder,
            Consumer<String> progress) {
        StageTokens tokens = StageTokens.make();
        Map<String, String> settings = new HashMap<>(tokens.nodeSettings());
        // So that a scenario finds on the metrics page what has just happened.
        settings.put("kamon.metric.tick-interval", "1s");
        MeshPlan plan = MeshPlan.of(regions, nodesPerRegion, nodeCommand, folder)
                .wide(isWide)
                .withSettings(settings);
        progress.accept("starting a mesh of " + regions.size() * nodesPerRegion + " nodes"
                + (isWide ? ", with delays of real cities" : ""));
        LocalMesh mesh = LocalMesh.start(plan, (node, line) -> {});
        Stage people = Stage.across(regions.stream().map(mesh::url).toList(), longestWay(mesh), seed, progress);
        RegionStage stage = new RegionStage(mesh, people, tokens);
        try {
            stage.await("all regions have heard of each other", Stage.PATIENCE, stage::isConnected);
            return stage;
        } catch (RuntimeException e) {
            stage.close();
            throw e;
        }
    }

    public LocalMesh mesh() {
        return mesh;
    }

    /** The first three people go to the three regions. */
    public Stage people() {
        return people;
    }

    /** Makes tokens that the demo does not: of a chosen identity, of an administrator, with a limit. */
    public StageTokens tokens() {
        return tokens;
    }

    public MeshNode first(String region) {
        return mesh.nodes(region).getFirst();
    }

    /** Settings of a synthetic peer at one node, publishing nothing yet. */
    public PeerSettings peer(MeshNode node, String room, String name) {
        return people.peer(node.process().url(), room, name);
    }

    public MetricsPage metrics(MeshNode node) {
        return MetricsPage.of(node.process().url());
    }

    /** There and back, in milliseconds. */
    public long roundTripMillis(MeshNode one, MeshNode other) {
        return one.equals(other)
                ? 0
                : mesh.condition(one, other, MeshTraffic.BACKBONE)
                        .delay()
                        .plus(mesh.condition(other, one, MeshTraffic.BACKBONE).delay())
                        .toMillis();
    }

    public void say(String what) {
        people.say(what);
    }

    /**
     * Until something holds.
     *
     * @return how long that took, in milliseconds
     * @throws IllegalStateException after the timeout
     */
    public double await(String what, Duration timeout, BooleanSupplier holds) {
        long startNanos = System.nanoTime();
        while (!holds.getAsBoolean()) {
            if (System.nanoTime() - startNanos > timeout.toNanos()) {
                throw new IllegalStateException("not so within " + timeout.toSeconds() + " s: " + what);
            }
            LockSupport.parkNanos(LOOK_NANOS);
        }
        return (System.nanoTime() - startNanos) / 1e6;
    }

    /** Does nothing for a while, so that there is something to count. */
    public static void pass(Duration time) {
        long endNanos = System.nanoTime() + time.toNanos();
        while (System.nanoTime() < endNanos) {
            LockSupport.parkNanos(endNanos - System.nanoTime());
        }
    }

    @Override
    public void close() {
        try {
            people.close();
        } finally {
            mesh.close();
        }
    }

    private boolean isConnected() {
        List<String> regions = mesh.plan().regions();
        return regions.stream()
                .allMatch(region -> mesh.nodes(region).stream()
                                .mapToDouble(node -> metrics(node).sum("banyan_mesh_streams_open"))
                                .sum()
                        >= regions.size() - 1);
    }

    private static Duration longestWay(LocalMesh mesh) {
        return mesh.nodes().stream()
                .flatMap(from -> mesh.nodes().stream()
                        .map(to ->
                                mesh.condition(from, to, MeshTraffic.BACKBONE).delay()))
                .max(Duration::compareTo)
                .orElse(Duration.ZERO);
    }
}
