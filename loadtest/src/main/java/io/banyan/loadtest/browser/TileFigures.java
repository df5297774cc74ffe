package io.banyan.loadtest.browser;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One tile over a collection, as the page's own probe counted it.
 *
 * @param expectedNumber that the participant's pictures should carry
 * @param frames shown
 * @param expectedFrames made by the participant from the first to the last one shown
 * @param frameRatio frames / expectedFrames
 * @param mislabelled pictures of somebody else
 * @param freezes times without a new picture above 500 ms, in milliseconds
 * @param latencyMillis from drawing to showing
 * @param syncOffsetMillis how much later the sound is than the picture
 * @param picture by the browser's own counts; null: no picture
 * @param sound likewise
 */
public record TileFigures(
        String participantId,
        String name,
        @Nullable Integer expectedNumber,
        int frames,
        int unreadable,
        int expectedFrames,
        double frameRatio,
        int mislabelled,
        List<Double> freezes,
        double longestGapMillis,
        Latency latencyMillis,
        Sync syncOffsetMillis,
        int width,
        int height,
        @Nullable Received picture,
        @Nullable Received sound) {
    /** Of the pictures whose code was read. */
    public record Latency(double p50, double p95, int samples) {}

    /** Burst by burst. */
    public record Sync(double p50, double worst, List<Double> each) {}

    /** @param concealedShare of the samples played, made up for lost ones */
    public record Received(
            int framesDecoded,
            double framesPerSecond,
            int freezes,
            long packetsLost,
            long packetsReceived,
            double jitterBufferMillis,
            int width,
            int height,
            double audioLevel,
            double concealedShare) {}
}
