package io.banyan.node.mesh.room;

import io.banyan.cluster.Rendezvous;
import io.banyan.node.mesh.MeshTime;
import io.banyan.node.mesh.authority.FactsWire;
import io.banyan.node.mesh.authority.RoomFacts;
import io.banyan.node.mesh.part.HeldPart;
import io.banyan.node.mesh.part.PartStamp;
import io.banyan.protocol.id.NodeId;
import io.banyan.protocol.id.RegionId;
import io.banyan.protocol.id.RoomId;
import io.banyan.protocol.wire.v1.PartEntries;
import io.banyan.protocol.wire.v1.RoomDigest;
import io.banyan.protocol.wire.v1.RoomFrame;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * What a room in this region says to the others: each change straight to those that are reached, with a list of who is told,
 * so that others pass it on to those that are not. Owned by a {@link RegionRoom}.
 */
final class RoomVoice {
    /** How many of those that heard something pass it on to a region that its owner does not reach. */
    static final int MESSENGERS = 3;

    private static final int MAX_FRAME_BYTES = 512 * 1024;

    private final RoomId room;
    private final MeshSurroundings mesh;
    private final RoomPort port;
    private final PartTable parts;
    private final RoomPeers peers;

    RoomVoice(RoomId room, MeshSurroundings mesh, RoomPort port, PartTable parts, RoomPeers peers) {
        this.room = room;
        this.mesh = mesh;
        this.port = port;
        this.parts = parts;
        this.peers = peers;
    }

    /** One of the own nodes changed its part. */
    void tell(NodeId node, PartEntries entries, MeshTime now) {
        tell(List.of(entries), Set.of(node), Set.of(), now);
    }

    /** Passes on what a region heard, to those that it says nobody told, if they are this region's to tell. */
    void passOn(List<PartEntries> applied, Set<NodeId> nodes, Set<RegionId> heard, MeshTime now) {
        Set<RegionId> silent = new HashSet<>(heard);
        for (Peer peer : peers.all()) {
            RegionId region = peer.region();
            boolean owns = nodes.stream().allMatch(node -> node.region().equals(region));
            if (owns || (!heard.contains(region) && !isMessenger(region, heard))) {
                silent.add(region);
            }
        }
        tell(applied, nodes, silent, now);
    }

    private boolean isMessenger(RegionId to, Set<RegionId> heard) {
        if (heard.size() <= MESSENGERS) {
            return true;
        }
        return Rendezvous.first(room + "/" + to, heard, MESSENGERS, region -> true)
                .contains(mesh.region());
    }

    private void tell(List<PartEntries> entries, Set<NodeId> nodes, Set<RegionId> silent, MeshTime now) {
        List<PartStamp> stamps = stampsOf(nodes);
        List<Peer> reached = peers.reached(silent);
        if (reached.isEmpty()) {
            return;
        }
        RoomFrame.Builder frame = frame(now).addAllParts(entries);
        listTold(frame, silent, reached);
        RoomFrame built = frame.build();
        for (Peer peer : reached) {
            port.send(peer.region(), built);
            stamps.forEach(stamp -> peer.onTold(stamp, now.nanos()));
        }
    }

    private List<PartStamp> stampsOf(Collection<NodeId> nodes) {
        List<PartStamp> stamps = new ArrayList<>(nodes.size());
        for (NodeId node : nodes) {
            HeldPart part = parts.part(node);
            if (part != null) {
                stamps.add(part.stamp());
            }
        }
        return stamps;
    }

    /**
     * Something was decided, or the session is another one.
     *
     * @param heard who knows it already
     */
    void tell(RoomFacts facts, Set<RegionId> heard, MeshTime now) {
        List<Peer> reached = peers.reached(heard);
        if (reached.isEmpty()) {
            return;
        }
        RoomFrame.Builder frame = frame(now).setFacts(FactsWire.toProto(facts)).setFactsSum(facts.sum());
        listTold(frame, heard, reached);
        RoomFrame built = frame.build();
        for (Peer peer : reached) {
            port.send(peer.region(), built);
            peer.onFactsTold(now.nanos());
        }
    }

    private void listTold(RoomFrame.Builder frame, Set<RegionId> silent, List<Peer> reached) {
        if (silent.size() + reached.size() <= 1 && peers.size() <= 1) {
            return;
        }
        silent.forEach(region -> frame.addTold(region.value()));
        reached.forEach(peer -> frame.addTold(peer.region().value()));
    }

    /** Nobody of the own region is in the room any more. */
    void tellAbsence(MeshTime now) {
        RoomFrame frame = frame(now).setAbsent(true).build();
        for (Peer peer : peers.reached(Set.of())) {
            port.send(peer.region(), frame);
        }
    }

    /**
     * Says all that is known, so that the peer says what it knows more and wants what it knows less.
     *
     * @param recovering own nodes may not have told all of it
     */
    void ask(Peer peer, RoomFacts facts, boolean recovering, MeshTime now) {
        peer.keepOwed(node -> parts.part(node) != null && !parts.isLost(node));
        peer.onAsked(now.nanos());
        port.send(
                peer.region(),
                frame(now)
                        .setDigest(RoomDigest.newBuilder()
                                .addAllKnown(parts.known())
                                .setFactsSum(facts.sum())
                                .setRecovering(recovering))
                        .build());
    }

    /**
     * Answers, in as many frames as it takes; says nothing if there is nothing to say.
     *
     * @param wanted parts that go along
     */
    void reply(Peer peer, RoomFrame.Builder answer, List<PartEntries> wanted, MeshTime now) {
        boolean saysMore = answer.getHaveCount() > 0
                || answer.getWantCount() > 0
                || answer.getAnswersDigest()
                || answer.getFactsSum() != 0;
        int bytes = 0;
        for (PartEntries entries : wanted) {
            int size = entries.getSerializedSize();
            if (answer.getPartsCount() > 0
                    && (bytes + size > MAX_FRAME_BYTES || answer.getPartsCount() == FrameLimits.MAX_PARTS)) {
                send(peer.region(), answer, now);
                answer.clear();
                bytes = 0;
                saysMore = false;
            }
            answer.addParts(entries);
            bytes += size;
        }
        if (saysMore || answer.getPartsCount() > 0) {
            send(peer.region(), answer, now);
        }
    }

    private void send(RegionId to, RoomFrame.Builder frame, MeshTime now) {
        port.send(
                to,
                frame.setRoom(room.toString())
                        .setAtMillis(mesh.hlc().next(now.wallMillis()))
                        .build());
    }

    private RoomFrame.Builder frame(MeshTime now) {
        return RoomFrame.newBuilder()
                .setRoom(room.toString())
                .setAtMillis(mesh.hlc().next(now.wallMillis()));
    }
}
