package io.banyan.node.mesh.directory;

import io.banyan.node.mesh.MeshRefusal;
import io.banyan.node.mesh.MeshTime;
import io.banyan.node.mesh.Refusals;
import io.banyan.node.mesh.authority.FactsWire;
import io.banyan.node.mesh.authority.RoomAuthority;
import io.banyan.node.mesh.authority.RoomFacts;
import io.banyan.node.mesh.part.Hlc;
import io.banyan.protocol.id.Identity;
import io.banyan.protocol.id.RegionId;
import io.banyan.protocol.id.RoomId;
import io.banyan.protocol.wire.v1.CountedViewer;
import io.banyan.protocol.wire.v1.DirectoryAnswer;
import io.banyan.protocol.wire.v1.DirectoryRegister;
import io.banyan.protocol.wire.v1.MeshFrame;
import io.banyan.protocol.wire.v1.Moderate;
import io.banyan.protocol.wire.v1.Moderated;
import io.banyan.protocol.wire.v1.RoomPlaces;
import io.banyan.protocol.wire.v1.RoomRegistration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The directory's entries at one region: for each room that comes here, which regions it is in and what was decided about
 * it; and the room's authority, when this region is. Decisions outlive the people. Owned by one actor.
 */
public final class RoomDirectory {
    /** A registration that was not said again is forgotten; what is wrong in it until then costs a question. */
    static final long TTL_NANOS = TimeUnit.MINUTES.toNanos(60);

    /** A decision that a region has not confirmed is told again. */
    static final long CONFIRM_NANOS = TimeUnit.SECONDS.toNanos(2);

    private static final long SWEEP_NANOS = TimeUnit.MINUTES.toNanos(10);

    static final int MAX_ROOMS = 200_000;

    static final int MAX_REGIONS = 512;

    static final int MAX_BATCH = 256;

    private static final int MAX_DECIDED = 256;

    private final RegionId self;
    private final Hlc hlc;
    private final long tokenMillis;
    private final Refusals refusals;
    private final DirectoryPort port;
    private final Map<RoomId, DirectoryEntry> rooms = new LinkedHashMap<>();
    private final Map<String, RoomId> decided = new LinkedHashMap<>();
    private final Set<RoomId> unconfirmed = new LinkedHashSet<>();
    private final ViewerCounts counts;
    private long sweepNanos = MeshTime.NEVER;
    private long confirmNanos = MeshTime.NEVER;

    /**
     * @param tokenMillis the longest that a token lives: so long decisions are kept
     */
    public RoomDirectory(RegionId self, Hlc hlc, long tokenMillis, Refusals refusals, DirectoryPort port) {
        this.self = self;
        this.hlc = hlc;
        this.tokenMillis = tokenMillis;
        this.refusals = refusals;
        this.port = port;
        counts = new ViewerCounts(port, refusals);
    }

    /**
     * A region registers and asks.
     *
     * @param regions of the topology
     */
    public void onRegister(RegionId from, DirectoryRegister register, Collection<RegionId> regions, MeshTime now) {
        if (register.getRoomsCount() > MAX_BATCH) {
            refusals.count(MeshRefusal.TOO_LARGE);
            return;
        }
        DirectoryAnswer.Builder answer = DirectoryAnswer.newBuilder();
        for (RoomRegistration registration : register.getRoomsList()) {
            RoomId room = roomOf(registration.getRoom());
            AllowedRegions allowed =
                    AllowedRegions.ofProto(registration.getAllowedList()).orElse(null);
            if (room == null || allowed == null) {
                refusals.count(MeshRefusal.BAD_NAME);
            } else if (!allowed.contains(self)) {
                refusals.count(MeshRefusal.ROOM_NOT_ALLOWED_HERE);
            } else if (!now.isPlausible(registration.getAtMillis())) {
                refusals.count(MeshRefusal.CLOCK_AHEAD);
            } else {
                onRegistration(from, room, registration, allowed, regions, answer, now);
            }
        }
        if (answer.getRoomsCount() > 0) {
            port.send(from, MeshFrame.newBuilder().setDirectoryAnswer(answer).build());
        }
    }

