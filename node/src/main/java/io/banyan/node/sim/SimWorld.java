package io.banyan.node.sim;

import com.google.protobuf.MessageLite;
import io.banyan.node.mesh.MeshRefusal;
import io.banyan.node.mesh.Refusals;
import io.banyan.protocol.id.NodeId;
import io.banyan.protocol.id.RegionId;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/** All regions, and the ways between them. */
final class SimWorld {
    private final SimSettings settings;
    private final EventQueue events = new EventQueue();
    private final RunDigest digest = new RunDigest();
    private final Map<MeshRefusal, Long> refused = new EnumMap<>(MeshRefusal.class);
    private final Refusals refusals = reason -> refused.merge(reason, 1L, Long::sum);
    private final Map<RegionId, Integer> index = new LinkedHashMap<>();
    private final List<RegionId> ids = new ArrayList<>();
    private final Invariants invariants = new Invariants(this);
    private final SimNetwork network;
    private final SimRegion[] regions;
    private final OracleLeases oracle;
    private long lastId;

    SimWorld(SimSettings settings, SplittableRandom random) {
        this.settings = settings;
        network = new SimNetwork(events, random.split(), settings.regions(), settings.lossPermille(), digest);
        for (int number = 0; number < settings.regions(); number++) {
            RegionId id = new RegionId("r" + number);
            ids.add(id);
            index.put(id, number);
        }
        regions = new SimRegion[settings.regions()];
        for (int number = 0; number < regions.length; number++) {
            regions[number] = new SimRegion(this, number, random.nextInt(400) - 200);
        }
        oracle = new OracleLeases(events, network, regions, index);
        for (int number = 0; number < regions.length; number++) {
            regions[number].start(oracle.of(number));
        }
        for (int number = 0; number < regions.length; number++) {
            oracle.begin(number);
        }
    }

    SimSettings settings() {
        return settings;
    }

    EventQueue events() {
        return events;
    }

    RunDigest digest() {
        return digest;
    }

    SimNetwork network() {
        return network;
    }

    Refusals refusals() {
        return refusals;
    }

    Map<MeshRefusal, Long> refused() {
        return refused;
    }

    Invariants invariants() {
        return invariants;
    }

    List<RegionId> regionIds() {
        return ids;
    }

    SimRegion region(int number) {
        return regions[number];
    }

    List<SimRegion> living() {
        List<SimRegion> living = new ArrayList<>();
        for (SimRegion region : regions) {
            if (network.isUp(region.number())) {
                living.add(region);
            }
        }
        return living;
    }

    boolean isNode(NodeId node) {
        return index.containsKey(node.region());
    }

    void send(int from, RegionId to, MessageLite frame) {
        Integer number = index.get(to);
        if (number == null) {
            throw new IllegalStateException("there is no region " + to);
        }
        network.send(from, number, frame);
    }

    /** Never given before in this run. */
    long nextId() {
        return ++lastId;
    }

    void crash(int number) {
        network.down(number);
        oracle.onChanged();
    }

    void restart(int number) {
        regions[number].start(oracle.of(number));
        oracle.begin(number);
        oracle.onChanged();
    }

    void cut(int from, int to, int change) {
        network.cut(from, to, change);
    }

    void onWaysChanged() {
        oracle.onChanged();
    }
}
