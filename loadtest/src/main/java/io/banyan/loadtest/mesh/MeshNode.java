package io.banyan.loadtest.mesh;

import io.banyan.loadtest.process.NodeProcess;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** One node of a local mesh. Changed by {@link LocalMesh} only. */
public final class MeshNode {
    /**
     * Where it listens.
     *
     * @param media of its first loop
     * @param control streams of other regions
     * @param cluster its region's nodes
     */
    record Addresses(int http, int media, int control, int cluster) {}

    private final String region;
    private final String name;
    volatile Addresses addresses;
    volatile Duration clockOffset = Duration.ZERO;
    volatile @Nullable NodeProcess process;
    /** Nobody meant it to end. */
    volatile boolean shouldRun;

    MeshNode(String region, String name, Addresses addresses) {
        this.region = region;
        this.name = name;
        this.addresses = addresses;
    }

    public String region() {
        return region;
    }

    /** Unique in the mesh: {@code eu-1}. */
    public String name() {
        return name;
    }

    /** What runs now, or ran last. */
    public NodeProcess process() {
        NodeProcess running = process;
        if (running == null) {
            throw new IllegalStateException(name + " was not started");
        }
        return running;
    }

    @Override
    public String toString() {
        return name;
    }
}
