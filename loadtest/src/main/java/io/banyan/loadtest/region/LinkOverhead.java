package io.banyan.loadtest.region;

import io.banyan.loadtest.mesh.MeshNode;
import io.banyan.loadtest.peer.SyntheticPeer;
import io.banyan.loadtest.peer.VideoSettings;
import io.banyan.loadtest.report.Figure;
import io.banyan.loadtest.report.Goal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Bytes of a link, both ways, everything included, against what the same packets are as SRTP to a client.
 *
 * @param seconds that are counted
 */
public record LinkOverhead(int seconds) implements RegionScenario {
    private static final int TALKERS = 5;
    private static final double AUDIO_PERCENT = 25;
    private static final double VIDEO_PERCENT = 3;

    @Override
    public String name() {
        return "overhead";
    }

    @Override
    public String plot() {
        return "bytes on the link against client SRTP: " + TALKERS + " talkers, and one picture";
    }

    @Override
    public List<Figure> play(RegionStage stage) {
        return List.of(
                measure(stage, "audio", TALKERS, true, null, AUDIO_PERCENT),
                measure(stage, "video", 1, false, VideoSettings.single(30, 1_500_000), VIDEO_PERCENT));
    }

    private Figure measure(
            RegionStage stage,
            String kind,
            int publishers,
            boolean hasAudio,
            @Nullable VideoSettings video,
            double goal) {
        String room = stage.people().newRoom(name());
        MeshNode us = stage.first(RegionStage.US);
        List<SyntheticPeer> all = new ArrayList<>();
        try {
            SyntheticPeer viewer =
                    RegionPeers.join(stage, all, stage.peer(us, room, "viewer").withSlotPairs(publishers));
            List<SyntheticPeer> sending = new ArrayList<>();
            for (int i = 0; i < publishers; i++) {
                SyntheticPeer publisher = RegionPeers.join(
                        stage,
                        all,
                        stage.peer(stage.first(RegionStage.EU), room, "publisher-" + i)
                                .publishing(hasAudio, video));
                sending.add(publisher);
                RegionPeers.watch(viewer, i, publisher.participantId());
            }
            RegionPeers.awaitPackets(stage, List.of(viewer));
            RegionStage.pass(Duration.ofSeconds(3));
            Counted before = Counted.now(stage, us, viewer, sending);
            RegionStage.pass(Duration.ofSeconds(seconds));
            Counted after = Counted.now(stage, us, viewer, sending);
            double linkPerPacket = (after.linkBytes - before.linkBytes) / (after.linkPackets - before.linkPackets);
            double srtpPerPacket = (after.sentBytes - before.sentBytes) / (after.sentPackets - before.sentPackets);
            double viewerPerPacket =
                    (after.viewerBytes - before.viewerBytes) / (after.viewerPackets - before.viewerPackets);
            return new Figure(
                    "overhead." + kind,
                    100 * (linkPerPacket / srtpPerPacket - 1),
                    "% more bytes",
                    Goal.atMost(goal),
                    String.format(
                            Locale.ROOT,
                            "a packet: %.1f on the link, %.1f from the publisher, %.1f to the viewer",
                            linkPerPacket,
                            srtpPerPacket,
                            viewerPerPacket));
        } finally {
            all.forEach(SyntheticPeer::close);
        }
    }

    /** Totals at one moment; of the publishers and the viewer with RTCP and checks, of the link with its feedback. */
    private record Counted(
            double linkBytes,
            double linkPackets,
            double sentBytes,
            double sentPackets,
            double viewerBytes,
            double viewerPackets) {
        static Counted now(RegionStage stage, MeshNode us, SyntheticPeer viewer, List<SyntheticPeer> sending) {
            LinkCounters link = LinkCounters.of(stage.metrics(us));
            return new Counted(
                    link.with(RegionStage.EU, "banyan_link_bytes_total", "in")
                            + link.with(RegionStage.EU, "banyan_link_bytes_total", "out"),
                    link.with(RegionStage.EU, "banyan_link_packets_total", "in"),
                    sending.stream()
                            .mapToDouble(peer -> peer.stats().transport().bytesSent())
                            .sum(),
                    sending.stream()
                            .flatMap(peer -> peer.stats().sources().stream())
                            .mapToDouble(source -> source.packets())
                            .sum(),
                    viewer.stats().transport().bytesReceived(),
                    viewer.stats().packetsReceived());
        }
    }
}
