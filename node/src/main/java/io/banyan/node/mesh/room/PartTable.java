package io.banyan.node.mesh.room;

import io.banyan.node.mesh.MeshRefusal;
import io.banyan.node.mesh.MeshTime;
import io.banyan.node.mesh.part.Gallery;
import io.banyan.node.mesh.part.HeldPart;
import io.banyan.node.mesh.part.PartMerge;
import io.banyan.node.mesh.part.PartStamp;
import io.banyan.protocol.id.NodeId;
import io.banyan.protocol.id.RegionId;
import io.banyan.protocol.id.RoomId;
import io.banyan.protocol.signal.v1.PartVersion;
import io.banyan.protocol.signal.v1.Participant;
import io.banyan.protocol.wire.v1.PartEntries;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The parts of a room, of all nodes everywhere, and how each is doing: here, reconnecting while its owner is not heard of,
 * gone when that lasts. Only a part's owner ends it, and its region says when it has no owner.
 */
final class PartTable {
    /** The owner's region spoke for it: its heartbeats have time to begin. */
    static final long GRACE_NANOS = TimeUnit.SECONDS.toNanos(5);

    /** No copy of a part lives so long without its owner. */
    static final long RETAIN_NANOS = TimeUnit.MINUTES.toNanos(5);

    static final int MAX_PARTS = 1024;

    private static final int MAX_INCOMING = 64;

    /** One part. */
    private static final class Row {
        private final HeldPart part;
        private boolean orphaned;
        private boolean lost;
        private long graceUntilNanos = Long.MIN_VALUE;
        private long goneAtNanos = MeshTime.NEVER;

        private Row(HeldPart part) {
            this.part = part;
        }
    }

    private record Forgotten(PartStamp stamp, long untilNanos) {}

    private final RoomId room;
    private final MeshSurroundings mesh;
    private final RoomPort port;
    private final Map<NodeId, Row> rows = new LinkedHashMap<>();
    private final Map<NodeId, HeldPart> incoming = new LinkedHashMap<>();
    private final Map<NodeId, Forgotten> forgotten = new HashMap<>();
    private final Map<NodeId, RegionId> missed = new LinkedHashMap<>();
    private long dueNanos = MeshTime.NEVER;

    PartTable(RoomId room, MeshSurroundings mesh, RoomPort port) {
        this.room = room;
        this.mesh = mesh;
        this.port = port;
    }

    /**
     * Takes entries of one part.
     *
     * @param from the region that they came from; null: the owner itself, a node of the own region
     */
    PartMerge onEntries(NodeId node, PartEntries entries, @Nullable RegionId from, MeshTime now) {
        boolean own = node.region().equals(mesh.region());
        if (own && from != null) {
            return refuse(null, PartMerge.Kind.KNOWN);
        }
        Row row = rows.get(node);
        long life = entries.getIncarnation();
        if (row != null && life < row.part.incarnation()) {
            return refuse(null, PartMerge.Kind.KNOWN);
        }
        boolean fromOwner = from == null || from.equals(node.region());
        Row known = row != null && life == row.part.incarnation() ? row : null;
        if (known == null && from != null && !fromOwner && !mesh.liveness().isAlive(node, life)) {
            miss(node, from);
            return refuse(MeshRefusal.OWNER_NOT_ALIVE, PartMerge.Kind.REFUSED);
        }
        if (row == null && rows.size() >= MAX_PARTS) {
            return refuse(MeshRefusal.FULL, PartMerge.Kind.REFUSED);
        }
        HeldPart part = known == null ? incoming(node, life) : known.part;
        PartMerge merge = part.merge(entries, own, id -> isAnothers(id, node), now);
        if (known == null && merge.kind() == PartMerge.Kind.WAITING && incoming.size() < MAX_INCOMING) {
            incoming.put(node, part);
        }
        if (merge.update() == null) {
            return merge;
        }
        if (known == null) {
            incoming.remove(node);
            if (!fromOwner && isForgotten(part.stamp())) {
                return refuse(MeshRefusal.PART_FORGOTTEN, PartMerge.Kind.REFUSED);
            }
            known = new Row(part);
            rows.put(node, known);
        }
        taken(known, fromOwner, now);
        port.partChanged(merge.update(), part.media());
        if (known.lost) {
            port.partLost(node, life);
        }
        return merge;
    }

