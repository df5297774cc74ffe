package io.banyan.node.plane;

import io.banyan.protocol.id.ParticipantId;
import io.banyan.protocol.id.SubscriptionId;
import io.banyan.protocol.id.TrackId;
import io.banyan.protocol.id.TransportId;
import io.banyan.protocol.rtp.CodecId;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Rare facts that a media loop tells control. Never one per packet: one a second at most for what goes on. */
public sealed interface MediaEvent {
    /** The transport that it happened to. */
    TransportId transport();

    /**
     * @param detail for people: the SRTP profile, or what went wrong
     */
    record TransportChanged(TransportId transport, TransportState state, String detail) implements MediaEvent {}

    /** The first authenticated packet of an encoding arrived, or the first after it was silent. */
    record EncodingStarted(TransportId transport, TrackId track, String rid, CodecId codec) implements MediaEvent {}

    /** Nothing of an encoding arrived for two seconds. */
    record EncodingStopped(TransportId transport, TrackId track, String rid) implements MediaEvent {}

    /** What each leg of the transport did, once a second. */
    record LegsMeasured(TransportId transport, List<LegSample> legs) implements MediaEvent {
        public LegsMeasured {
            legs = List.copyOf(legs);
        }
    }

    /** What the way to the client carries, once a second. */
    record DownlinkMeasured(TransportId transport, DownlinkSample sample) implements MediaEvent {}

    /** The publisher is to make a key frame of one encoding; throttled, merged over all subscribers. */
    record KeyFrameWanted(TransportId transport, TrackId track, String rid) implements MediaEvent {}

    /** Whether anybody wants an encoding, after nobody did for a while; repeated while the publisher does not obey. */
    record EncodingWanted(TransportId transport, TrackId track, String rid, boolean wanted) implements MediaEvent {}

    /**
     * Another track is on a slot that follows speech.
     *
     * @param track null: the slot is free
     */
    record SlotFollowed(
            TransportId transport,
            SubscriptionId subscription,
            String mid,
            @Nullable TrackId track) implements MediaEvent {}

    /**
     * Others speak in the room than before. Five times a second at most.
     *
     * @param speakers the one who has been speaking longest first
     */
    record SpeakersChanged(TransportId transport, List<ParticipantId> speakers) implements MediaEvent {
        public SpeakersChanged {
            speakers = List.copyOf(speakers);
        }
    }

    /** Whether anything of the track reaches the slot, and why not. */
    record SlotChanged(TransportId transport, SubscriptionId subscription, String mid, TrackId track, SlotState state)
            implements MediaEvent {}
}
