package io.banyan.node.mesh.room;

import io.banyan.cluster.Rendezvous;
import io.banyan.node.mesh.MeshRefusal;
import io.banyan.node.mesh.MeshTime;
import io.banyan.node.mesh.authority.FactsWire;
import io.banyan.node.mesh.authority.RoomFacts;
import io.banyan.node.mesh.lease.Path;
import io.banyan.node.mesh.part.Gallery;
import io.banyan.node.mesh.part.HeldPart;
import io.banyan.node.mesh.part.PartMerge;
import io.banyan.node.mesh.part.PartStamp;
import io.banyan.node.mesh.part.PartUpdate;
import io.banyan.node.mesh.part.SessionClaim;
import io.banyan.protocol.id.NodeId;
import io.banyan.protocol.id.RegionId;
import io.banyan.protocol.id.RoomId;
import io.banyan.protocol.signal.v1.PartVersion;
import io.banyan.protocol.signal.v1.Participant;
import io.banyan.protocol.wire.v1.PartEntries;
import io.banyan.protocol.wire.v1.RoomFrame;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * One room in one region, towards the other regions: takes the own nodes' parts and the others' frames, tells each what it
 * does not know, and repairs what was lost. It decides nothing about who is in. docs/rooms.md. Owned by one actor.
 */
public final class RegionRoom {
    /** Between two rounds of asking a neighbour for what another region says that is not reached directly. */
    static final long PULL_NANOS = TimeUnit.SECONDS.toNanos(2);

    /** Against whatever nobody thought of: now and then a room is compared with one other region of it. */
    static final long COMPARE_NANOS = TimeUnit.MINUTES.toNanos(15);

    private final RoomId room;
    private final MeshSurroundings mesh;
    private final RoomPort port;
    private final PartTable parts;
    private final RoomPeers peers;
    private final RoomVoice voice;
    private final DigestAnswer digests;
    private RoomFacts facts = RoomFacts.NONE;
    private boolean recovering;
    private long galleryChanges;
    private long pullNanos = MeshTime.NEVER;
    private long compareNanos;

    /**
     * @param recovering own nodes may be in the room that were not heard yet; until {@link #onRecovered}
     */
    public RegionRoom(RoomId room, MeshSurroundings mesh, RoomPort port, boolean recovering, MeshTime now) {
        this.room = room;
        this.mesh = mesh;
        this.port = port;
        this.recovering = recovering;
        parts = new PartTable(room, mesh, port);
        peers = new RoomPeers(mesh);
        voice = new RoomVoice(room, mesh, port, parts, peers);
        digests = new DigestAnswer(parts);
        // Rooms of one region do not all compare at once.
        long jitter =
                Math.floorMod(Rendezvous.weight(room.toString(), mesh.region().value()), COMPARE_NANOS);
        compareNanos = now.nanos() + COMPARE_NANOS / 2 + jitter / 2;
    }

    /** What a region says that has nobody in a room, when it is asked about it. */
    public static RoomFrame absent(RoomId room, long atMillis) {
        return RoomFrame.newBuilder()
                .setRoom(room.toString())
                .setAbsent(true)
                .setAnswersDigest(true)
                .setAtMillis(atMillis)
                .build();
    }

    /** One of the own nodes says something of its part. GAP: it is to say the whole part. */
    public PartMerge.Kind onOwn(NodeId node, PartEntries entries, MeshTime now) {
        PartMerge merge = parts.onEntries(node, entries, null, now);
        if (merge.kind() == PartMerge.Kind.APPLIED) {
            if (Gallery.is(node)) {
                galleryChanges++;
            } else {
                voice.tell(node, entries, now);
            }
        }
        return merge.kind();
    }

    /** One of the own nodes lost its part without a word: its actor or its node is gone. */
    public void onOwnLost(NodeId node, MeshTime now) {
        parts.onOrphaned(node, now);
        Gallery.of(node).ifPresent(gallery -> parts.onOrphaned(gallery, now));
        galleryChanges++;
    }

    /** Rises with each change of {@link #gallery}. */
    public long galleryChanges() {
        return galleryChanges;
    }

    /** The viewers here whom other regions only count. */
    public List<Participant> gallery() {
        return parts.gallery();
    }

    /** All own nodes had time to say their parts. */
    public void onRecovered(MeshTime now) {
        if (recovering) {
            recovering = false;
            peers.all().forEach(peer -> peer.askAt(now.nanos()));
        }
    }

    /** An own node found nobody in the room and began a session. */
    public void onClaim(SessionClaim claim, MeshTime now) {
        take(facts.withSession(claim), Set.of(), now);
    }

    /** What the authority decided, or the directory remembers. */
    public void onFacts(RoomFacts other, MeshTime now) {
        take(facts.merge(other), Set.of(), now);
    }