    private HeldPart incoming(NodeId node, long life) {
        HeldPart begun = incoming.get(node);
        return begun != null && begun.incarnation() == life
                ? begun
                : new HeldPart(room, node, life, mesh.verifier(), mesh.refusals());
    }

    private void taken(Row row, boolean fromOwner, MeshTime now) {
        forgotten.remove(row.part.node());
        missed.remove(row.part.node());
        if (fromOwner) {
            row.orphaned = false;
            row.lost = false;
            row.graceUntilNanos = now.nanos() + GRACE_NANOS;
            row.goneAtNanos = MeshTime.NEVER;
            due(row.graceUntilNanos);
        }
        if (row.part.isEnded()) {
            row.goneAtNanos = now.nanos() + RETAIN_NANOS;
            due(row.goneAtNanos);
        } else if (row.goneAtNanos != MeshTime.NEVER && !row.lost) {
            row.goneAtNanos = MeshTime.NEVER;
        }
    }

    private boolean isAnothers(String participantId, NodeId node) {
        for (Row row : rows.values()) {
            if (row.part.has(participantId) && !row.part.node().equals(node)) {
                return true;
            }
        }
        return false;
    }

    private boolean isForgotten(PartStamp stamp) {
        Forgotten before = forgotten.get(stamp.node());
        return before != null && before.stamp.isAtLeast(stamp);
    }

    /** A node of the own region does not hold its part any more, and did not say that it ends. */
    void onOrphaned(NodeId node, MeshTime now) {
        Row row = rows.get(node);
        if (row != null) {
            row.orphaned = true;
            lose(row, now);
        }
    }

    /**
     * A node's lease began.
     *
     * @return the region that has a part which was not taken before, because nobody heard of its owner; null: none
     */
    @Nullable
    RegionId onAlive(NodeId node, long incarnation, MeshTime now) {
        Row row = rows.get(node);
        if (row != null && row.part.incarnation() == incarnation) {
            find(row);
        } else if (row != null && row.part.incarnation() < incarnation) {
            row.graceUntilNanos = Long.MIN_VALUE;
            lose(row, now);
        }
        return missed.remove(node);
    }

    void onLapsed(NodeId node, MeshTime now) {
        Row row = rows.get(node);
        if (row != null && row.graceUntilNanos <= now.nanos()) {
            lose(row, now);
        }
    }

    private void find(Row row) {
        if (row.lost) {
            row.lost = false;
            row.goneAtNanos = MeshTime.NEVER;
            port.partBack(row.part.node(), row.part.incarnation());
        }
    }

    private void lose(Row row, MeshTime now) {
        if (!row.lost && !row.part.isEnded()) {
            row.lost = true;
            row.goneAtNanos = now.nanos() + mesh.reconnectingNanos();
            due(row.goneAtNanos);
            port.partLost(row.part.node(), row.part.incarnation());
        }
    }

    /**
     * What a region says it has: a part of its own nodes that is not among that has no owner.
     *
     * @param listed by node
     */
    void onOwnersList(RegionId region, Map<NodeId, PartStamp> listed, MeshTime now) {
        for (Row row : List.copyOf(rows.values())) {
            PartStamp stamp = row.part.stamp();
            PartStamp theirs = listed.get(stamp.node());
            boolean has = theirs != null && theirs.incarnation() >= stamp.incarnation();
            if (stamp.node().region().equals(region) && !has && !row.part.isEnded()) {
                forget(row, now);
            }
        }
    }

    private void forget(Row row, MeshTime now) {
        PartStamp stamp = row.part.stamp();
        rows.remove(stamp.node());
        if (forgotten.size() < MAX_PARTS) {
            forgotten.put(stamp.node(), new Forgotten(stamp, now.nanos() + RETAIN_NANOS));
            due(now.nanos() + RETAIN_NANOS);
        }
        port.partGone(stamp.node(), stamp.incarnation());
    }

    private void miss(NodeId node, RegionId from) {
        if (missed.size() < MAX_PARTS) {
            missed.put(node, from);
        }
    }

