package io.banyan.node.mesh.room;

import io.banyan.cluster.Rendezvous;
import io.banyan.node.mesh.MeshRefusal;
import io.banyan.node.mesh.MeshTime;
import io.banyan.node.mesh.authority.FactsWire;
import io.banyan.node.mesh.authority.RoomFacts;
import io.banyan.node.mesh.lease.Path;
import io.banyan.node.mesh.part.HeldPart;
import io.banyan.node.mesh.part.PartMerge;
import io.banyan.node.mesh.part.PartStamp;
import io.banyan.node.mesh.part.PartUpdate;
import io.banyan.node.mesh.part.SessionClaim;
import io.banyan.protocol.id.NodeId;
import io.banyan.protocol.id.RegionId;
import io.banyan.protocol.id.RoomId;
import io.banyan.protocol.signal.v1.PartVersion;
import io.banyan.protocol.wire.v1.PartEntries;
import io.banyan.protocol.wire.v1.RoomDigest;
import io.banyan.protocol.wire.v1.RoomFrame;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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

    /** How many of those that heard something pass it on to a region that its owner does not reach. */
    static final int MESSENGERS = 3;

    private static final int MAX_FRAME_BYTES = 512 * 1024;

    private final RoomId room;
    private final MeshSurroundings mesh;
    private final RoomPort port;
    private final PartTable parts;
    private final Map<RegionId, Peer> peers = new LinkedHashMap<>(4);
    private RoomFacts facts = RoomFacts.NONE;
    private boolean recovering;
    private long pullNanos = MeshTime.NEVER;
    private long compareNanos;
    private int turn;

    /**
     * @param recovering own nodes may be in the room that were not heard yet; until {@link #onRecovered}
     */
    public RegionRoom(RoomId room, MeshSurroundings mesh, RoomPort port, boolean recovering, MeshTime now) {
        this.room = room;
        this.mesh = mesh;
        this.port = port;
        this.recovering = recovering;
        parts = new PartTable(room, mesh, port);
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

    // -----------------------------------------------------------------------------------------------------------------
    // From the own region
    // -----------------------------------------------------------------------------------------------------------------

    /** One of the own nodes says something of its part. GAP: it is to say the whole part. */
    public PartMerge.Kind onOwn(NodeId node, PartEntries entries, MeshTime now) {
        PartMerge merge = parts.onEntries(node, entries, null, now);
        if (merge.kind() == PartMerge.Kind.APPLIED) {
            tell(List.of(entries), stampsOf(Set.of(node)), Set.of(), now);
        }
        return merge.kind();
    }

    /** One of the own nodes lost its part without a word: its actor or its node is gone. */
    public void onOwnLost(NodeId node, MeshTime now) {
        parts.onOrphaned(node, now);
    }

    /** All own nodes had time to say their parts. */
    public void onRecovered(MeshTime now) {
        if (recovering) {
            recovering = false;
            peers.values().forEach(peer -> peer.askAt(now.nanos()));
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
        boolean changed = false;
        Set<RegionId> listed = new HashSet<>(regions);
        for (Peer peer : peers.values()) {
            peer.setListed(listed.contains(peer.region()));
        }
        for (RegionId region : regions) {
            if (!region.equals(mesh.region()) && !peers.containsKey(region) && peers.size() < FrameLimits.MAX_REGIONS) {
                Peer peer = new Peer(region, now.nanos());
                peer.setListed(true);
                peer.askAt(now.nanos());
                peers.put(region, peer);
                changed = true;
            }
        }
        if (changed) {
            regionsChanged(now);
        }
    }

    /** The own region's last people have left: the others hear of it. The room ends when {@link #isSettled}. */
    public void leave(MeshTime now) {
        RoomFrame frame = frame(now).setAbsent(true).build();
        for (Peer peer : peers.values()) {
            if (reaches(peer)) {
                port.send(peer.region(), frame);
            }
        }
    }

    /** Whether every region that is reached has said that it knows what it was told. */
    public boolean isSettled() {
        return peers.values().stream().allMatch(peer -> peer.isSettled() || !reaches(peer));
    }

    // -----------------------------------------------------------------------------------------------------------------
    // From other regions
    // -----------------------------------------------------------------------------------------------------------------

    /** A frame came from a node of another region. */
    public void onFrame(RegionId from, RoomFrame frame, MeshTime now) {
        MeshRefusal broken = FrameLimits.broken(frame, room.toString());
        if (broken == null && from.equals(mesh.region())) {
            broken = MeshRefusal.NOT_ITS_REGION;
        }
        Peer peer = broken == null ? peer(from, frame.getAbsent(), now) : null;
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
            PartStamp.of(version).ifPresent(stamp -> wanted.addAll(since(stamp, peer, now)));
        }
        if (frame.hasDigest()) {
            onDigest(peer, frame.getDigest(), latest, wanted, answer, now);
        }
        if (frame.getAbsent() && latest) {
            onAbsent(peer, now);
        }
        reply(peer, answer, wanted, now);
    }

    private void onParts(Peer from, RoomFrame frame, Set<RegionId> told, RoomFrame.Builder answer, MeshTime now) {
        List<PartEntries> applied = new ArrayList<>();
        Set<NodeId> nodes = new HashSet<>();
        for (PartEntries entries : frame.getPartsList()) {
            NodeId node = nodeOf(entries.getNode());
            if (node == null) {
                mesh.refusals().count(MeshRefusal.BAD_NAME);
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
            passOn(applied, nodes, heard, now);
        }
    }

    /** A region that was heard of by its part only. */
    private void meet(HeldPart part, MeshTime now) {
        RegionId region = part.node().region();
        if (!part.isEnded() && !peers.containsKey(region) && peers.size() < FrameLimits.MAX_REGIONS) {
            Peer peer = new Peer(region, now.nanos());
            peer.askAt(now.nanos());
            peers.put(region, peer);
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

    private void onDigest(
            Peer peer,
            RoomDigest digest,
            boolean latest,
            List<PartEntries> wanted,
            RoomFrame.Builder answer,
            MeshTime now) {
        Map<NodeId, PartStamp> theirs = new HashMap<>();
        for (PartVersion version : digest.getKnownList()) {
            Optional<PartStamp> stamp = PartStamp.of(version);
            stamp.ifPresent(known -> {
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
            PartStamp stamp = theirs.get(part.node());
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
        for (PartStamp stamp : theirs.values()) {
            if (parts.wants(stamp, peer.region()) && answer.getWantCount() < FrameLimits.MAX_VERSIONS) {
                HeldPart mine = parts.part(stamp.node());
                long since = mine != null && mine.incarnation() == stamp.incarnation() ? mine.counter() : 0;
                answer.addWant(new PartStamp(stamp.node(), stamp.incarnation(), since).toProto());
            }
        }
        if (latest && !digest.getRecovering()) {
            parts.onOwnersList(peer.region(), theirs, now);
        }
    }

    private void onAbsent(Peer peer, MeshTime now) {
        parts.onOwnersList(peer.region(), Map.of(), now);
        peers.remove(peer.region());
        regionsChanged(now);
    }

    private List<PartEntries> since(PartStamp wanted, Peer peer, MeshTime now) {
        HeldPart part = parts.part(wanted.node());
        if (part == null || part.incarnation() < wanted.incarnation()) {
            return List.of();
        }
        peer.onTold(part.stamp(), now.nanos());
        return part.since(part.incarnation() == wanted.incarnation() ? wanted.counter() : 0);
    }

    private void reply(Peer peer, RoomFrame.Builder answer, List<PartEntries> wanted, MeshTime now) {
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

    // -----------------------------------------------------------------------------------------------------------------
    // Telling the others
    // -----------------------------------------------------------------------------------------------------------------

    /** Passes on what a region heard, to those that it says nobody told, if they are this region's to tell. */
    private void passOn(List<PartEntries> applied, Set<NodeId> nodes, Set<RegionId> heard, MeshTime now) {
        Set<RegionId> silent = new HashSet<>(heard);
        for (Peer peer : peers.values()) {
            RegionId region = peer.region();
            boolean owns = nodes.stream().allMatch(node -> node.region().equals(region));
            if (owns || (!heard.contains(region) && !isMessenger(region, heard))) {
                silent.add(region);
            }
        }
        tell(applied, stampsOf(nodes), silent, now);
    }

    private boolean isMessenger(RegionId to, Set<RegionId> heard) {
        if (heard.size() <= MESSENGERS) {
            return true;
        }
        return Rendezvous.first(room + "/" + to, heard, MESSENGERS, region -> true)
                .contains(mesh.region());
    }

    private List<PartStamp> stampsOf(Set<NodeId> nodes) {
        List<PartStamp> stamps = new ArrayList<>(nodes.size());
        for (NodeId node : nodes) {
            HeldPart part = parts.part(node);
            if (part != null) {
                stamps.add(part.stamp());
            }
        }
        return stamps;
    }

    private void tell(List<PartEntries> entries, List<PartStamp> stamps, Set<RegionId> silent, MeshTime now) {
        List<Peer> reached = audience(silent);
        if (reached.isEmpty()) {
            return;
        }
        RoomFrame.Builder frame = frame(now).addAllParts(entries);
        told(frame, silent, reached);
        RoomFrame built = frame.build();
        for (Peer peer : reached) {
            port.send(peer.region(), built);
            stamps.forEach(stamp -> peer.onTold(stamp, now.nanos()));
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
        List<Peer> reached = audience(heard);
        if (reached.isEmpty()) {
            return;
        }
        RoomFrame.Builder frame = frame(now).setFacts(FactsWire.toProto(facts)).setFactsSum(facts.sum());
        told(frame, heard, reached);
        RoomFrame built = frame.build();
        for (Peer peer : reached) {
            port.send(peer.region(), built);
            peer.onFactsTold(now.nanos());
        }
    }

    private List<Peer> audience(Set<RegionId> silent) {
        List<Peer> reached = new ArrayList<>(peers.size());
        for (Peer peer : peers.values()) {
            if (!silent.contains(peer.region()) && reaches(peer)) {
                reached.add(peer);
            }
        }
        return reached;
    }

    private void told(RoomFrame.Builder frame, Set<RegionId> silent, List<Peer> reached) {
        if (silent.size() + reached.size() <= 1 && peers.size() <= 1) {
            return;
        }
        silent.forEach(region -> frame.addTold(region.value()));
        reached.forEach(peer -> frame.addTold(peer.region().value()));
    }

    private RoomFrame.Builder frame(MeshTime now) {
        return RoomFrame.newBuilder()
                .setRoom(room.toString())
                .setAtMillis(mesh.hlc().next(now.wallMillis()));
    }

    private boolean reaches(Peer peer) {
        return mesh.liveness().path(peer.region()) == Path.DIRECT;
    }

    private @Nullable Peer peer(RegionId region, boolean leaving, MeshTime now) {
        Peer peer = peers.get(region);
        if (peer == null && peers.size() < FrameLimits.MAX_REGIONS) {
            peer = new Peer(region, now.nanos());
            if (!leaving) {
                peers.put(region, peer);
                regionsChanged(now);
            }
        }
        return peer;
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

    // -----------------------------------------------------------------------------------------------------------------
    // Lives and time
    // -----------------------------------------------------------------------------------------------------------------

    /** The way to a region changed, {@link io.banyan.node.mesh.lease.Liveness}. */
    public void onPath(RegionId region, Path path, MeshTime now) {
        Peer peer = peers.get(region);
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
        for (Peer peer : peers.values()) {
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
        for (Peer peer : List.copyOf(peers.values())) {
            if (peer.dueNanos() <= now.nanos()) {
                if (reaches(peer)) {
                    ask(peer, now);
                } else {
                    peer.onUnreachable();
                }
            }
        }
        if (pullNanos <= now.nanos()) {
            pullNanos = MeshTime.NEVER;
            nextReached().ifPresent(peer -> ask(peer, now));
            planPull(now);
        }
        if (compareNanos <= now.nanos()) {
            compareNanos = now.nanos() + COMPARE_NANOS;
            forgetStrangers(now);
            facts = facts.at(now);
            nextReached().ifPresent(peer -> ask(peer, now));
        }
    }

    /** When {@link #collect} has something to do next. */
    public long nextDueNanos() {
        long due = Math.min(Math.min(parts.nextDueNanos(), pullNanos), compareNanos);
        for (Peer peer : peers.values()) {
            due = Math.min(due, peer.dueNanos());
        }
        return due;
    }

    private void ask(Peer peer, MeshTime now) {
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

    private Optional<Peer> nextReached() {
        List<Peer> reached = audience(Set.of());
        return reached.isEmpty() ? Optional.empty() : Optional.of(reached.get(Math.floorMod(turn++, reached.size())));
    }

    private void planPull(MeshTime now) {
        boolean around = false;
        for (Peer peer : peers.values()) {
            around |= mesh.liveness().path(peer.region()) == Path.TRANSIT;
        }
        if (!around) {
            pullNanos = MeshTime.NEVER;
        } else if (pullNanos == MeshTime.NEVER) {
            pullNanos = now.nanos() + PULL_NANOS;
        }
    }

    private void forgetStrangers(MeshTime now) {
        boolean changed = peers.values()
                .removeIf(peer -> !peer.isListed()
                        && !parts.hasAnyOf(peer.region())
                        && now.nanos() - peer.heardNanos() > 2 * COMPARE_NANOS);
        if (changed) {
            regionsChanged(now);
        }
    }

    // -----------------------------------------------------------------------------------------------------------------
    // What is known
    // -----------------------------------------------------------------------------------------------------------------

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
        return Collections.unmodifiableSet(new LinkedHashSet<>(peers.keySet()));
    }
}
