package io.banyan.node.media.room;

import io.banyan.node.media.transport.PeerTransport;
import io.banyan.node.media.transport.TransportContext;
import io.banyan.node.media.transport.TransportTable;
import io.banyan.node.plane.LegSample;
import io.banyan.node.plane.MediaCommand;
import io.banyan.node.plane.MediaEvent;
import io.banyan.node.plane.TransportState;
import io.banyan.protocol.ice.OwnerUfrag;
import io.banyan.protocol.id.RoomId;
import io.banyan.protocol.id.TransportId;
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
    private final PeerContext context;
    private final Map<RoomId, RoomMedia> rooms = new HashMap<>();
    private final Map<TransportId, PeerMedia> byTransport = new HashMap<>();
    private List<PeerMedia> peers = List.of();

    /**
     * @param random for SSRCs and first numbers
     */
    public RoomTable(TransportTable table, TransportContext transports, MediaLimits limits, RandomGenerator random) {
        this.table = table;
        context = new PeerContext(transports, limits, random, new ForwardedPackets(), new ArrayList<>());
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
            case MediaCommand.PutRemoteTrack put -> {}
            case MediaCommand.RemoveRemoteTrack remove -> {}
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
            RoomMedia room = rooms.computeIfAbsent(open.room(), RoomMedia::new);
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
            if (peer.room().isEmpty()) {
                rooms.remove(peer.room().id());
            }
        }
        peers = List.copyOf(byTransport.values());
        ended.forEach(PeerMedia::end);
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
        return peers.stream().mapToInt(peer -> peer.tracks().count()).sum();
    }

    /** Tracks forwarded to somebody now. */
    public int forwarderCount() {
        return peers.stream().mapToInt(peer -> peer.slots().subscriptionCount()).sum();
    }

    /** Packets sent on slots since the last call. */
    public long pollForwarded() {
        return context.forwarded().poll();
    }

    /** What each leg did. */
    public List<LegSample> collectLegs() {
        List<LegSample> legs = new ArrayList<>();
        for (PeerMedia peer : peers) {
            peer.collectLegs(legs);
        }
        return legs;
    }
}
