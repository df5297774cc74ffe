package io.banyan.node.mesh.lease;

import io.banyan.node.mesh.MeshRefusal;
import io.banyan.node.mesh.MeshTime;
import io.banyan.node.mesh.Refusals;
import io.banyan.protocol.id.NodeId;
import io.banyan.protocol.id.RegionId;
import io.banyan.protocol.wire.v1.HeardNode;
import io.banyan.protocol.wire.v1.MeshHeartbeat;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * The leases of the nodes of other regions at this node. Each node says a heartbeat to each region it has to do with; in it
 * is whom it has heard of, so that a lease is kept through any third region that hears both. Owned by one actor; siblings'
 * heartbeats are handed in just like the own ones.
 */
public final class RegionLeases implements Liveness {
    /** DESIGN §6. */
    public static final long HEARTBEAT_NANOS = TimeUnit.SECONDS.toNanos(1);

    /** DESIGN §6: two heartbeats may be lost or late. */
    public static final long LEASE_NANOS = TimeUnit.SECONDS.toNanos(3);

    static final int MAX_HEARD = 1024;

    private static final int MAX_NODES = 4096;

    private static final long FORGET_NANOS = TimeUnit.MINUTES.toNanos(10);

    /** Heartbeats that a node may have said more than one a second before a third region's word for it is absurd. */
    private static final long SEQUENCE_SLACK = 60;

    private final NodeId self;
    private final long incarnation;
    private final Refusals refusals;
    private final Listener listener;
    private final Map<NodeId, NodeLease> leases = new LinkedHashMap<>();
    private final Map<RegionId, RegionLink> links = new LinkedHashMap<>();
    private long sequence;
    private long nextBeatNanos = Long.MIN_VALUE;

    public RegionLeases(NodeId self, long incarnation, Refusals refusals, Listener listener) {
        this.self = self;
        this.incarnation = incarnation;
        this.refusals = refusals;
        this.listener = listener;
    }

    /** There is something to share with a region; as often undone by {@link #unshare}. */
    public void share(RegionId region, long nowNanos) {
        if (!region.equals(self.region())) {
            links.computeIfAbsent(region, key -> new RegionLink(nowNanos)).shares++;
        }
    }

    public void unshare(RegionId region) {
        RegionLink link = links.get(region);
        if (link != null && link.shares > 0 && --link.shares == 0) {
            links.remove(region);
        }
    }

    /** A heartbeat of a node of another region, to this node or to a sibling. */
    public void onHeartbeat(NodeId from, MeshHeartbeat beat, MeshTime now) {
        if (from.region().equals(self.region())) {
            return;
        }
        if (beat.getHeardCount() > MAX_HEARD) {
            refusals.count(MeshRefusal.TOO_LARGE);
            return;
        }
        if (!now.isPlausible(beat.getWallMillis())) {
            // Its people are refused with their times; that it lives is true all the same.
            refusals.count(MeshRefusal.CLOCK_AHEAD);
        }
        NodeLease lease = lease(from);
        if (lease == null || !lease.onDirect(beat.getIncarnation(), beat.getSequence(), now.nanos())) {
            refusals.count(lease == null ? MeshRefusal.FULL : MeshRefusal.EARLIER_LIFE);
            return;
        }
        RegionLink link = links.computeIfAbsent(from.region(), key -> new RegionLink(now.nanos()));
        link.heardNanos = now.nanos();
        for (HeardNode heard : beat.getHeardList()) {
            onHeard(link, heard, now);
        }
        revive(from, lease);
        findPath(from.region(), link, now.nanos());
    }

    private void onHeard(RegionLink link, HeardNode heard, MeshTime now) {
        NodeId node;
        try {
            node = NodeId.parse(heard.getNode());
        } catch (IllegalArgumentException notANode) {
            refusals.count(MeshRefusal.BAD_NAME);
            return;
        }
        if (node.region().equals(self.region())) {
            if (heard.getDirect()) {
                link.echoedNanos = now.nanos();
            }
            return;
        }
        NodeLease lease = lease(node);
        if (lease == null) {
            refusals.count(MeshRefusal.FULL);
            return;
        }
        if (!now.isPlausible(heard.getIncarnation())
                || !lease.isPossible(heard.getSequence(), now.nanos(), SEQUENCE_SLACK)) {
            refusals.count(MeshRefusal.ABSURD_NUMBER);
            return;
        }
        if (lease.onTransit(heard.getIncarnation(), heard.getSequence(), now.nanos())) {
            revive(node, lease);
            RegionLink reached = links.get(node.region());
            if (reached != null) {
                findPath(node.region(), reached, now.nanos());
            }
        }
    }

