package io.banyan.node.mesh.stream;

import java.time.Duration;

/**
 * How streams behave.
 *
 * @param connectTimeout for TCP
 * @param helloTimeout from the first byte wanted to the peer's hello
 * @param keepAlive silence after which an empty frame is sent
 * @param silence after which a peer is given up: several keep-alives and the longest round trip
 * @param idle time without a frame of anybody after which a stream is closed
 * @param leastBackoff after a first failure
 * @param mostBackoff after many
 * @param queueFrames for one stream
 * @param queueBytes for one stream
 * @param pendingFrames for a target that is being connected to
 * @param maxUnproven connections at once that have not said hello yet
 */
record StreamSettings(
        Duration connectTimeout,
        Duration helloTimeout,
        Duration keepAlive,
        Duration silence,
        Duration idle,
        Duration leastBackoff,
        Duration mostBackoff,
        int queueFrames,
        int queueBytes,
        int pendingFrames,
        int maxUnproven) {
    /** A part of a room with thousands of people is one frame of some hundred kilobytes. */
    static final int MAX_FRAME_BYTES = 1 << 20;

    static final StreamSettings USUAL = new StreamSettings(
            Duration.ofSeconds(5),
            Duration.ofSeconds(5),
            Duration.ofSeconds(1),
            Duration.ofSeconds(4),
            Duration.ofSeconds(60),
            Duration.ofMillis(200),
            Duration.ofSeconds(5),
            4_096,
            16 << 20,
            256,
            64);
}
