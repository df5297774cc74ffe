package io.banyan.node.media.room;

import io.banyan.node.media.forward.HeldBack;
import io.banyan.node.media.forward.Workbench;
import io.banyan.node.media.link.LinkTable;
import io.banyan.node.media.link.LinkedTrack;
import io.banyan.node.media.transport.PeerTransport;
import io.banyan.node.media.transport.TransportContext;
import io.banyan.node.media.transport.TransportTable;
import io.banyan.node.plane.LegSample;
import io.banyan.node.plane.MediaCommand;
import io.banyan.node.plane.MediaEvent;
import io.banyan.node.plane.TrackPath;
import io.banyan.node.plane.TransportState;
import io.banyan.protocol.ice.OwnerUfrag;
import io.banyan.protocol.id.NodeId;
import io.banyan.protocol.id.RoomId;
import io.banyan.protocol.id.TransportId;
import io.banyan.protocol.link.TrackKey;
import io.banyan.protocol.rtcp.RtcpScanner;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * The peers and rooms of one loop: executes what control asks for, and forgets what has ended. Owned by a media loop.
 */
public final class RoomTable {
    private final TransportTable table;
    private final LinkTable links;
    private final PeerContext context;
    private final Map<RoomId, RoomMedia> rooms = new HashMap<>();
    private final Map<TransportId, PeerMedia> byTransport = new HashMap<>();
    private List<PeerMedia> peers = List.of();

    /**
     * @param node that the loop belongs to
     * @param random for SSRCs and first numbers
     */
    public RoomTable(
            NodeId node,
            TransportTable table,
            TransportContext transports,
            LinkTable links,
            MediaLimits limits,
            RandomGenerator random) {
        this.table = table;
        this.links = links;
        context = new PeerContext(
                node,
                transports,
                limits,
                random,
                new ForwardedPackets(),
                new HeldBack(),
                new Workbench(),
                new RtcpScanner(),
                new ArrayList<>());
    }

    /** Does what control asks for. */
    public void execute(MediaCommand command, long nowNanos) {
        if (command instanceof MediaCommand.OpenTransport open) {
            open(open, nowNanos);
            return;
        }
        switch (command) {
            case MediaCommand.OfTransport ofTransport -> {
                PeerMedia peer = byTransport.get(ofTransport.transport());
                if (peer != null && !peer.transport().isOver()) {
                    execute(ofTransport, peer, nowNanos);
                }
            }
            case MediaCommand.PutRemoteTrack put -> room(put.room()).remote().put(put, nowNanos);
            case MediaCommand.LimitRegions limit -> {
                RoomMedia room = rooms.get(limit.room());
                if (room != null) {
                    room.limit(limit.regions());
                }
            }
            case MediaCommand.RemoveRemoteTrack remove -> {
                RoomMedia room = rooms.get(remove.room());
                if (room != null) {
                    room.remote().remove(remove.track(), nowNanos);
                    forgetIfEmpty(room);
                }
            }
        }
    }

    private void execute(MediaCommand.OfTransport command, PeerMedia peer, long nowNanos) {
        switch (command) {
            case MediaCommand.OpenTransport open -> open(open, nowNanos);
            case MediaCommand.RestartIce restart -> restart(restart, peer, nowNanos);
            case MediaCommand.SetMedia set -> peer.setMedia(set.media(), nowNanos);
            case MediaCommand.CloseTransport ignored -> peer.transport().close("closed by command", nowNanos);
            case MediaCommand.AddTrack add -> peer.tracks().add(add.track());
            case MediaCommand.RemoveTrack remove -> peer.tracks().remove(remove.track());
            case MediaCommand.AddForwarder add ->
                peer.slots().assign(add.subscription(), add.mid(), add.track(), add.wish(), nowNanos);
            case MediaCommand.SetWish set -> peer.slots().setWish(set.subscription(), set.wish(), nowNanos);
            case MediaCommand.FollowSpeech follow -> peer.slots().follow(follow.mid(), follow.wish(), nowNanos);
            case MediaCommand.RemoveForwarder remove -> peer.slots().free(remove.subscription());
        }
    }

