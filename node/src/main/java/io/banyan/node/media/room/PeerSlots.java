package io.banyan.node.media.room;

import io.banyan.node.media.forward.SlotPair;
import io.banyan.node.media.forward.SlotSettings;
import io.banyan.node.media.forward.SlotStream;
import io.banyan.node.media.forward.TrackForwarder;
import io.banyan.node.media.transport.PeerTransport;
import io.banyan.node.plane.DownlinkSample;
import io.banyan.node.plane.LegSample;
import io.banyan.node.plane.MediaEvent;
import io.banyan.node.plane.MediaEventSink;
import io.banyan.node.plane.SlotWish;
import io.banyan.node.plane.TransportState;
import io.banyan.protocol.id.ParticipantId;
import io.banyan.protocol.id.SubscriptionId;
import io.banyan.protocol.id.TrackId;
import io.banyan.protocol.rtcp.SenderReport;
import io.banyan.protocol.sdp.MediaRole;
import io.banyan.protocol.sdp.NegotiatedMedia;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** The receive m-lines of one peer and what they carry. Owned by a media loop. */
final class PeerSlots implements FollowingSlots.Screen {
    /** How soon a change of layers or of a slot's state is noticed. */
    private static final long POLL_NANOS = TimeUnit.MILLISECONDS.toNanos(100);
    /** The loop's clock counts from 1970 itself. */
    private static final long UNIX_OFFSET_NANOS = 0;

    private final RoomMedia room;
    private final ParticipantId participant;
    private final PeerTransport transport;
    private final MediaEventSink events;
    private final PeerContext context;
    private final Downlink downlink;
    private final FollowingSlots following;
    private final Map<String, Slot> byMid = new LinkedHashMap<>();
    /** The same in an array: a map makes an iterator for each tick and report. */
    private Slot[] all = {};

    private final Map<Integer, SlotPair> pairs = new HashMap<>();
    private final Map<SubscriptionId, Slot> bySubscription = new HashMap<>();
    private long nextPollNanos;
    private int toldSpeakers;

    PeerSlots(
            RoomMedia room,
            ParticipantId participant,
            PeerTransport transport,
            MediaEventSink events,
            PeerContext context,
            Downlink downlink) {
        this.room = room;
        this.participant = participant;
        this.transport = transport;
        this.events = events;
        this.context = context;
        this.downlink = downlink;
        following = new FollowingSlots(room.speech(), participant, this);
    }

    /** Those of them that follow speech. */
    FollowingSlots following() {
        return following;
    }

    /** Takes over the m-lines as they are now. */
    void setMedia(List<NegotiatedMedia> media, long nowNanos) {
        Map<String, Slot> before = new HashMap<>(byMid);
        byMid.clear();
        Set<Integer> used = new HashSet<>();
        for (NegotiatedMedia line : media) {
            if (line.role() == MediaRole.SLOT && byMid.size() < context.limits().slotsPerTransport()) {
                SlotSettings settings = SlotSettings.of(line);
                int pair = line.requireSlot().pair();
                used.add(pair);
                Slot slot = before.get(line.mid());
                if (slot != null && slot.canBecome(settings)) {
                    slot.stream().renegotiate(settings);
                    before.remove(line.mid());
                } else {
                    slot = new Slot(new SlotStream(
                            settings,
                            pairs.computeIfAbsent(pair, _ -> new SlotPair()),
                            downlink.departures(),
                            context.drops(),
                            UNIX_OFFSET_NANOS,
                            context.random(),
                            nowNanos));
                }
                byMid.put(line.mid(), slot);
            }
        }
        before.values().forEach(gone -> {
            following.leave(gone);
            free(gone);
        });
        pairs.keySet().retainAll(used);
        all = byMid.values().toArray(Slot[]::new);
    }

    /** Sends a track on a slot instead of what it carried; nothing if the track or the slot is not there. */
    void assign(SubscriptionId id, String mid, TrackId trackId, SlotWish wish, long nowNanos) {
        Slot slot = byMid.get(mid);
        if (slot == null) {
            return;
        }
        free(id);
        following.leave(slot);
        RoomTrack track = room.track(trackId);
        if (track == null || track.receiver().kind() != slot.stream().kind()) {
            free(slot);
            return;
        }
        following.release(track, nowNanos);
        open(carry(slot, id, track, wish, nowNanos), nowNanos);
    }

    /** Has a slot follow speech, or another wish hold for what is on it; null: not any more, and it is free. */
    void follow(String mid, @Nullable SlotWish wish, long nowNanos) {
        Slot slot = byMid.get(mid);
        if (slot == null) {
            return;
        }
        if (wish == null) {
            following.leave(slot);
            free(slot);
            return;
        }
        if (following.includes(slot)) {
            Subscription current = slot.current();
            if (current != null) {
                setWish(current.id(), wish, nowNanos);
            }
        } else {
            free(slot);
        }
        following.follow(slot, wish, nowNanos);
    }

    @Override
    public boolean isAskedFor(RoomTrack track) {
        for (Slot slot : all) {
            Subscription current = slot.current();
            if (current != null && current.track().id().equals(track.id()) && !following.includes(slot)) {
                return true;
            }
        }
        return false;
    }

