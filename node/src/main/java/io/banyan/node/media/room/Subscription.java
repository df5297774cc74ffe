package io.banyan.node.media.room;

import io.banyan.node.media.forward.SlotStream;
import io.banyan.node.media.forward.TrackForwarder;
import io.banyan.node.plane.LegSample;
import io.banyan.node.plane.MediaEvent;
import io.banyan.node.plane.SlotState;
import io.banyan.node.plane.SlotWish;
import io.banyan.protocol.id.ParticipantId;
import io.banyan.protocol.id.RoomId;
import io.banyan.protocol.id.SubscriptionId;
import io.banyan.protocol.id.TransportId;
import io.banyan.protocol.rtp.MediaKind;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** One subscriber's copy of a track, on a slot. Owned by a media loop. */
final class Subscription {
    /** So long a track that was just subscribed to may take to its first packet before that is news. */
    private static final long GRACE_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final SubscriptionId id;
    private final RoomTrack track;
    private final Slot slot;
    private final TrackForwarder forwarder;
    private final long madeNanos;
    private final int lostBefore;
    private final long retransmittedBefore;
    private final long nackedBefore;
    private boolean isOpen;
    private @Nullable SlotState told;

    Subscription(SubscriptionId id, RoomTrack track, Slot slot, TrackForwarder forwarder, long nowNanos) {
        this.id = id;
        this.track = track;
        this.slot = slot;
        this.forwarder = forwarder;
        madeNanos = nowNanos;
        lostBefore = slot.stream().lost();
        retransmittedBefore = slot.stream().retransmitted();
        nackedBefore = slot.stream().nacked();
        track.add(this);
    }

    SubscriptionId id() {
        return id;
    }

    RoomTrack track() {
        return track;
    }

    TrackForwarder forwarder() {
        return forwarder;
    }

    /** Begins to forward; the subscriber can receive now. Again after that: asks for a key frame. */
    void open(long nowNanos) {
        if (isOpen) {
            forwarder.onKeyframeRequest(nowNanos);
        } else {
            isOpen = true;
            forwarder.open(nowNanos);
        }
    }

    /** The track has ended: frees the slot. */
    void end() {
        if (slot.current() == this) {
            slot.carry(null);
        } else {
            close(true);
        }
    }

    /**
     * Ends, called by its slot.
     *
     * @param freesSlot whether nothing follows on the slot
     */
    void close(boolean freesSlot) {
        track.remove(this);
        if (freesSlot) {
            forwarder.closeAndFree();
        } else {
            forwarder.close();
        }
    }

    void setWish(SlotWish wish, long nowNanos) {
        forwarder.setWish(wish, nowNanos);
    }

    /** Looks after key frames and layers; what changed for the slot since it was last told, or null. */
    @Nullable
    MediaEvent poll(TransportId transport, long nowNanos) {
        if (!isOpen) {
            return null;
        }
        forwarder.poll(nowNanos);
        SlotState state = forwarder.state(nowNanos);
        boolean isEarly = told == null && state == SlotState.NO_MEDIA && nowNanos - madeNanos < GRACE_NANOS;
        if (state == told || isEarly) {
            return null;
        }
        told = state;
        return new MediaEvent.SlotChanged(transport, id, slot.stream().mid(), track.id(), state);
    }

    LegSample sample(RoomId room, TransportId transport, ParticipantId subscriber) {
        SlotStream stream = slot.stream();
        long rttNanos = stream.rttNanos();
        return new LegSample(
                room,
                transport,
                null,
                subscriber,
                track.id(),
                id,
                forwarder.currentRid(),
                forwarder.packets(),
                forwarder.bytes(),
                Math.max(0, stream.lost() - lostBefore),
                stream.retransmitted() - retransmittedBefore,
                stream.nacked() - nackedBefore,
                forwarder.keyframeRequests(),
                stream.jitterTicks() * 1_000_000 / (stream.kind() == MediaKind.AUDIO ? 48_000 : 90_000),
                rttNanos < 0 ? -1 : rttNanos / 1_000);
    }
}
