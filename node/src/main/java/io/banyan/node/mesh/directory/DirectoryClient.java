package io.banyan.node.mesh.directory;

import io.banyan.cluster.Rendezvous;
import io.banyan.node.mesh.MeshRefusal;
import io.banyan.node.mesh.MeshTime;
import io.banyan.node.mesh.Refusals;
import io.banyan.node.mesh.authority.FactsWire;
import io.banyan.node.mesh.authority.RoomFacts;
import io.banyan.node.mesh.lease.Liveness;
import io.banyan.node.mesh.lease.Path;
import io.banyan.node.mesh.part.Hlc;
import io.banyan.protocol.id.NodeId;
import io.banyan.protocol.id.RegionId;
import io.banyan.protocol.id.RoomId;
import io.banyan.protocol.wire.v1.CountedViewer;
import io.banyan.protocol.wire.v1.DirectoryAnswer;
import io.banyan.protocol.wire.v1.DirectoryRegister;
import io.banyan.protocol.wire.v1.MeshFrame;
import io.banyan.protocol.wire.v1.RoomPlaces;
import io.banyan.protocol.wire.v1.RoomRegistration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/**
 * Registers rooms of the own region at the regions of the directory, again and again, in batches, and says which regions
 * were found. One for each node, for the rooms that have their index there. Owned by one actor.
 */
public final class DirectoryClient {
    /** A third of what the directory keeps a registration: two may be lost. */
    static final long REFRESH_NANOS = RoomDirectory.TTL_NANOS / 3;

    static final long RETRY_NANOS = TimeUnit.SECONDS.toNanos(2);

    /** Viewers who are only counted are said so often at most. */
    static final long COUNT_NANOS = TimeUnit.SECONDS.toNanos(1);

    private static final long MAX_RETRY_NANOS = TimeUnit.SECONDS.toNanos(30);

    /** What is found, by room. */
    public interface Finder {
        /**
         * @param regions of every place that answered last, the own one as well
         */
        void found(RoomId room, Set<RegionId> regions, RoomFacts facts);

        /**
         * @param elsewhere viewers in other regions who are only counted
         * @param replaced those of the own region who joined elsewhere later
         */
        void counted(RoomId room, int elsewhere, List<CountedViewer> replaced);
    }

    private record Due(long nanos, long order, RoomId room) implements Comparable<Due> {
        @Override
        public int compareTo(Due other) {
            int byTime = Long.compare(nanos, other.nanos);
            return byTime != 0 ? byTime : Long.compare(order, other.order);
        }
    }

    private final RegionId self;
    private final Liveness liveness;
    private final Hlc hlc;
    private final Refusals refusals;
    private final DirectoryPort port;
    private final Finder finder;
    private final Map<RoomId, RegisteredRoom> rooms = new LinkedHashMap<>();
    private final PriorityQueue<Due> due = new PriorityQueue<>();
    private Collection<RegionId> regions;
    private long order;

    public DirectoryClient(
            RegionId self,
            Collection<RegionId> regions,
            Liveness liveness,
            Hlc hlc,
            Refusals refusals,
            DirectoryPort port,
            Finder finder) {
        this.self = self;
        this.regions = List.copyOf(regions);
        this.liveness = liveness;
        this.hlc = hlc;
        this.refusals = refusals;
        this.port = port;
        this.finder = finder;
    }

    /**
     * Somebody of the own region is in a room now, or where it may be has changed; asked with the next {@link #collect}.
     * Places that it may not be at any more hear that it was left.
     */
    public void enter(RoomId room, AllowedRegions allowed, RoomFacts facts, MeshTime now) {
        RegisteredRoom registered = rooms.computeIfAbsent(room, id -> new RegisteredRoom(id, allowed));
        registered.facts = facts;
        if (!registered.allowed.equals(allowed)) {
            registered.allowed = allowed;
            registered.homes = Set.of();
            List<RegionId> barred = registered.places.keySet().stream()
                    .filter(region -> !allowed.contains(region))
                    .toList();
            leave(registered, barred, now);
            registered.places.keySet().removeAll(barred);
            registered.places.forEach((region, place) -> ask(registered, place, now.nanos()));
        }
        place(registered, now);
    }

    /** What is known of the room is to be known by the directory as well. */
    public void onFacts(RoomId room, RoomFacts facts, MeshTime now) {
        RegisteredRoom registered = rooms.get(room);
        if (registered != null && registered.facts.sum() != facts.sum()) {
            registered.facts = facts;
            registered.places.forEach((region, place) -> ask(registered, place, now.nanos()));
        }
    }

