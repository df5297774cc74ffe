package io.banyan.loadtest.packet;

import io.banyan.loadtest.peer.VideoSettings;
import io.banyan.protocol.srtp.SrtpProfile;
import java.util.List;

/**
 * One publisher's stream to many: 200 packets a second of video, each of about 1200 bytes, and 50 of sound.
 *
 * @param name of the figures
 * @param packetsPerFrame that leave at once; 1: evenly paced
 * @param isReported whether subscribers report arrivals, so that the node estimates, paces and allocates
 */
record FanoutShape(String name, int subscribers, int packetsPerFrame, SrtpProfile profile, boolean isReported) {
    private static final int VIDEO_PACKETS_PER_SECOND = 200;
    private static final int AUDIO_PACKETS_PER_SECOND = 50;
    /**
     * With descriptor, header, extensions and tag a packet has 1194 bytes on the wire: as large as the synthetic
     * publisher makes them.
     */
    private static final int CONTENT_BYTES = 1_144;
    /** The first packet of a frame has its VP8 header too. */
    private static final int FRAME_HEADER_BYTES = 3;

    FanoutShape(String name, int subscribers, int packetsPerFrame, SrtpProfile profile) {
        this(name, subscribers, packetsPerFrame, profile, true);
    }

    VideoSettings video() {
        int framesPerSecond = VIDEO_PACKETS_PER_SECOND / packetsPerFrame;
        int frameBytes = CONTENT_BYTES * packetsPerFrame - FRAME_HEADER_BYTES;
        return new VideoSettings(
                framesPerSecond,
                List.of(new VideoSettings.Encoding("", frameBytes * 8 * framesPerSecond)),
                640,
                360,
                0);
    }

    /** Packets that the subscribers should get in a second, all together. */
    int packetsPerSecond() {
        return (VIDEO_PACKETS_PER_SECOND + AUDIO_PACKETS_PER_SECOND) * subscribers;
    }
}
