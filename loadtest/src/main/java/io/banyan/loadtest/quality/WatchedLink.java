package io.banyan.loadtest.quality;

import io.banyan.loadtest.netem.Bottleneck;
import io.banyan.loadtest.netem.CubicFlow;
import io.banyan.loadtest.netem.UdpEmulator;
import io.banyan.loadtest.peer.PeerStats;
import io.banyan.loadtest.peer.SyntheticPeer;
import io.banyan.protocol.rtp.MediaKind;
import io.banyan.protocol.signal.v1.Downlink;
import java.net.InetSocketAddress;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The link of one scenario, made of real sockets, and who is behind it. Used by one thread. */
final class WatchedLink implements AutoCloseable {
    private final QualityScenario scenario;
    private final Bottleneck link;
    private final @Nullable CubicFlow download;
    private @Nullable UdpEmulator emulator;
    private @Nullable QualityRecorder recorder;
    private @Nullable QualityOutcome outcome;
    private List<SyntheticPeer> viewers = List.of();
    private long bytesBefore;
    private long rivalBytesBefore;

    WatchedLink(QualityScenario scenario) {
        this.scenario = scenario;
        link = new Bottleneck(scenario.link(), scenario.queue());
        download = scenario.rival() == QualityScenario.Rival.DOWNLOAD
                ? new CubicFlow(
                        link, scenario.down().delayNanos() + scenario.up().delayNanos())
                : null;
    }

    /** Where a viewer's media goes instead. */
    InetSocketAddress inFrontOf(InetSocketAddress node, long seed) {
        if (emulator == null) {
            emulator = UdpEmulator.open(
                    node.getAddress(),
                    node,
                    scenario.up(),
                    scenario.down(),
                    seed * 31 + scenario.name().hashCode());
            emulator.shareDown(link, download);
        }
        return emulator.address();
    }

    /** The first is the one that is measured. */
    void watchedBy(List<SyntheticPeer> peers) {
        viewers = List.copyOf(peers);
    }

    void start() {
        SyntheticPeer viewer = viewers.getFirst();
        viewer.forgetLongest();
        PeerStats stats = viewer.stats();
        List<String> video = viewer.slots(MediaKind.VIDEO).subList(0, scenario.cameras());
        recorder = new QualityRecorder(scenario, viewer.slots(MediaKind.AUDIO).getFirst(), video, stats);
        bytesBefore = bytes(stats);
        rivalBytesBefore = rivalBytes();
        open().call(() -> {
            link.start(System.nanoTime());
            return true;
        });
    }

    /** @param second since the start, 1 for the first */
    void onSecond(long second) {
        if (recorder == null || second > scenario.length().toSeconds()) {
            return;
        }
        SyntheticPeer viewer = viewers.getFirst();
        PeerStats stats = viewer.stats();
        Downlink downlink = viewer.downlink();
        Map<String, String> rids = new HashMap<>();
        for (Downlink.SlotLayer slot : downlink.getSlotsList()) {
            if (slot.getGranted() >= 0 && !slot.getRid().isEmpty()) {
                rids.put(slot.getMid(), slot.getRid());
            }
        }
        StringBuilder layers = new StringBuilder();
        for (String mid : viewer.slots(MediaKind.VIDEO).subList(0, scenario.cameras())) {
            layers.append(rids.getOrDefault(mid, "-"));
        }
        recorder.onSecond(stats, downlink.getEstimateBps(), downlink.getSentBps(), layers.toString());
        if (second == scenario.length().toSeconds()) {
            end(recorder, stats);
        }
    }

    private void end(QualityRecorder ended, PeerStats stats) {
        long bytes = bytes(stats) - bytesBefore;
        long rivalBytes = rivalBytes() - rivalBytesBefore;
        outcome = open().call(() -> {
            link.advance(System.nanoTime());
            return ended.end(stats, link, bytes, rivalBytes);
        });
    }

    QualityOutcome outcome() {
        if (outcome == null) {
            throw new IllegalStateException(scenario.name() + " has not come to its end");
        }
        return outcome;
    }

    private long rivalBytes() {
        if (viewers.size() > 1) {
            return bytes(viewers.get(1).stats());
        }
        return download == null ? 0 : open().call(download::delivered);
    }

    private static long bytes(PeerStats stats) {
        return stats.transport().bytesReceived();
    }

    private UdpEmulator open() {
        if (emulator == null) {
            throw new IllegalStateException("nobody is behind it");
        }
        return emulator;
    }

    @Override
    public void close() {
        if (emulator != null) {
            emulator.close();
        }
    }
}