    private void open(MediaCommand.OpenTransport open, long nowNanos) {
        OwnerUfrag.Owner owner = table.ownerOf(open.local().ufrag());
        if (owner == null || table.isTaken(owner)) {
            refuse(open, "the ufrag does not name this loop, or is taken");
        } else if (byTransport.containsKey(open.transport())) {
            refuse(open, "the transport is open already");
        } else if (byTransport.size() >= context.limits().transports()) {
            refuse(open, "the loop has no room for another transport");
        } else {
            RoomMedia room = room(open.room());
            PeerMedia peer = new PeerMedia(open, room, context, nowNanos);
            table.add(peer.transport(), owner);
            room.add(peer);
            byTransport.put(open.transport(), peer);
            peers = List.copyOf(byTransport.values());
        }
    }

    private static void refuse(MediaCommand.OpenTransport open, String detail) {
        open.events().accept(new MediaEvent.TransportChanged(open.transport(), TransportState.FAILED, detail));
    }

    private void restart(MediaCommand.RestartIce restart, PeerMedia peer, long nowNanos) {
        OwnerUfrag.Owner owner = table.ownerOf(restart.local().ufrag());
        if (owner == null || table.isTaken(owner)) {
            peer.transport().fail("the new ufrag does not name this loop, or is taken", nowNanos);
        } else {
            table.add(peer.transport(), owner);
            peer.transport().restartIce(restart.local(), restart.remote(), nowNanos);
        }
    }

    /** Ends every transport. */
    public void closeAll(long nowNanos) {
        peers.forEach(peer -> peer.transport().close("the node stops", nowNanos));
    }

    /** Lets go of transports that are over, and of what they carried. To be called at the end of each duty cycle. */
    public void sweep() {
        if (context.ended().isEmpty()) {
            return;
        }
        List<PeerMedia> ended = List.copyOf(context.ended());
        context.ended().clear();
        for (PeerMedia peer : ended) {
            table.remove(peer.transport());
            byTransport.remove(peer.transport().id());
            peer.room().remove(peer);
            forgetIfEmpty(peer.room());
        }
        peers = List.copyOf(byTransport.values());
        ended.forEach(PeerMedia::end);
    }

    /** The track that a link asks for, or null. */
    public @Nullable LinkedTrack linked(TrackKey key) {
        RoomMedia room = rooms.get(key.room());
        RoomTrack track = room == null ? null : room.track(key.track());
        return track == null ? null : track.linked();
    }

    private RoomMedia room(RoomId id) {
        return rooms.computeIfAbsent(id, fresh -> new RoomMedia(fresh, links, context.drops()));
    }

    private void forgetIfEmpty(RoomMedia room) {
        if (room.isEmpty()) {
            rooms.remove(room.id(), room);
        }
    }

    /** All peers; a new list whenever one comes or goes. */
    public List<PeerMedia> peers() {
        return peers;
    }

    /** The transport of this id, or null. */
    public @Nullable PeerTransport transport(TransportId id) {
        PeerMedia peer = byTransport.get(id);
        return peer == null ? null : peer.transport();
    }

    /** Tracks received now. */
    public int trackCount() {
        return peers.stream().mapToInt(peer -> peer.tracks().count()).sum()
                + rooms.values().stream()
                        .mapToInt(room -> room.remote().wantedCount())
                        .sum();
    }

    /** Tracks forwarded to somebody now. */
    public int forwarderCount() {
        return peers.stream().mapToInt(peer -> peer.slots().subscriptionCount()).sum();
    }

    /** Packets sent on slots since the last call. */
    public long pollForwarded() {
        return context.forwarded().poll();
    }

    /** Whether a packet began to wait for its pacer since the last call. */
    public boolean pollHeldBack() {
        return context.heldBack().poll();
    }

    /** What each leg did. */
    public List<LegSample> collectLegs(long nowNanos) {
        List<LegSample> legs = new ArrayList<>();
        for (PeerMedia peer : peers) {
            peer.collectLegs(legs, nowNanos);
        }
        rooms.values().forEach(room -> room.remote().collectLegs(legs));
        return legs;
    }

    /** How each remote track that is wanted here came. */
    public List<TrackPath> collectPaths() {
        List<TrackPath> paths = new ArrayList<>();
        rooms.values().forEach(room -> room.remote().collectPaths(paths));
        return paths;
    }
}
