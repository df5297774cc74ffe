package io.banyan.node.media.room;

import io.banyan.node.media.count.DropCounters;
import io.banyan.node.media.forward.PublisherClock;
import io.banyan.node.media.link.LinkTable;
import io.banyan.node.media.link.LinkedTrack;
import io.banyan.node.media.link.RemoteSource;
import io.banyan.node.media.receive.RelayedStream;
import io.banyan.node.media.receive.TrackReceiver;
import io.banyan.node.plane.LegSample;
import io.banyan.node.plane.MediaCommand;
import io.banyan.node.plane.PathHop;
import io.banyan.node.plane.RemoteTrack;
import io.banyan.node.plane.TrackParents;
import io.banyan.node.plane.TrackPath;
import io.banyan.protocol.id.ParticipantId;
import io.banyan.protocol.id.TrackId;
import io.banyan.protocol.link.PathReport;
import io.banyan.protocol.link.TrackKey;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The tracks of a room that are published on other loops, here or elsewhere. Owned by a media loop. */
final class RemoteTracks {
    private final RoomMedia room;
    private final LinkTable links;
    private final DropCounters drops;
    private final Map<TrackId, Remote> byId = new HashMap<>();

    private record Remote(RemoteTrack told, RoomTrack track, RemoteSource source, PublisherClock clock) {}

    RemoteTracks(RoomMedia room, LinkTable links, DropCounters drops) {
        this.room = room;
        this.links = links;
        this.drops = drops;
    }

    boolean isEmpty() {
        return byId.isEmpty();
    }

    /** How many are wanted here. */
    int wantedCount() {
        return (int) byId.values().stream()
                .filter(remote -> remote.source().isWanted())
                .count();
    }

    /** Makes a track known, or says anew where it comes from. One that is published here needs no link. */
    void put(MediaCommand.PutRemoteTrack put, long nowNanos) {
        RemoteTrack told = put.track();
        TrackId id = told.spec().track();
        Remote before = byId.get(id);
        if (before != null && canBecome(before.told(), told)) {
            if (before.told().epoch() != told.epoch() || !before.told().origin().equals(told.origin())) {
                before.source().restart(nowNanos);
            }
            before.source().move(put.parents(), nowNanos);
            byId.put(id, new Remote(told, before.track(), before.source(), before.clock()));
            return;
        }
        if (before != null) {
            remove(id, nowNanos);
        }
        if (room.track(id) == null) {
            add(told, put.parents(), nowNanos);
        }
    }

    /** Ends a track and every forwarder of it. */
    void remove(TrackId id, long nowNanos) {
        Remote remote = byId.remove(id);
        if (remote != null) {
            remote.source().end(nowNanos);
            room.unpublish(remote.track());
            remote.track().end();
        }
    }

    void collectPaths(List<TrackPath> out) {
        for (Remote remote : byId.values()) {
            List<PathReport.Hop> hops = remote.source().path();
            if (!hops.isEmpty()) {
                out.add(new TrackPath(room.id(), remote.track().id(), hops(hops)));
            }
        }
    }

    void collectLegs(List<LegSample> out) {
        for (Remote remote : byId.values()) {
            if (remote.source().isWanted()) {
                List<PathReport.Hop> hops = remote.source().path();
                List<PathHop> ways = hops(hops);
                new IncomingLeg(
                                room.id(),
                                remote.track(),
                                null,
                                ways.isEmpty() ? null : ways.getLast().from(),
                                ways.isEmpty() ? -1 : ways.getLast().rttMicros())
                        .collect(out);
            }
        }
    }

    private void add(RemoteTrack told, TrackParents parents, long nowNanos) {
        PublisherClock clock = clockOf(told.spec().publisher());
        TrackReceiver receiver = new TrackReceiver(
                RelayedStream.settings(told.spec().kind(), told.rids()),
                told.spec().encrypted(),
                clock,
                drops);
        RoomTrack track = new RoomTrack(told.spec(), LinkedTrack.remote(receiver));
        RemoteSource source = links.addSource(new TrackKey(room.id(), track.id()), track.linked(), parents, nowNanos);
        byId.put(track.id(), new Remote(told, track, source, clock));
        room.publish(track);
    }

    /** One for all that a participant captures: that keeps its lips in sync. */
    private PublisherClock clockOf(ParticipantId publisher) {
        @Nullable
        PublisherClock known = byId.values().stream()
                .filter(remote -> remote.told().spec().publisher().equals(publisher))
                .map(Remote::clock)
                .findFirst()
                .orElse(null);
        return known == null ? new PublisherClock() : known;
    }

    private static boolean canBecome(RemoteTrack before, RemoteTrack after) {
        return before.rids().equals(after.rids())
                && before.spec().kind() == after.spec().kind()
                && before.spec().csrc() == after.spec().csrc()
                && before.spec().publisher().equals(after.spec().publisher());
    }

    private static List<PathHop> hops(List<PathReport.Hop> nodes) {
        List<PathHop> hops = new ArrayList<>();
        for (int i = 1; i < nodes.size(); i++) {
            PathReport.Hop to = nodes.get(i);
            hops.add(new PathHop(
                    nodes.get(i - 1).node(),
                    to.node(),
                    to.rttMicros() == 0 ? -1 : to.rttMicros() & 0xffff_ffffL,
                    to.lossPermille(),
                    to.repaired() & 0xffff_ffffL,
                    to.ageSeconds(),
                    to.why()));
        }
        return hops;
    }
}