    void collect(MeshTime now) {
        if (now.nanos() < dueNanos) {
            return;
        }
        dueNanos = MeshTime.NEVER;
        for (Row row : List.copyOf(rows.values())) {
            HeldPart part = row.part;
            if (!row.lost && !isUp(row, now)) {
                lose(row, now);
            }
            if (row.goneAtNanos <= now.nanos()) {
                rows.remove(part.node());
                port.partGone(part.node(), part.incarnation());
                continue;
            }
            due(row.goneAtNanos);
            if (row.graceUntilNanos > now.nanos()) {
                due(row.graceUntilNanos);
            }
        }
        forgotten.values().removeIf(each -> each.untilNanos <= now.nanos());
        forgotten.values().forEach(each -> due(each.untilNanos));
    }

    private boolean isUp(Row row, MeshTime now) {
        HeldPart part = row.part;
        if (part.node().region().equals(mesh.region())) {
            return !row.orphaned;
        }
        return part.isEnded()
                || row.graceUntilNanos > now.nanos()
                || mesh.liveness().isAlive(part.node(), part.incarnation());
    }

    private void due(long nanos) {
        dueNanos = Math.min(dueNanos, nanos);
    }

    long nextDueNanos() {
        return dueNanos;
    }

    /** Whether any own node has people in it. */
    boolean hasOwn() {
        for (Row row : rows.values()) {
            if (row.part.node().region().equals(mesh.region()) && !row.part.isEnded()) {
                return true;
            }
        }
        return false;
    }

    boolean hasAnyOf(RegionId region) {
        for (Row row : rows.values()) {
            if (row.part.node().region().equals(region) && !row.part.isEnded()) {
                return true;
            }
        }
        return false;
    }

    @Nullable
    HeldPart part(NodeId node) {
        Row row = rows.get(node);
        return row == null ? null : row.part;
    }

    boolean isLost(NodeId node) {
        Row row = rows.get(node);
        return row != null && row.lost;
    }

    /** The viewers here whom other regions only count. */
    List<Participant> gallery() {
        List<Participant> viewers = new ArrayList<>();
        for (Row row : rows.values()) {
            if (Gallery.is(row.part.node()) && !row.orphaned) {
                viewers.addAll(row.part.participants());
            }
        }
        return viewers;
    }

    /** Parts whose owners are heard of, and ended ones; galleries stay in their region. */
    Collection<HeldPart> passable() {
        List<HeldPart> parts = new ArrayList<>(rows.size());
        for (Row row : rows.values()) {
            if (!row.lost && !Gallery.is(row.part.node())) {
                parts.add(row.part);
            }
        }
        return parts;
    }

    Collection<HeldPart> all() {
        List<HeldPart> parts = new ArrayList<>(rows.size());
        rows.values().forEach(row -> parts.add(row.part));
        return parts;
    }

    List<PartVersion> known() {
        List<PartVersion> known = new ArrayList<>(rows.size());
        for (Row row : rows.values()) {
            if (!Gallery.is(row.part.node())) {
                known.add(row.part.stamp().toProto());
            }
        }
        return known;
    }

    /** Whether a state that somebody has is to be had: later than what is known, and of an owner that may be believed to live. */
    boolean wants(PartStamp theirs, RegionId from) {
        NodeId node = theirs.node();
        Row row = rows.get(node);
        if (node.region().equals(mesh.region()) || (row != null && !isLater(theirs, row.part))) {
            return false;
        }
        boolean fromOwner = from.equals(node.region());
        boolean sameLife = row != null && row.part.incarnation() == theirs.incarnation();
        if (!fromOwner && !sameLife) {
            if (isForgotten(theirs)) {
                return false;
            }
            if (!mesh.liveness().isAlive(node, theirs.incarnation())) {
                miss(node, from);
                return false;
            }
        }
        return true;
    }

    /** The regions that have people in the room, or had lately. */
    Set<RegionId> regions() {
        Set<RegionId> regions = new HashSet<>();
        rows.keySet().forEach(node -> regions.add(node.region()));
        return regions;
    }

    static boolean isLater(PartStamp theirs, HeldPart mine) {
        return theirs.incarnation() > mine.incarnation()
                || (theirs.incarnation() == mine.incarnation() && theirs.counter() > mine.counter());
    }

    private PartMerge refuse(@Nullable MeshRefusal reason, PartMerge.Kind kind) {
        if (reason != null) {
            mesh.refusals().count(reason);
        }
        return new PartMerge(kind, null);
    }
}