    /** The regions that the directory knows. */
    public void onRegions(Collection<RegionId> regions, MeshTime now) {
        if (peers.onListed(regions, now.nanos())) {
            regionsChanged(now);
        }
    }

    /** The own region's last people have left: the others hear of it. The room ends when {@link #isSettled}. */
    public void leave(MeshTime now) {
        voice.tellAbsence(now);
    }

    /** Whether every region that is reached has said that it knows what it was told. */
    public boolean isSettled() {
        return peers.isSettled();
    }

    /** A frame came from a node of another region. */
    public void onFrame(RegionId from, RoomFrame frame, MeshTime now) {
        MeshRefusal broken = FrameLimits.broken(frame, room.toString());
        if (broken == null && from.equals(mesh.region())) {
            broken = MeshRefusal.NOT_ITS_REGION;
        }
        Peer peer = broken == null ? speaker(from, frame.getAbsent(), now) : null;
        if (broken != null || peer == null) {
            mesh.refusals().count(broken == null ? MeshRefusal.FULL : broken);
            return;
        }
        boolean timely = now.isPlausible(frame.getAtMillis());
        if (!timely) {
            mesh.refusals().count(MeshRefusal.CLOCK_AHEAD);
        }
        boolean latest = timely && peer.isLatest(frame.getAtMillis(), now.nanos());
        mesh.hlc().observe(frame.getAtMillis(), now.wallMillis());
        RoomFrame.Builder answer = RoomFrame.newBuilder();
        Set<RegionId> told = regionsOf(frame);
        if (frame.getPartsCount() > 0) {
            onParts(peer, frame, told, answer, now);
        }
        if (frame.hasFacts()) {
            take(facts.merge(FactsWire.of(frame.getFacts(), now, mesh.refusals())), told, now);
            answer.setFactsSum(facts.sum());
        }
        onAcknowledged(peer, frame);
        List<PartEntries> wanted = new ArrayList<>();
        for (PartVersion version : frame.getWantList()) {
            PartStamp.of(version).ifPresent(stamp -> wanted.addAll(digests.since(stamp, peer, now)));
        }
        if (frame.hasDigest()) {
            Map<NodeId, PartStamp> theirs = digests.compare(peer, frame.getDigest(), facts, wanted, answer, now);
            if (latest && !frame.getDigest().getRecovering()) {
                parts.onOwnersList(from, theirs, now);
            }
        }
        if (frame.getAbsent() && latest) {
            parts.onOwnersList(from, Map.of(), now);
            peers.remove(from);
            regionsChanged(now);
        }
        voice.reply(peer, answer, wanted, now);
    }

    private @Nullable Peer speaker(RegionId region, boolean leaving, MeshTime now) {
        int before = peers.size();
        Peer peer = peers.speaker(region, leaving, now.nanos());
        if (peers.size() > before) {
            regionsChanged(now);
        }
        return peer;
    }

    private void onParts(Peer from, RoomFrame frame, Set<RegionId> told, RoomFrame.Builder answer, MeshTime now) {
        List<PartEntries> applied = new ArrayList<>();
        Set<NodeId> nodes = new HashSet<>();
        for (PartEntries entries : frame.getPartsList()) {
            NodeId node = nodeOf(entries.getNode());
            if (node == null || Gallery.is(node)) {
                mesh.refusals().count(node == null ? MeshRefusal.BAD_NAME : MeshRefusal.NOT_ITS_REGION);
                continue;
            }
            PartMerge merge = parts.onEntries(node, entries, from.region(), now);
            HeldPart part = parts.part(node);
            switch (merge.kind()) {
                case APPLIED -> {
                    applied.add(entries);
                    nodes.add(node);
                    observe(merge, now);
                    if (part != null) {
                        answer.addHave(part.stamp().toProto());
                        meet(part, now);
                    }
                }
                case KNOWN -> {
                    if (part != null) {
                        answer.addHave(part.stamp().toProto());
                    }
                }
                case GAP -> {
                    long since =
                            part != null && part.incarnation() == entries.getIncarnation() ? part.wantedSince() : 0;
                    if (!entries.getWhole()) {
                        answer.addWant(new PartStamp(node, entries.getIncarnation(), since).toProto());
                    }
                }
                case WAITING, REFUSED -> {}
            }
        }
        if (!applied.isEmpty()) {
            Set<RegionId> heard = new HashSet<>(told);
            heard.add(from.region());
            voice.passOn(applied, nodes, heard, now);
        }
    }

    /** A region that was heard of by its part only. */
    private void meet(HeldPart part, MeshTime now) {
        if (!part.isEnded() && peers.meet(part.node().region(), now.nanos())) {
            regionsChanged(now);
        }
    }

