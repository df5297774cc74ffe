package io.banyan.loadtest.peer;

import io.banyan.loadtest.playout.PlayoutStats;
import io.banyan.loadtest.report.Histogram;

/**
 * What a peer has received on one slot.
 *
 * @param packets of media, each once, resent ones included
 * @param frames packets with the marker of a frame's end
 * @param width of the last key frame; 0: none came
 * @param lost asked for in vain (video), or not come (audio)
 * @param waiting missing now, may still come
 * @param recovered came by retransmission or late
 * @param duplicates came again
 * @param requests numbers asked for by NACK, each time counted
 * @param contentMissing of the publishers' own packets, did not come
 * @param verified content is as the publisher made it
 * @param corrupted content is not
 * @param mislabelled content is of another track than the CSRC says, or there is no CSRC
 * @param foreign content is not made up, such as a browser's
 * @param timestampsBack packets with a later number and an earlier timestamp than the one before
 * @param reportBendMicros most that two sender reports in succession differ in the rate of their clock's line
 * @param latencyMicros from the publisher's sending to here, without resent ones
 * @param playout what people have seen and heard of it
 */
public record SlotStats(
        String mid,
        long packets,
        long bytes,
        long frames,
        long keyFrames,
        int width,
        int height,
        long lost,
        int waiting,
        long recovered,
        long duplicates,
        long requests,
        long contentMissing,
        long verified,
        long corrupted,
        long mislabelled,
        long foreign,
        long timestampsBack,
        long senderReports,
        long reportBendMicros,
        Histogram latencyMicros,
        PlayoutStats playout) {
    /** Whether everything that came was right, whatever did not come. */
    public boolean isClean() {
        return corrupted == 0 && mislabelled == 0 && timestampsBack == 0;
    }
}
