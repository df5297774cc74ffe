package io.banyan.node.mesh.room;

import io.banyan.node.mesh.MeshTime;
import io.banyan.node.mesh.authority.FactsWire;
import io.banyan.node.mesh.authority.RoomFacts;
import io.banyan.node.mesh.part.Gallery;
import io.banyan.node.mesh.part.HeldPart;
import io.banyan.node.mesh.part.PartStamp;
import io.banyan.protocol.id.NodeId;
import io.banyan.protocol.signal.v1.PartVersion;
import io.banyan.protocol.wire.v1.PartEntries;
import io.banyan.protocol.wire.v1.RoomDigest;
import io.banyan.protocol.wire.v1.RoomFrame;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Compares what another region says it knows of a room with what is known here: what it lacks goes along, what it knows more
 * is asked for. Pure but for what it notes of the peer.
 */
final class DigestAnswer {
    private final PartTable parts;

    DigestAnswer(PartTable parts) {
        this.parts = parts;
    }

    /**
     * Adds to an answer.
     *
     * @param wanted gets the entries that the peer lacks
     * @return what the peer knows, by node
     */
    Map<NodeId, PartStamp> compare(
            Peer peer,
            RoomDigest digest,
            RoomFacts facts,
            List<PartEntries> wanted,
            RoomFrame.Builder answer,
            MeshTime now) {
        Map<NodeId, PartStamp> theirs = new HashMap<>();
        for (PartVersion version : digest.getKnownList()) {
            PartStamp.of(version).ifPresent(known -> {
                theirs.put(known.node(), known);
                peer.onHas(known);
            });
        }
        answer.setAnswersDigest(true).setFactsSum(facts.sum());
        if (digest.getFactsSum() == facts.sum()) {
            peer.onHasFacts();
        } else {
            answer.setFacts(FactsWire.toProto(facts));
            peer.onFactsTold(now.nanos());
        }
        for (HeldPart part : parts.passable()) {
            addWhatIsLacking(part, theirs.get(part.node()), peer, wanted, now);
        }
        for (PartStamp stamp : theirs.values()) {
            if (parts.wants(stamp, peer.region()) && answer.getWantCount() < FrameLimits.MAX_VERSIONS) {
                HeldPart mine = parts.part(stamp.node());
                long since = mine != null && mine.incarnation() == stamp.incarnation() ? mine.counter() : 0;
                answer.addWant(new PartStamp(stamp.node(), stamp.incarnation(), since).toProto());
            }
        }
        return theirs;
    }

    private static void addWhatIsLacking(
            HeldPart part, @Nullable PartStamp stamp, Peer peer, List<PartEntries> wanted, MeshTime now) {
        boolean theirOwn = part.node().region().equals(peer.region());
        if (!theirOwn && (stamp == null ? !part.isEnded() : part.stamp().isAtLeast(stamp))) {
            long since = stamp != null && stamp.incarnation() == part.incarnation() ? stamp.counter() : 0;
            List<PartEntries> lacking = part.since(since);
            wanted.addAll(lacking);
            if (!lacking.isEmpty()) {
                peer.onTold(part.stamp(), now.nanos());
            }
        }
    }

    /** What comes after a state that the peer has. */
    List<PartEntries> since(PartStamp wanted, Peer peer, MeshTime now) {
        HeldPart part = parts.part(wanted.node());
        if (part == null || part.incarnation() < wanted.incarnation() || Gallery.is(part.node())) {
            return List.of();
        }
        peer.onTold(part.stamp(), now.nanos());
        return part.since(part.incarnation() == wanted.incarnation() ? wanted.counter() : 0);
    }
}
