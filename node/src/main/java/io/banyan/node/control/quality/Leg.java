package io.banyan.node.control.quality;

import io.banyan.node.plane.LegSample;
import io.banyan.protocol.id.TrackId;
import io.banyan.protocol.rtp.MediaKind;

/** One leg of a participant in this second, with what control knows of it. */
public sealed interface Leg {
    LegSample sample();

    MediaKind kind();

    /** An encoding that the participant publishes. */
    record In(MediaKind kind, LegSample sample) implements Leg {}

    /**
     * What is on one of its slots.
     *
     * @param wantedHeight in pixels, 0: not known
     * @param wantedFrameRate frames a second that are enough, 0: the usual
     */
    record Out(String mid, TrackId track, MediaKind kind, int wantedHeight, int wantedFrameRate, LegSample sample)
            implements Leg {}
}