    /**
     * Who of the own region is in the room, and only counted by others.
     *
     * @param viewers when each joined (milliseconds), by {@link io.banyan.node.mesh.part.Gallery#numberOf}
     */
    public void count(RoomId room, Map<Long, Long> viewers, MeshTime now) {
        RegisteredRoom registered = rooms.get(room);
        if (registered == null || registered.viewers.equals(viewers)) {
            return;
        }
        Map<Long, Long> before = registered.viewers;
        registered.viewers = Map.copyOf(viewers);
        registered.places.forEach((region, place) -> {
            place.viewers.onChange(before, registered.viewers);
            sayCounts(registered, place, now);
        });
    }

    /** Soon, and not too often. */
    private void sayCounts(RegisteredRoom registered, Place place, MeshTime now) {
        long soonest = Math.max(now.nanos(), place.saidNanos + COUNT_NANOS);
        if (soonest < place.dueNanos) {
            place.dueNanos = soonest;
            plan(registered.room, soonest);
        }
    }

    /** Nobody of the own region is in the room any more. */
    public void leave(RoomId room, MeshTime now) {
        RegisteredRoom left = rooms.remove(room);
        if (left != null) {
            leave(left, left.places.keySet(), now);
        }
    }

    private void leave(RegisteredRoom left, Collection<RegionId> places, MeshTime now) {
        RoomRegistration registration = RoomRegistration.newBuilder()
                .setRoom(left.room.toString())
                .setAtMillis(hlc.next(now.wallMillis()))
                .setLeaving(true)
                .build();
        for (RegionId region : places) {
            send(region, List.of(registration));
        }
    }

    /** Regions came or went: for a while both the old places and the new ones are asked. */
    public void onTopology(Collection<RegionId> changed, MeshTime now) {
        regions = List.copyOf(changed);
        for (RegisteredRoom registered : rooms.values()) {
            registered.homes = Set.of();
            registered.oldPlacesUntilNanos = now.nanos() + RoomDirectory.TTL_NANOS;
            place(registered, now);
        }
    }

    /** The way to a region changed: what is there is asked at once, and what was there finds another place. */
    public void onPath(RegionId region, Path path, MeshTime now) {
        for (RegisteredRoom registered : rooms.values()) {
            Place place = registered.places.get(region);
            if (place != null && path == Path.DIRECT) {
                ask(registered, place, now.nanos());
            }
            boolean matters = place != null || registered.partly;
            if (matters && !registered.stale) {
                // Many ways change at once: the places are found once for all of them.
                registered.stale = true;
                plan(registered.room, now.nanos());
            }
        }
    }

    /** A node began a new life: what was registered there may be lost with the one before. */
    public void onAlive(NodeId node, MeshTime now) {
        for (RegisteredRoom registered : rooms.values()) {
            Place place = registered.places.get(node.region());
            if (place != null && reaches(node.region())) {
                ask(registered, place, now.nanos());
            }
        }
    }

    private void place(RegisteredRoom registered, MeshTime now) {
        if (registered.homes.isEmpty()) {
            registered.homes = registered.allowed.places(registered.room, regions, region -> true);
        }
        Set<RegionId> places = reachesAll(registered.homes)
                ? registered.homes
                : registered.allowed.places(registered.room, regions, this::reaches);
        registered.partly = false;
        for (RegionId region : places) {
            registered.partly |= !reaches(region);
            if (!registered.places.containsKey(region)) {
                Place place = new Place(now.nanos());
                registered.places.put(region, place);
                plan(registered.room, now.nanos());
            }
        }
        if (registered.oldPlacesUntilNanos <= now.nanos()) {
            registered.places.keySet().retainAll(places);
        }
    }

    /** An answer, or news. */
    public void onAnswer(RegionId from, DirectoryAnswer answer, MeshTime now) {
        if (answer.getRoomsCount() > RoomDirectory.MAX_BATCH) {
            refusals.count(MeshRefusal.TOO_LARGE);
            return;
        }
        for (RoomPlaces places : answer.getRoomsList()) {
            onPlaces(from, places, now);
        }
    }