    private void observe(PartMerge merge, MeshTime now) {
        PartUpdate update = merge.update();
        if (update != null) {
            update.upserted()
                    .forEach(participant -> mesh.hlc().observe(participant.getJoinedAtMillis(), now.wallMillis()));
        }
    }

    private void onAcknowledged(Peer peer, RoomFrame frame) {
        for (PartVersion version : frame.getHaveList()) {
            PartStamp.of(version).ifPresent(peer::onHas);
        }
        if (frame.getFactsSum() == facts.sum()) {
            peer.onHasFacts();
        }
        if (frame.getAnswersDigest()) {
            peer.onAnswered();
        }
    }

    private void take(RoomFacts merged, Set<RegionId> heard, MeshTime now) {
        if (merged.sum() == facts.sum()) {
            return;
        }
        facts = merged;
        if (facts.end() != null) {
            mesh.hlc().observe(facts.end().getAtMillis(), now.wallMillis());
        }
        facts.kicks().values().forEach(kick -> mesh.hlc().observe(kick.getAtMillis(), now.wallMillis()));
        port.factsChanged(facts);
        voice.tell(facts, heard, now);
    }

    private void regionsChanged(MeshTime now) {
        port.regionsChanged(regions());
        planPull(now);
    }

    private Set<RegionId> regionsOf(RoomFrame frame) {
        Set<RegionId> regions = new HashSet<>();
        for (String region : frame.getToldList()) {
            try {
                regions.add(new RegionId(region));
            } catch (IllegalArgumentException notARegion) {
                mesh.refusals().count(MeshRefusal.BAD_NAME);
            }
        }
        return regions;
    }

    private static @Nullable NodeId nodeOf(String text) {
        try {
            return NodeId.parse(text);
        } catch (IllegalArgumentException notANode) {
            return null;
        }
    }

    /** The way to a region changed, {@link io.banyan.node.mesh.lease.Liveness}. */
    public void onPath(RegionId region, Path path, MeshTime now) {
        Peer peer = peers.find(region);
        if (peer == null) {
            return;
        }
        if (path == Path.DIRECT) {
            peer.askAt(now.nanos());
        } else {
            peer.onUnreachable();
        }
        planPull(now);
    }

    public void onAlive(NodeId node, long incarnation, MeshTime now) {
        RegionId from = parts.onAlive(node, incarnation, now);
        for (Peer peer : peers.all()) {
            if (peer.region().equals(from) || peer.region().equals(node.region())) {
                peer.askAt(now.nanos());
            }
        }
    }

    public void onLapsed(NodeId node, MeshTime now) {
        parts.onLapsed(node, now);
    }

    /** Does what is due. */
    public void collect(MeshTime now) {
        parts.collect(now);
        for (Peer peer : List.copyOf(peers.all())) {
            if (peer.dueNanos() <= now.nanos()) {
                if (peers.reaches(peer)) {
                    ask(peer, now);
                } else {
                    peer.onUnreachable();
                }
            }
        }
        if (pullNanos <= now.nanos()) {
            pullNanos = MeshTime.NEVER;
            peers.nextReached().ifPresent(peer -> ask(peer, now));
            planPull(now);
        }
        if (compareNanos <= now.nanos()) {
            compareNanos = now.nanos() + COMPARE_NANOS;
            if (peers.forgetStrangers(parts, now.nanos() - 2 * COMPARE_NANOS)) {
                regionsChanged(now);
            }
            facts = facts.at(now);
            peers.nextReached().ifPresent(peer -> ask(peer, now));
        }
    }

    private void ask(Peer peer, MeshTime now) {
        voice.ask(peer, facts, recovering, now);
    }

    private void planPull(MeshTime now) {
        if (!peers.isAnyBehindOthers()) {
            pullNanos = MeshTime.NEVER;
        } else if (pullNanos == MeshTime.NEVER) {
            pullNanos = now.nanos() + PULL_NANOS;
        }
    }

    /** When {@link #collect} has something to do next. */
    public long nextDueNanos() {
        return peers.nextDueNanos(Math.min(Math.min(parts.nextDueNanos(), pullNanos), compareNanos));
    }

    /** Whether anybody is in the room in the own region. */
    public boolean hasOwn() {
        return parts.hasOwn();
    }

    public RoomFacts facts() {
        return facts;
    }

    /** Every part that is known, reconnecting ones and lately ended ones as well. */
    public Collection<HeldPart> parts() {
        return parts.all();
    }

    /** Whether a part's people are reconnecting. */
    public boolean isLost(NodeId node) {
        return parts.isLost(node);
    }

    /** The other regions that the room is in. */
    public Set<RegionId> regions() {
        return peers.regions();
    }
}
