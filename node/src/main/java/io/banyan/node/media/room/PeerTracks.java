package io.banyan.node.media.room;

import io.banyan.node.media.forward.PublisherClock;
import io.banyan.node.media.link.LinkedTrack;
import io.banyan.node.media.receive.ReceiveSettings;
import io.banyan.node.media.receive.StreamTable;
import io.banyan.node.media.receive.TrackReceiver;
import io.banyan.node.media.transport.PeerTransport;
import io.banyan.node.plane.LegSample;
import io.banyan.node.plane.MediaEventSink;
import io.banyan.node.plane.TrackSpec;
import io.banyan.protocol.id.TrackId;
import io.banyan.protocol.sdp.MediaRole;
import io.banyan.protocol.sdp.NegotiatedMedia;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The tracks that one peer publishes, by m-line. Owned by a media loop. */
final class PeerTracks {
    private final RoomMedia room;
    private final PeerTransport transport;
    private final MediaEventSink events;
    private final PeerContext context;
    private final RtcpOutbound rtcp;
    private final StreamTable streams = new StreamTable();
    /** One clock for all that a participant captures: that keeps its lips in sync. */
    private final PublisherClock clock = new PublisherClock();

    private final Map<String, ReceiveSettings> lines = new HashMap<>();
    private final Map<String, PublishedTrack> byMid = new HashMap<>();
    private PublishedTrack[] all = {};

    PeerTracks(RoomMedia room, PeerTransport transport, MediaEventSink events, PeerContext context, RtcpOutbound rtcp) {
        this.room = room;
        this.transport = transport;
        this.events = events;
        this.context = context;
        this.rtcp = rtcp;
    }

    /** Which SSRC is what. */
    StreamTable streams() {
        return streams;
    }

    /** Not to be changed. */
    PublishedTrack[] all() {
        return all;
    }

    int count() {
        return byMid.size();
    }

    /** Takes over the m-lines as they are now. */
    void setMedia(List<NegotiatedMedia> media) {
        lines.clear();
        for (NegotiatedMedia line : media) {
            if (line.role() == MediaRole.PUBLISH) {
                lines.put(line.mid(), ReceiveSettings.of(line));
                streams.announce(line);
            }
        }
        for (PublishedTrack track : List.copyOf(byMid.values())) {
            ReceiveSettings settings = lines.get(track.spec().mid());
            if (settings != null && track.canBecome(settings)) {
                track.receiver().renegotiate(settings);
            } else {
                remove(track);
            }
        }
    }

    /** Receives a track; what its m-line carried before ends. Does nothing on a line that nobody publishes on. */
    void add(TrackSpec spec) {
        ReceiveSettings settings = lines.get(spec.mid());
        if (settings == null || settings.kind() != spec.kind()) {
            return;
        }
        PublishedTrack before = byMid.get(spec.mid());
        if (before != null) {
            if (before.id().equals(spec.track())) {
                return;
            }
            remove(before);
        }
        if (byMid.size() >= context.limits().tracksPerTransport()) {
            return;
        }
        TrackReceiver receiver = new TrackReceiver(settings, spec.encrypted(), clock, context.drops());
        RoomTrack inRoom = new RoomTrack(spec, LinkedTrack.published(receiver, context.node()));
        PublishedTrack track = new PublishedTrack(inRoom, transport, events, rtcp);
        byMid.put(spec.mid(), track);
        all = byMid.values().toArray(PublishedTrack[]::new);
        streams.add(spec.mid(), receiver);
        room.publish(track.track());
    }

    void remove(TrackId id) {
        byMid.values().stream()
                .filter(track -> track.id().equals(id))
                .findFirst()
                .ifPresent(this::remove);
    }

    /** Ends all of them. */
    void end() {
        List.copyOf(byMid.values()).forEach(this::remove);
    }

    void collectLegs(long rttNanos, List<LegSample> out) {
        for (PublishedTrack track : byMid.values()) {
            track.collectLegs(room.id(), rttNanos, out);
        }
    }

    private void remove(PublishedTrack track) {
        byMid.remove(track.spec().mid(), track);
        all = byMid.values().toArray(PublishedTrack[]::new);
        streams.remove(track.spec().mid());
        room.unpublish(track.track());
        track.track().end();
    }
}