    private void onRegistration(
            RegionId from,
            RoomId room,
            RoomRegistration registration,
            AllowedRegions allowed,
            Collection<RegionId> regions,
            DirectoryAnswer.Builder answer,
            MeshTime now) {
        DirectoryEntry entry = rooms.get(room);
        if (entry == null && registration.getLeaving() && !registration.hasFacts()) {
            return;
        }
        if (entry == null) {
            if (rooms.size() >= MAX_ROOMS) {
                refusals.count(MeshRefusal.FULL);
                return;
            }
            entry = new DirectoryEntry();
            rooms.put(room, entry);
            sweepNanos = Math.min(sweepNanos, now.nanos() + SWEEP_NANOS);
        }
        RoomFacts before = entry.facts();
        if (registration.hasFacts()) {
            entry.setFacts(before.merge(FactsWire.of(registration.getFacts(), now, refusals)));
        }
        boolean changed = entry.register(from, registration, refusals, now);
        List<CountedViewer> replaced = counts.onRegistration(from, room, registration, entry, now);
        if (entry.isOver()) {
            rooms.remove(room);
        }
        if (!registration.getLeaving() || registration.hasFacts()) {
            RoomPlaces.Builder places = registration.getCountsOnly() ? entry.countsToProto(room) : entry.toProto(room);
            answer.addRooms(places.setAnswersMillis(registration.getAtMillis()).addAllReplaced(replaced));
        }
        if (entry.facts().sum() == FactsWire.sumOf(registration.getFacts())) {
            entry.confirm(from);
        }
        if (isNewDecision(before, entry.facts())) {
            setPlaces(room, entry, allowed, regions);
            entry.confirm(from);
            handOver(room, entry);
            pushDecision(room, entry, from, now);
            entry.confirm(from);
        } else if (changed || entry.facts().sum() != before.sum()) {
            push(room, entry, entry.regions(), from, false);
        }
    }

    private static boolean isNewDecision(RoomFacts before, RoomFacts now) {
        return before.sum() != now.sum()
                && !now.isForgettable()
                && (!now.kicks().equals(before.kicks())
                        || !now.promotions().equals(before.promotions())
                        || !Objects.equals(now.end(), before.end())
                        || !Objects.equals(now.lock(), before.lock()));
    }

    private void pushDecision(RoomId room, DirectoryEntry entry, @Nullable RegionId but, MeshTime now) {
        entry.tellRegions();
        push(room, entry, entry.regions(), but, true);
        await(room, entry, now);
    }

    private void await(RoomId room, DirectoryEntry entry, MeshTime now) {
        if (!entry.planConfirmation(now)) {
            unconfirmed.remove(room);
            return;
        }
        unconfirmed.add(room);
        confirmNanos = Math.min(confirmNanos, entry.confirmNanos());
    }

    private void push(RoomId room, DirectoryEntry entry, Set<RegionId> to, @Nullable RegionId but, boolean confirm) {
        MeshFrame frame = null;
        for (RegionId region : to) {
            if (!region.equals(but)) {
                frame = frame == null
                        ? MeshFrame.newBuilder()
                                .setDirectoryAnswer(DirectoryAnswer.newBuilder()
                                        .addRooms(entry.toProto(room).setConfirm(confirm)))
                                .build()
                        : frame;
                port.send(region, frame);
            }
        }
    }

    /**
     * A region asks the room's authority to decide.
     *
     * @param regions of the topology
     */
    public void onModerate(
            RegionId from,
            Moderate request,
            Collection<RegionId> regions,
            Predicate<RegionId> reachable,
            MeshTime now) {
        RoomId room = roomOf(request.getRoom());
        if (room == null || request.getRequestId().length() > 64 || !namesSomebody(request)) {
            refusals.count(MeshRefusal.BAD_NAME);
            return;
        }
        if (request.getUnreachableCount() > MAX_REGIONS) {
            refusals.count(MeshRefusal.TOO_LARGE);
            return;
        }
        AllowedRegions allowed = AllowedRegions.of(request).orElse(null);
        if (allowed == null || !allowed.contains(self)) {
            refusals.count(allowed == null ? MeshRefusal.BAD_NAME : MeshRefusal.ROOM_NOT_ALLOWED_HERE);
            return;
        }
        RegionId authority = RoomAuthority.asked(
                allowed.authorities(room, regions), self, reachable, Set.copyOf(request.getUnreachableList()));
        Moderated.Builder answer = Moderated.newBuilder()
                .setRequestId(request.getRequestId())
                .setRoom(request.getRoom())
                .setAuthority(authority.value());
        if (!authority.equals(self)) {
            refusals.count(MeshRefusal.NOT_AUTHORITY);
        } else {
            RoomFacts facts = decide(room, request, allowed, regions, now);
            if (facts == null) {
                return;
            }
            answer.setDone(true).setFacts(FactsWire.toProto(facts));
        }
        port.send(from, MeshFrame.newBuilder().setModerated(answer).build());
    }

    private @Nullable RoomFacts decide(
            RoomId room, Moderate request, AllowedRegions allowed, Collection<RegionId> regions, MeshTime now) {
        DirectoryEntry entry = rooms.get(room);
        if (entry == null) {
            if (rooms.size() >= MAX_ROOMS) {
                refusals.count(MeshRefusal.FULL);
                return null;
            }
            entry = new DirectoryEntry();
            rooms.put(room, entry);
            sweepNanos = Math.min(sweepNanos, now.nanos() + SWEEP_NANOS);
        }
        if (decided.put(request.getRequestId(), room) == null) {
            if (decided.size() > MAX_DECIDED) {
                decided.remove(decided.keySet().iterator().next());
            }
            entry.setFacts(RoomAuthority.decide(entry.facts(), request, self, hlc.next(now.wallMillis()), tokenMillis));
            setPlaces(room, entry, allowed, regions);
            handOver(room, entry);
            pushDecision(room, entry, null, now);
        }
        return entry.facts();
    }