    @Override
    public void put(Slot slot, @Nullable RoomTrack track, SlotWish wish, long nowNanos) {
        SubscriptionId id = SubscriptionId.random();
        if (track == null) {
            free(slot);
        } else {
            Subscription subscription = carry(slot, id, track, wish, nowNanos);
            if (track.isAudio()) {
                subscription.forwarder().takeWhatComes();
            }
            open(subscription, nowNanos);
        }
        events.accept(new MediaEvent.SlotFollowed(
                transport.id(), id, slot.stream().mid(), track == null ? null : track.id()));
    }

    /** Points a slot at a track instead of what it carried. */
    private Subscription carry(Slot slot, SubscriptionId id, RoomTrack track, SlotWish wish, long nowNanos) {
        Subscription before = slot.current();
        if (before != null) {
            bySubscription.remove(before.id());
        }
        TrackForwarder forwarder = new TrackForwarder(
                track.receiver(),
                track.spec().csrc(),
                track.spec().width(),
                track.spec().height(),
                track.spec().screen(),
                wish,
                slot.stream(),
                context.drops());
        Subscription subscription = new Subscription(id, track, slot, forwarder, nowNanos);
        slot.carry(subscription);
        bySubscription.put(id, slot);
        return subscription;
    }

    private void open(Subscription subscription, long nowNanos) {
        if (transport.state() == TransportState.CONNECTED) {
            downlink.allocate(all, nowNanos);
            subscription.open(nowNanos);
        }
    }

    void setWish(SubscriptionId id, SlotWish wish, long nowNanos) {
        Subscription subscription = find(id);
        if (subscription != null) {
            subscription.setWish(wish, nowNanos);
            if (transport.state() == TransportState.CONNECTED) {
                downlink.allocate(all, nowNanos);
            }
        }
    }

    /** Frees the slot that carries this subscription, if one still does. */
    void free(SubscriptionId id) {
        Slot slot = bySubscription.remove(id);
        if (slot != null && slot.current() != null && slot.current().id().equals(id)) {
            slot.carry(null);
        }
    }

    /** The client can receive from now on, or again. */
    void onConnected(long nowNanos) {
        for (Slot slot : all) {
            if (slot.current() != null) {
                slot.current().open(nowNanos);
            }
        }
    }

    /** The slot whose media or retransmissions have this SSRC, or null. */
    @Nullable
    Slot ofSsrc(int ssrc) {
        for (Slot slot : all) {
            if (slot.stream().ssrc() == ssrc || slot.stream().rtxSsrc() == ssrc) {
                return slot;
            }
        }
        return null;
    }

    /** Whether packets wait for their moment, or a probe is sent: then every tick counts. */
    boolean isPacing() {
        return downlink.isBusy();
    }

    /** Sends what waited for the pacer, and looks after the estimate. */
    void pace(long nowNanos) {
        downlink.pace(all, nowNanos);
    }

    /** Sends the reports that are due, and tells control what changed. */
    void onTick(RtcpOutbound rtcp, long nowNanos) {
        for (Slot slot : all) {
            SenderReport report = slot.stream().pollSenderReport(nowNanos);
            if (report != null) {
                rtcp.report(report, nowNanos);
            }
        }
        if (nowNanos - nextPollNanos >= 0) {
            nextPollNanos = nowNanos + POLL_NANOS;
            poll(nowNanos);
        }
    }

    /** To the client and back, by the reports about any slot; -1 if not known. */
    long rttNanos() {
        for (Slot slot : all) {
            if (slot.stream().rttNanos() >= 0) {
                return slot.stream().rttNanos();
            }
        }
        return -1;
    }

    /** How many slots carry something. */
    int subscriptionCount() {
        int count = 0;
        for (Slot slot : all) {
            count += slot.current() == null ? 0 : 1;
        }
        return count;
    }

    /** Frees all of them. */
    void end() {
        following.end();
        byMid.values().forEach(this::free);
        byMid.clear();
        all = new Slot[0];
    }

    void collectLegs(List<LegSample> out) {
        for (Slot slot : all) {
            Subscription subscription = slot.current();
            if (subscription != null) {
                out.add(subscription.sample(room.id(), transport.id(), participant));
            }
        }
    }

    /** What the way to the client carried since this was last asked. */
    DownlinkSample downlinkSample(long nowNanos) {
        return downlink.sample(all, nowNanos);
    }

    private void poll(long nowNanos) {
        room.speech().poll(nowNanos);
        following.poll(nowNanos);
        tellSpeakers();
        downlink.allocate(all, nowNanos);
        for (Slot slot : all) {
            MediaEvent change = slot.current() == null ? null : slot.current().poll(transport.id(), nowNanos);
            if (change != null) {
                events.accept(change);
            }
        }
    }

    private void tellSpeakers() {
        if (toldSpeakers != room.speech().version()) {
            toldSpeakers = room.speech().version();
            events.accept(
                    new MediaEvent.SpeakersChanged(transport.id(), room.speech().speakers()));
        }
    }

    private void free(Slot slot) {
        if (slot.current() != null) {
            bySubscription.remove(slot.current().id());
            slot.carry(null);
        }
    }

    private @Nullable Subscription find(SubscriptionId id) {
        Slot slot = bySubscription.get(id);
        Subscription subscription = slot == null ? null : slot.current();
        return subscription != null && subscription.id().equals(id) ? subscription : null;
    }
}
