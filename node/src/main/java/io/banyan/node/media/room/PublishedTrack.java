package io.banyan.node.media.room;

import io.banyan.node.media.receive.EncodingReceiver;
import io.banyan.node.media.receive.ReceiveSettings;
import io.banyan.node.media.receive.TrackReceiver;
import io.banyan.node.media.receive.Upstream;
import io.banyan.node.media.transport.PeerTransport;
import io.banyan.node.plane.LegSample;
import io.banyan.node.plane.MediaEvent;
import io.banyan.node.plane.MediaEventSink;
import io.banyan.node.plane.TrackSpec;
import io.banyan.protocol.id.RoomId;
import io.banyan.protocol.id.TrackId;
import java.util.ArrayList;
import java.util.List;

/** One track that a peer of this loop publishes. Owned by a media loop. */
final class PublishedTrack {
    private final RoomTrack track;
    private final PeerTransport transport;
    private final MediaEventSink events;
    private final Upstream publisher;
    private final List<EncodingActivity> activities = new ArrayList<>();
    private final UpstreamEconomy economy;
    private final UpstreamEconomy.Told told;

    /**
     * @param transport the publisher's
     * @param events the publisher's
     * @param rtcp to the publisher
     */
    PublishedTrack(RoomTrack track, PeerTransport transport, MediaEventSink events, RtcpOutbound rtcp) {
        this.track = track;
        this.transport = transport;
        this.events = events;
        publisher = (encoding, nowNanos) -> askForKeyframe(encoding, rtcp, nowNanos);
        economy = new UpstreamEconomy(track.receiver());
        told = (encoding, isWanted) ->
                events.accept(new MediaEvent.EncodingWanted(transport.id(), id(), encoding.rid(), isWanted));
        track.receiver().encodings().forEach(encoding -> activities.add(new EncodingActivity(encoding)));
    }

    RoomTrack track() {
        return track;
    }

    TrackId id() {
        return track.id();
    }

    TrackSpec spec() {
        return track.spec();
    }

    TrackReceiver receiver() {
        return track.receiver();
    }

    /** Whether a newly negotiated m-line can go on with it. */
    boolean canBecome(ReceiveSettings settings) {
        return receiver().settings().kind() == settings.kind()
                && receiver().settings().rids().equals(settings.rids());
    }

    /** Tells control what began and what stopped. */
    void pollActivity(long nowNanos) {
        for (int i = 0; i < activities.size(); i++) {
            MediaEvent change = activities.get(i).poll(transport.id(), id(), nowNanos);
            if (change != null) {
                events.accept(change);
            }
        }
    }

    /** Asks the publisher for what is wanted: encodings, then the key frames that are due. */
    void pollWishes(long nowNanos) {
        economy.poll(told, nowNanos);
        receiver().pollKeyframes(publisher, nowNanos);
    }

    /**
     * Tells control where the client is asked by signalling, else sends a PLI. Where that is in vain both are tried: the
     * client's signalling may be cut while its media flows.
     */
    private void askForKeyframe(EncodingReceiver encoding, RtcpOutbound rtcp, long nowNanos) {
        if (spec().keyFramesBySignalling()) {
            events.accept(new MediaEvent.KeyFrameWanted(transport.id(), id(), encoding.rid()));
        }
        if (!spec().keyFramesBySignalling() || encoding.keyframes().isOverdue()) {
            rtcp.pictureLoss(encoding.ssrc(), nowNanos);
        }
    }

    void collectLegs(RoomId room, long rttNanos, List<LegSample> out) {
        new IncomingLeg(room, track, transport.id(), null, rttNanos < 0 ? -1 : rttNanos / 1_000).collect(out);
    }
}
