package io.banyan.loadtest.region;

import io.banyan.loadtest.mesh.MeshNode;
import io.banyan.loadtest.peer.SyntheticPeer;
import io.banyan.loadtest.report.Figure;
import io.banyan.loadtest.report.Goal;
import io.banyan.loadtest.scenario.MetricsPage;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Rooms of two people, one in {@code eu} and one in {@code us}, in which nothing happens.
 *
 * @param rooms at once
 */
public record IdleRooms(int rooms) implements RegionScenario {
    private static final String BYTES = "banyan_mesh_control_bytes_total";
    private static final Duration SETTLE = Duration.ofSeconds(5);
    private static final Duration IDLE = Duration.ofMinutes(1);
    private static final int WANTED = 10_000;

    @Override
    public String name() {
        return "idle";
    }

    @Override
    public String plot() {
        return rooms + " rooms over two regions in which nothing happens";
    }

    @Override
    public List<Figure> play(RegionStage stage) {
        MeshNode eu = stage.first(RegionStage.EU);
        List<SyntheticPeer> all = new ArrayList<>();
        try {
            double heapBefore = eu.process().usage().liveHeapMib();
            double residentBefore = eu.process().usage().residentMib();
            Control before = Control.of(stage);
            for (int i = 0; i < rooms; i++) {
                String room = stage.people().newRoom(name());
                for (String region : List.of(RegionStage.EU, RegionStage.US)) {
                    RegionPeers.join(
                            stage,
                            all,
                            stage.peer(stage.first(region), room, "somebody-" + region)
                                    .withSlotPairs(1));
                }
            }
            RegionStage.pass(SETTLE);
            Control joined = Control.of(stage);
            RegionStage.pass(IDLE);
            Control idle = Control.of(stage);
            double heap = eu.process().usage().liveHeapMib() - heapBefore;
            double resident = eu.process().usage().residentMib();
            return List.of(
                    new Figure("idle.control.join", (joined.rooms - before.rooms) / (2.0 * rooms), "bytes", Goal.NONE),
                    new Figure(
                            "idle.control.minute",
                            (idle.rooms - joined.rooms) / rooms,
                            "bytes of a room",
                            Goal.NONE,
                            "sent by all nodes, without heartbeats"),
                    new Figure(
                            "idle.control.heartbeats",
                            (idle.heartbeats - joined.heartbeats) / IDLE.toSeconds(),
                            "bytes/s of the mesh",
                            Goal.NONE,
                            "whatever the number of rooms"),
                    new Figure(
                            "idle.heap.room", 1024 * heap / rooms, "KiB live", Goal.NONE, "with its one local person"),
                    new Figure(
                            "idle.heap." + WANTED,
                            heap / rooms * WANTED,
                            "MiB live",
                            Goal.NONE,
                            "by that, from " + rooms + " rooms"),
                    new Figure(
                            "idle.rss",
                            resident,
                            "MiB",
                            Goal.NONE,
                            "with " + rooms + " rooms, " + Math.round(residentBefore) + " before"));
        } finally {
            all.forEach(SyntheticPeer::close);
        }
    }

    /** Bytes that all nodes have sent to other regions so far, before TLS. */
    private record Control(double rooms, double heartbeats) {
        static Control of(RegionStage stage) {
            double all = 0;
            double heartbeats = 0;
            for (MeshNode node : stage.mesh().nodes()) {
                MetricsPage page = stage.metrics(node);
                all += page.sumOfLines(BYTES, line -> line.contains("direction=\"sent\""));
                heartbeats += page.sumOfLines(
                        BYTES, line -> line.contains("direction=\"sent\"") && line.contains("kind=\"heartbeat\""));
            }
            return new Control(all - heartbeats, heartbeats);
        }
    }
}
