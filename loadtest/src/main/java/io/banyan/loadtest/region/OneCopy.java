package io.banyan.loadtest.region;

import io.banyan.loadtest.mesh.MeshNode;
import io.banyan.loadtest.peer.SyntheticPeer;
import io.banyan.loadtest.peer.VideoSettings;
import io.banyan.loadtest.report.Figure;
import io.banyan.loadtest.report.Goal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Two in {@code us} watch somebody in {@code eu}: what comes over links, by the nodes' own counters, against what one
 * viewer receives.
 *
 * @param nodesPerRegion with more than one, each viewer is at another node
 * @param seconds that are counted
 */
public record OneCopy(int nodesPerRegion, int seconds) implements RegionScenario {
    private static final VideoSettings VIDEO = VideoSettings.single(30, 500_000);
    /** Of {@code seconds}: counters are a second old at most, at either end. */
    private static final double TOLERANCE = 0.15;

    @Override
    public String name() {
        return nodesPerRegion == 1 ? "onecopy" : "onecopy." + nodesPerRegion;
    }

    @Override
    public String plot() {
        return "two viewers in us of a track in eu"
                + (nodesPerRegion == 1 ? "" : ", each at another of " + nodesPerRegion + " nodes");
    }

    @Override
    public List<Figure> play(RegionStage stage) {
        String room = stage.people().newRoom(name());
        List<MeshNode> nodes = stage.mesh().nodes(RegionStage.US);
        List<SyntheticPeer> all = new ArrayList<>();
        try {
            SyntheticPeer publisher = RegionPeers.join(
                    stage,
                    all,
                    stage.peer(stage.first(RegionStage.EU), room, "publisher").publishing(true, VIDEO));
            for (int i = 0; i < 2; i++) {
                MeshNode node = nodes.get(i % nodes.size());
                SyntheticPeer viewer = RegionPeers.join(stage, all, stage.peer(node, room, "viewer-" + i));
                RegionPeers.watch(viewer, 0, publisher.participantId());
            }
            RegionPeers.awaitPackets(stage, all.subList(1, 3));
            double linksBefore = arrived(stage, nodes);
            long viewersBefore = received(all);
            RegionStage.pass(Duration.ofSeconds(seconds));
            double links = arrived(stage, nodes) - linksBefore;
            double viewers = (received(all) - viewersBefore) / 2.0;
            return List.of(
                    new Figure(
                            name() + ".copies",
                            links / viewers,
                            "of each packet",
                            Goal.atMost(1 + TOLERANCE),
                            Math.round(links) + " packets over links, " + Math.round(viewers) + " at each viewer"),
                    new Figure(name() + ".viewed", viewers / seconds, "packets/s", Goal.atLeast(50)));
        } finally {
            all.forEach(SyntheticPeer::close);
        }
    }

    /** Media packets from {@code eu} that came to a region's nodes. */
    private static double arrived(RegionStage stage, List<MeshNode> nodes) {
        return nodes.stream()
                .mapToDouble(node ->
                        LinkCounters.of(stage.metrics(node)).with(RegionStage.EU, "banyan_link_packets_total", "in"))
                .sum();
    }

    private static long received(List<SyntheticPeer> all) {
        return all.stream().mapToLong(peer -> peer.stats().packetsReceived()).sum();
    }
}
