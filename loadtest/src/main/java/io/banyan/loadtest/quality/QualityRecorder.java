package io.banyan.loadtest.quality;

import io.banyan.loadtest.netem.Bottleneck;
import io.banyan.loadtest.peer.PeerStats;
import io.banyan.loadtest.playout.PlayoutStats;
import java.util.ArrayList;
import java.util.List;

/** Notes what happens to one viewer from its beginning on, second by second. Not thread-safe. */
public final class QualityRecorder {
    private final QualityScenario scenario;
    private final List<String> videoMids;
    private final List<PlayoutStats> videoBefore;
    private final PlayoutStats audioBefore;
    private final String audioMid;
    private final List<QualityOutcome.Second> seconds = new ArrayList<>();

    /**
     * The time that is measured begins.
     *
     * @param videoMids of its slots, in the order of the cameras
     */
    public QualityRecorder(QualityScenario scenario, String audioMid, List<String> videoMids, PeerStats stats) {
        this.scenario = scenario;
        this.audioMid = audioMid;
        this.videoMids = List.copyOf(videoMids);
        this.audioBefore = stats.slot(audioMid).playout();
        this.videoBefore =
                videoMids.stream().map(mid -> stats.slot(mid).playout()).toList();
    }

    /**
     * A second is over.
     *
     * @param estimateBps by the node; 0: nothing is known
     * @param sentBps by the node
     * @param layers by the node, a letter for each camera
     */
    public void onSecond(PeerStats stats, long estimateBps, long sentBps, String layers) {
        int height = stats.slot(videoMids.getFirst()).playout().height();
        seconds.add(new QualityOutcome.Second(estimateBps, sentBps, layers, height));
    }

    /**
     * The time is over.
     *
     * @param bytes that came to the viewer meanwhile
     * @param rivalBytes that came to who else was on the link
     */
    public QualityOutcome end(PeerStats stats, Bottleneck link, long bytes, long rivalBytes) {
        int steps = (int) (scenario.length().toNanos() / Bottleneck.STEP_NANOS);
        List<PlayoutStats> video = new ArrayList<>();
        for (int i = 0; i < videoMids.size(); i++) {
            video.add(stats.slot(videoMids.get(i)).playout().since(videoBefore.get(i)));
        }
        return new QualityOutcome(
                link.steps().subList(0, Math.min(steps, link.steps().size())),
                link.waitMillis(0.5),
                link.waitMillis(0.95),
                bytes,
                rivalBytes,
                video,
                stats.slot(audioMid).playout().since(audioBefore),
                seconds);
    }
}
