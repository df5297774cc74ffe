package io.banyan.node.media.room;

import io.banyan.node.media.receive.EncodingReceiver;
import io.banyan.node.media.receive.ReceiveSettings;
import io.banyan.node.media.receive.TrackReceiver;
import io.banyan.node.media.transport.PeerTransport;
import io.banyan.node.plane.LegSample;
import io.banyan.node.plane.MediaEvent;
import io.banyan.node.plane.MediaEventSink;
import io.banyan.node.plane.TrackSpec;
import io.banyan.protocol.id.RoomId;
import io.banyan.protocol.id.TrackId;
import java.util.ArrayList;
import java.util.List;

/** One track that a peer publishes, and who has it on a slot. Owned by a media loop. */
final class PublishedTrack {
    private final TrackSpec spec;
    private final TrackReceiver receiver;
    private final PeerTransport transport;
    private final MediaEventSink events;
    private final List<EncodingActivity> activities = new ArrayList<>();
    private final List<Subscription> subscriptions = new ArrayList<>();

    /**
     * @param transport the publisher's
     * @param events the publisher's
     */
    PublishedTrack(TrackSpec spec, TrackReceiver receiver, PeerTransport transport, MediaEventSink events) {
        this.spec = spec;
        this.receiver = receiver;
        this.transport = transport;
        this.events = events;
        receiver.encodings().forEach(encoding -> activities.add(new EncodingActivity(encoding)));
    }

    TrackId id() {
        return spec.track();
    }

    TrackSpec spec() {
        return spec;
    }

    TrackReceiver receiver() {
        return receiver;
    }

    /** Whether a newly negotiated m-line can go on with it. */
    boolean canBecome(ReceiveSettings settings) {
        return receiver.settings().kind() == settings.kind()
                && receiver.settings().rids().equals(settings.rids());
    }

    void add(Subscription subscription) {
        subscriptions.add(subscription);
    }

    void remove(Subscription subscription) {
        subscriptions.remove(subscription);
    }

    /** Ends every subscription to it. */
    void end() {
        List.copyOf(subscriptions).forEach(Subscription::end);
    }

    /** Tells control what began and what stopped. */
    void pollActivity(long nowNanos) {
        for (EncodingActivity activity : activities) {
            MediaEvent change = activity.poll(transport.id(), spec.track(), nowNanos);
            if (change != null) {
                events.accept(change);
            }
        }
    }

    /**
     * Asks for the key frames that are due: control where the client is asked by signalling, else by PLI. Where that is in
     * vain both are tried: the client's signalling may be cut while its media flows.
     */
    void pollKeyframes(RtcpOutbound rtcp, long nowNanos) {
        for (EncodingReceiver encoding : receiver.encodings()) {
            if (!encoding.isBound() || !encoding.keyframes().pollDue(nowNanos)) {
                continue;
            }
            if (spec.keyFramesBySignalling()) {
                events.accept(new MediaEvent.KeyFrameWanted(transport.id(), spec.track(), encoding.rid()));
            }
            if (!spec.keyFramesBySignalling() || encoding.keyframes().isOverdue()) {
                rtcp.pictureLoss(encoding.ssrc(), nowNanos);
            }
        }
    }

    void collectLegs(RoomId room, long rttNanos, List<LegSample> out) {
        for (EncodingReceiver encoding : receiver.encodings()) {
            if (encoding.packets() > 0) {
                out.add(new LegSample(
                        room,
                        transport.id(),
                        spec.publisher(),
                        spec.track(),
                        null,
                        encoding.rid(),
                        encoding.packets() - encoding.retransmitted(),
                        encoding.bytes(),
                        encoding.lostAfterRepair(),
                        encoding.retransmitted(),
                        encoding.nacks().asked(),
                        encoding.keyframes().asked(),
                        encoding.clock().toNanos(encoding.statistics().jitterTicks()) / 1_000,
                        rttNanos < 0 ? -1 : rttNanos / 1_000));
            }
        }
    }
}