    private void setPlaces(RoomId room, DirectoryEntry entry, AllowedRegions allowed, Collection<RegionId> regions) {
        Set<RegionId> others = new LinkedHashSet<>(allowed.places(room, regions, region -> true));
        others.remove(self);
        entry.setPlaces(allowed, others);
    }

    /** To those that have the room's directory, whether or not they have anybody in the room. */
    private void handOver(RoomId room, DirectoryEntry entry) {
        RoomRegistration told = RoomRegistration.newBuilder()
                .setRoom(room.toString())
                .setLeaving(true)
                .addAllAllowed(entry.allowed().toProto())
                .setFacts(FactsWire.toProto(entry.facts()))
                .build();
        MeshFrame frame = MeshFrame.newBuilder()
                .setDirectoryRegister(DirectoryRegister.newBuilder().addRooms(told))
                .build();
        for (RegionId place : entry.places()) {
            if (!entry.isConfirmed(place)) {
                port.send(place, frame);
            }
        }
    }

    /** Another region of a room's directory says what it knows: it has heard of what was decided here. */
    public void onAnswer(RegionId from, DirectoryAnswer answer, MeshTime now) {
        if (answer.getRoomsCount() > MAX_BATCH) {
            refusals.count(MeshRefusal.TOO_LARGE);
            return;
        }
        for (RoomPlaces places : answer.getRoomsList()) {
            RoomId room = unconfirmed.isEmpty() ? null : roomOf(places.getRoom());
            DirectoryEntry entry = room == null ? null : rooms.get(room);
            if (entry != null && entry.places().contains(from) && !places.getCountsOnly()) {
                entry.setFacts(entry.facts().merge(FactsWire.of(places.getFacts(), now, refusals)));
                if (entry.facts().sum() == FactsWire.sumOf(places.getFacts())) {
                    entry.confirm(from);
                }
            }
        }
    }

    private static boolean namesSomebody(Moderate request) {
        try {
            return switch (request.getDecisionCase()) {
                case KICK -> isNamed(request.getKick().getIdentity());
                case PROMOTE -> isNamed(request.getPromote().getIdentity());
                case END, LOCK, DECISION_NOT_SET -> true;
            };
        } catch (IllegalArgumentException notAnIdentity) {
            return false;
        }
    }

    private static boolean isNamed(String identity) {
        return !new Identity(identity).value().isEmpty();
    }

    /** Tells again what was not confirmed, and forgets what need not be known any more. */
    public void collect(MeshTime now) {
        if (now.nanos() >= confirmNanos) {
            confirmNanos = MeshTime.NEVER;
            for (RoomId room : List.copyOf(unconfirmed)) {
                DirectoryEntry entry = rooms.get(room);
                if (entry == null) {
                    unconfirmed.remove(room);
                } else if (entry.confirmNanos() <= now.nanos()) {
                    push(room, entry, entry.unconfirmedRegions(), null, true);
                    handOver(room, entry);
                    await(room, entry, now);
                } else {
                    confirmNanos = Math.min(confirmNanos, entry.confirmNanos());
                }
            }
        }
        counts.collect(rooms, now);
        if (now.nanos() < sweepNanos) {
            return;
        }
        sweepNanos = now.nanos() + SWEEP_NANOS;
        List<RoomId> over = new ArrayList<>();
        rooms.forEach((room, entry) -> {
            entry.sweep(now);
            if (entry.isOver()) {
                over.add(room);
            }
        });
        over.forEach(rooms::remove);
        if (rooms.isEmpty()) {
            sweepNanos = MeshTime.NEVER;
        }
    }

    public long nextDueNanos() {
        return Math.min(counts.dueNanos(), Math.min(sweepNanos, confirmNanos));
    }

    /** What was decided about the rooms that have an entry here. */
    public void forEachDecided(BiConsumer<RoomId, RoomFacts> each) {
        rooms.forEach((room, entry) -> {
            if (!entry.facts().isForgettable()) {
                each.accept(room, entry.facts());
            }
        });
    }

    /** How many rooms have an entry here. */
    public int size() {
        return rooms.size();
    }

    private static @Nullable RoomId roomOf(String text) {
        // Not even looked at for its rules: parsing makes strings of it.
        if (text.length() > 256) {
            return null;
        }
        try {
            return RoomId.parse(text);
        } catch (IllegalArgumentException notARoom) {
            return null;
        }
    }
}
