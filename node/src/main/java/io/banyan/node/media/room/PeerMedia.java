package io.banyan.node.media.room;

import io.banyan.node.media.congestion.ArrivalRecorder;
import io.banyan.node.media.congestion.BandwidthEstimator;
import io.banyan.node.media.transport.PeerTransport;
import io.banyan.node.media.transport.TransportListener;
import io.banyan.node.plane.LegSample;
import io.banyan.node.plane.MediaCommand;
import io.banyan.node.plane.MediaEvent;
import io.banyan.node.plane.MediaEventSink;
import io.banyan.node.plane.TransportState;
import io.banyan.protocol.sdp.NegotiatedMedia;
import java.nio.ByteBuffer;
import java.util.List;

/**
 * One peer: its transport, what it publishes, what it is sent, and the feedback both ways. Composes and delegates only.
 * Owned by a media loop.
 */
public final class PeerMedia implements TransportListener {
    /** How exactly NACKs and feedback to who publishes are timed; less than a calm tick, which is not exact. */
    private static final long FEEDBACK_NANOS = 8_000_000;
    /**
     * Who only watches is owed nothing finer than reports and layers, and what it says itself is looked at at the next tick;
     * a bit less than ten calm ticks.
     */
    private static final long WATCHER_NANOS = 98_000_000;

    private final RoomMedia room;
    private final PeerContext context;
    private final MediaEventSink events;
    private final PeerTransport transport;
    private final PeerTracks tracks;
    private final PeerSlots slots;
    private final RtpInbound rtp;
    private final RtcpInbound rtcpIn;
    private final RtcpOutbound rtcpOut;
    private final PublisherFeedback feedback;
    private long nextNanos;

    PeerMedia(MediaCommand.OpenTransport open, RoomMedia room, PeerContext context, long nowNanos) {
        this.room = room;
        this.context = context;
        events = open.events();
        transport = new PeerTransport(
                open.transport(),
                open.local(),
                open.remote(),
                open.remoteFingerprints(),
                context.transport(),
                this,
                nowNanos);
        BandwidthEstimator bandwidth = new BandwidthEstimator(nowNanos);
        rtcpOut = new RtcpOutbound(transport, context.random().nextInt());
        tracks = new PeerTracks(room, transport, events, context, rtcpOut);
        slots = new PeerSlots(
                room,
                open.participant(),
                transport,
                events,
                context,
                new Downlink(bandwidth, new SealingOutput(transport, bandwidth, context), context, nowNanos));
        ArrivalRecorder arrivals = new ArrivalRecorder(rtcpOut.senderSsrc());
        rtp = new RtpInbound(transport, tracks.streams(), arrivals, context.drops());
        rtcpIn = new RtcpInbound(transport, tracks, slots, bandwidth, context);
        feedback = new PublisherFeedback(tracks, arrivals, rtcpOut);
    }

    public PeerTransport transport() {
        return transport;
    }

    RoomMedia room() {
        return room;
    }

    PeerTracks tracks() {
        return tracks;
    }

    PeerSlots slots() {
        return slots;
    }

    /** Takes over the m-lines as they are now. */
    void setMedia(List<NegotiatedMedia> media, long nowNanos) {
        rtp.setNumbering(BundleExtensions.of(media));
        rtcpOut.setReducedSize(media.stream().allMatch(NegotiatedMedia::reducedSizeRtcp));
        tracks.setMedia(media);
        slots.setMedia(media, nowNanos);
    }

    @Override
    public void onState(TransportState state, String detail, long nowNanos) {
        if (state == TransportState.CONNECTED) {
            slots.onConnected(nowNanos);
        }
        if (transport.isOver()) {
            context.ended().add(this);
        }
        events.accept(new MediaEvent.TransportChanged(transport.id(), state, detail));
    }

    @Override
    public void onRtp(ByteBuffer buffer, int offset, int length, long nowNanos) {
        rtp.onRtp(buffer, offset, length, nowNanos);
    }

    @Override
    public void onRtcp(ByteBuffer buffer, int offset, int length, long nowNanos) {
        rtcpIn.onRtcp(buffer, offset, length, nowNanos);
        // What it said may change what the way is taken to carry.
        nextNanos = nowNanos;
    }

    /** Whether packets wait for their moment, or a probe is sent: then every tick counts, and they are to come sooner. */
    public boolean isPacing() {
        return slots.isPacing();
    }

    /** Does what is due; every 5 or 10 ms. Most peers owe nothing at most ticks, and then it must cost nothing. */
    public void onTick(long nowNanos) {
        boolean isDue = nowNanos - nextNanos >= 0;
        if (!isDue && !slots.isPacing()) {
            return;
        }
        transport.onTick(nowNanos);
        if (!transport.maySend(nowNanos)) {
            return;
        }
        slots.pace(nowNanos);
        if (isDue) {
            nextNanos = nowNanos + (tracks.count() > 0 ? FEEDBACK_NANOS : WATCHER_NANOS);
            feedback.onTick(slots.rttNanos(), nowNanos);
            slots.onTick(rtcpOut, nowNanos);
            rtcpOut.flush(nowNanos);
        }
    }

    /** Lets go of everything; the transport is over. */
    void end() {
        tracks.end();
        slots.end();
    }

    /** Appends what each leg did, and tells its own control of them. */
    void collectLegs(List<LegSample> out, long nowNanos) {
        int others = out.size();
        tracks.collectLegs(slots.rttNanos(), out);
        slots.collectLegs(out);
        if (out.size() > others) {
            events.accept(new MediaEvent.LegsMeasured(transport.id(), out.subList(others, out.size())));
        }
        if (slots.subscriptionCount() > 0) {
            events.accept(new MediaEvent.DownlinkMeasured(transport.id(), slots.downlinkSample(nowNanos)));
        }
    }
}