    private void onPlaces(RegionId from, RoomPlaces answer, MeshTime now) {
        Set<RegionId> found = new LinkedHashSet<>();
        RegisteredRoom registered;
        try {
            registered = answer.getRoom().length() > 256 ? null : rooms.get(RoomId.parse(answer.getRoom()));
            for (String region : answer.getRegionsList()) {
                found.add(new RegionId(region));
            }
        } catch (IllegalArgumentException wrongName) {
            refusals.count(MeshRefusal.BAD_NAME);
            return;
        }
        Place place = registered == null ? null : registered.places.get(from);
        if (registered != null && place != null && answer.getCountsOnly()) {
            onCounts(registered, place, answer, now);
            return;
        }
        if (registered == null || place == null) {
            // The room was left, or the place is one no more.
            return;
        }
        if (found.size() > RoomDirectory.MAX_REGIONS) {
            refusals.count(MeshRefusal.TOO_LARGE);
            return;
        }
        place.answer = found;
        if (answer.getAnswersMillis() >= place.saidMillis) {
            place.refreshNanos = now.nanos() + jittered(registered.room, from);
        }
        onCounts(registered, place, answer, now);
        if (answer.getConfirm()) {
            ask(registered, place, now.nanos());
        }
        Set<RegionId> all = new LinkedHashSet<>();
        registered.places.values().forEach(each -> all.addAll(each.answer));
        RoomFacts facts = answer.hasFacts() ? FactsWire.of(answer.getFacts(), now, refusals) : RoomFacts.NONE;
        finder.found(registered.room, all, facts);
    }

    private void onCounts(RegisteredRoom registered, Place place, RoomPlaces answer, MeshTime now) {
        if (answer.getCounted() < 0
                || answer.getCounted() > CountedViewers.MAX_COUNTED
                || answer.getReplacedCount() > CountedViewers.MAX_CAME) {
            refusals.count(MeshRefusal.ABSURD_NUMBER);
            return;
        }
        if (answer.getAnswersMillis() > 0 && answer.getAnswersMillis() >= place.saidMillis) {
            place.onAnswered(answer.getCountsOnly());
            if (place.viewers.isAnyUnsaid()) {
                sayCounts(registered, place, now);
            }
            plan(registered.room, place.dueNanos);
        }
        int elsewhere = Math.max(0, answer.getCounted() - place.saidCount);
        if (elsewhere > 0 || registered.isCounting || answer.getReplacedCount() > 0) {
            registered.isCounting = elsewhere > 0;
            finder.counted(registered.room, elsewhere, answer.getReplacedList());
        }
    }

    /** Says what is due. */
    public void collect(MeshTime now) {
        Map<RegionId, List<RoomRegistration>> batches = new LinkedHashMap<>();
        while (!due.isEmpty() && due.peek().nanos() <= now.nanos()) {
            RegisteredRoom registered = rooms.get(due.remove().room());
            if (registered != null) {
                if (registered.stale) {
                    registered.stale = false;
                    place(registered, now);
                }
                collect(registered, batches, now);
            }
        }
        batches.forEach((region, registrations) -> {
            for (int from = 0; from < registrations.size(); from += RoomDirectory.MAX_BATCH) {
                send(
                        region,
                        registrations.subList(from, Math.min(registrations.size(), from + RoomDirectory.MAX_BATCH)));
            }
        });
    }

    private void collect(RegisteredRoom registered, Map<RegionId, List<RoomRegistration>> batches, MeshTime now) {
        for (Map.Entry<RegionId, Place> each : registered.places.entrySet()) {
            Place place = each.getValue();
            if (place.dueNanos > now.nanos()) {
                continue;
            }
            if (!reaches(each.getKey())) {
                // Asked when it is reached again.
                place.dueNanos = MeshTime.NEVER;
                continue;
            }
            RoomRegistration registration = place.say(registered, hlc, now);
            place.dueNanos = now.nanos() + Math.min(MAX_RETRY_NANOS, RETRY_NANOS << Math.min(place.tries++, 4));
            plan(registered.room, place.dueNanos);
            batches.computeIfAbsent(each.getKey(), region -> new ArrayList<>()).add(registration);
        }
    }

    /** When {@link #collect} has something to do next. */
    public long nextDueNanos() {
        Due next = due.peek();
        return next == null ? MeshTime.NEVER : next.nanos();
    }

    private void ask(RegisteredRoom registered, Place place, long nowNanos) {
        place.ask(nowNanos);
        plan(registered.room, nowNanos);
    }

    private void plan(RoomId room, long nanos) {
        due.add(new Due(nanos, order++, room));
    }

    private void send(RegionId to, List<RoomRegistration> registrations) {
        port.send(
                to,
                MeshFrame.newBuilder()
                        .setDirectoryRegister(DirectoryRegister.newBuilder().addAllRooms(registrations))
                        .build());
    }

    private long jittered(RoomId room, RegionId place) {
        long spread = REFRESH_NANOS / 4;
        return REFRESH_NANOS - Math.floorMod(Rendezvous.weight(room.toString(), place + "/" + self), spread);
    }

    private boolean reachesAll(Set<RegionId> places) {
        for (RegionId region : places) {
            if (!reaches(region)) {
                return false;
            }
        }
        return true;
    }

    private boolean reaches(RegionId region) {
        return region.equals(self) || liveness.path(region) == Path.DIRECT;
    }
}