    /** Says what is due and finds out what has lapsed. */
    public void collect(MeshTime now, BiConsumer<RegionId, MeshHeartbeat> send) {
        if (now.nanos() >= nextBeatNanos) {
            nextBeatNanos = now.nanos() + HEARTBEAT_NANOS;
            sequence++;
            for (RegionId region : List.copyOf(links.keySet())) {
                send.accept(region, heartbeat(region, now));
            }
        }
        for (Map.Entry<NodeId, NodeLease> each : List.copyOf(leases.entrySet())) {
            NodeLease lease = each.getValue();
            if (lease.alive && now.nanos() - lease.advancedNanos >= LEASE_NANOS) {
                lease.alive = false;
                listener.onLapsed(each.getKey());
            }
            if (now.nanos() - lease.advancedNanos >= FORGET_NANOS) {
                leases.remove(each.getKey());
            }
        }
        List.copyOf(links.entrySet()).forEach(each -> findPath(each.getKey(), each.getValue(), now.nanos()));
    }

    /** When {@link #collect} has something to do next. */
    public long nextDueNanos() {
        long due = nextBeatNanos;
        for (NodeLease lease : leases.values()) {
            if (lease.alive) {
                due = Math.min(due, lease.advancedNanos + LEASE_NANOS);
            }
        }
        return due;
    }

    @Override
    public boolean isAlive(NodeId node, long life) {
        NodeLease lease = leases.get(node);
        return lease != null && lease.alive && lease.incarnation == life;
    }

    @Override
    public Path path(RegionId region) {
        RegionLink link = links.get(region);
        return link == null ? Path.DIRECT : link.path;
    }

    private MeshHeartbeat heartbeat(RegionId to, MeshTime now) {
        List<HeardNode> heard = new ArrayList<>();
        leases.forEach((node, lease) -> {
            boolean direct = now.nanos() - lease.directNanos < LEASE_NANOS;
            boolean theirs = node.region().equals(to);
            if (lease.alive && (direct || !theirs) && heard.size() < MAX_HEARD) {
                heard.add(HeardNode.newBuilder()
                        .setNode(node.toString())
                        .setIncarnation(lease.incarnation)
                        .setSequence(lease.sequence)
                        .setDirect(direct)
                        .setHeldMicros(direct && theirs ? heldMicros(lease, now.nanos()) : 0)
                        .build());
            }
        });
        return MeshHeartbeat.newBuilder()
                .setIncarnation(incarnation)
                .setSequence(sequence)
                .addAllHeard(heard)
                .setWallMillis(now.wallMillis())
                .build();
    }

    private static int heldMicros(NodeLease lease, long nowNanos) {
        return (int) Math.max(1, TimeUnit.NANOSECONDS.toMicros(nowNanos - lease.directNanos));
    }

    private @Nullable NodeLease lease(NodeId node) {
        NodeLease lease = leases.get(node);
        if (lease == null && leases.size() < MAX_NODES) {
            lease = new NodeLease();
            leases.put(node, lease);
        }
        return lease;
    }

    private void revive(NodeId node, NodeLease lease) {
        if (!lease.alive || lease.told != lease.incarnation) {
            lease.alive = true;
            lease.told = lease.incarnation;
            listener.onAlive(node, lease.incarnation);
        }
    }

    private void findPath(RegionId region, RegionLink link, long nowNanos) {
        boolean direct = nowNanos - link.heardNanos < LEASE_NANOS && nowNanos - link.echoedNanos < LEASE_NANOS;
        Path path = direct ? Path.DIRECT : anyAlive(region) ? Path.TRANSIT : Path.NONE;
        if (path != link.path) {
            link.path = path;
            listener.onPath(region, path);
        }
    }

    private boolean anyAlive(RegionId region) {
        for (Map.Entry<NodeId, NodeLease> each : leases.entrySet()) {
            if (each.getValue().alive && each.getKey().region().equals(region)) {
                return true;
            }
        }
        return false;
    }

    /** What is known of a way. A new one counts as direct until a lease has passed without an answer. */
    private static final class RegionLink {
        private int shares;
        private long heardNanos;
        private long echoedNanos;
        private Path path = Path.DIRECT;

        private RegionLink(long nowNanos) {
            heardNanos = nowNanos;
            echoedNanos = nowNanos;
        }
    }

    /** What is known of a node. */
    private static final class NodeLease {
        private long incarnation;
        private long sequence;
        /** When the sequence last advanced, by whatever path. */
        private long advancedNanos;

        private long directNanos = Long.MIN_VALUE / 2;
        private long told;
        private boolean alive;

        /** The node itself is believed whatever others said before, but for an earlier life. */
        private boolean onDirect(long life, long number, long nowNanos) {
            if (life < incarnation && nowNanos - directNanos < FORGET_NANOS) {
                return false;
            }
            incarnation = life;
            sequence = number;
            advancedNanos = nowNanos;
            directNanos = nowNanos;
            return true;
        }

        private boolean isPossible(long number, long nowNanos, long slack) {
            long elapsed = Math.max(0, nowNanos - advancedNanos) / HEARTBEAT_NANOS;
            return number >= 0 && (incarnation == 0 || number - sequence <= 2 * elapsed + slack);
        }

        private boolean onTransit(long life, long number, long nowNanos) {
            boolean later = life > incarnation || (life == incarnation && number > sequence);
            if (!later || (life > incarnation && nowNanos - directNanos < LEASE_NANOS)) {
                return false;
            }
            incarnation = life;
            sequence = number;
            advancedNanos = nowNanos;
            return true;
        }
    }
}
