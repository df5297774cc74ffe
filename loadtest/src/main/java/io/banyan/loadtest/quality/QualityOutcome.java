package io.banyan.loadtest.quality;

import io.banyan.loadtest.netem.Bottleneck;
import io.banyan.loadtest.playout.PlayoutStats;
import java.util.List;

/**
 * What came of a scenario, in the time that is measured.
 *
 * @param steps of the link, a tenth of a second each
 * @param queueMedianMillis what datagrams waited in front of the link; NaN: there were none
 * @param queueP95Millis what datagrams waited in front of the link; NaN: there were none
 * @param bytes that came to the viewer, of UDP's payload
 * @param rivalBytes that came to who else was on the link
 * @param video of each camera
 * @param audio of the first
 * @param seconds one for each
 */
public record QualityOutcome(
        List<Bottleneck.Step> steps,
        double queueMedianMillis,
        double queueP95Millis,
        long bytes,
        long rivalBytes,
        List<PlayoutStats> video,
        PlayoutStats audio,
        List<Second> seconds) {
    public QualityOutcome {
        steps = List.copyOf(steps);
        video = List.copyOf(video);
        seconds = List.copyOf(seconds);
    }

    /**
     * One second, by the node's word but for the last.
     *
     * @param estimateBps what the way is taken to carry; 0: nothing is known
     * @param sentBps padding and retransmissions included
     * @param layers a letter for each camera: the rid, or - for none
     * @param height lines of the first camera's picture, as shown
     */
    public record Second(long estimateBps, long sentBps, String layers, int height) {}
}
