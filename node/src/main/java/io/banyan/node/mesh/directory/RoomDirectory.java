package io.banyan.node.mesh.directory;

import io.banyan.cluster.RoomPlacement;
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
import io.banyan.protocol.wire.v1.DirectoryAnswer;
import io.banyan.protocol.wire.v1.DirectoryRegister;
import io.banyan.protocol.wire.v1.MeshFrame;
import io.banyan.protocol.wire.v1.Moderate;
import io.banyan.protocol.wire.v1.Moderated;
import io.banyan.protocol.wire.v1.RoomPlaces;
import io.banyan.protocol.wire.v1.RoomRegistration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The directory's entries at one region: for each room that comes here, which regions it is in and what was decided about
 * it; and the room's authority, when this region is. Decisions outlive the people. Owned by one actor.
 */
public final class RoomDirectory {
    /** A registration that was not said again is forgotten; what is wrong in it until then costs a question. */
    static final long TTL_NANOS = TimeUnit.MINUTES.toNanos(15);

    private static final long SWEEP_NANOS = TimeUnit.MINUTES.toNanos(1);

    static final int MAX_ROOMS = 200_000;

    static final int MAX_REGIONS = 512;

    static final int MAX_BATCH = 256;

    private static final int MAX_DECIDED = 256;

    private record Registration(long atMillis, long expiresNanos) {}

    private static final class Entry {
        private final Map<RegionId, Registration> regions = new LinkedHashMap<>(4);
        private RoomFacts facts = RoomFacts.NONE;

        private RoomPlaces.Builder places(RoomId room) {
            RoomPlaces.Builder places = RoomPlaces.newBuilder().setRoom(room.toString());
            regions.keySet().forEach(region -> places.addRegions(region.value()));
            if (facts != RoomFacts.NONE) {
                places.setFacts(FactsWire.toProto(facts));
            }
            return places;
        }
    }

    private final RegionId self;
    private final Hlc hlc;
    private final long tokenMillis;
    private final Refusals refusals;
    private final DirectoryPort port;
    private final Map<RoomId, Entry> rooms = new LinkedHashMap<>();
    private final Map<String, RoomId> decided = new LinkedHashMap<>();
    private long sweepNanos = MeshTime.NEVER;

    /**
     * @param tokenMillis the longest that a token lives: so long decisions are kept
     */
    public RoomDirectory(RegionId self, Hlc hlc, long tokenMillis, Refusals refusals, DirectoryPort port) {
        this.self = self;
        this.hlc = hlc;
        this.tokenMillis = tokenMillis;
        this.refusals = refusals;
        this.port = port;
    }

    /** A region registers and asks. */
    public void onRegister(RegionId from, DirectoryRegister register, MeshTime now) {
        if (register.getRoomsCount() > MAX_BATCH) {
            refusals.count(MeshRefusal.TOO_LARGE);
            return;
        }
        DirectoryAnswer.Builder answer = DirectoryAnswer.newBuilder();
        for (RoomRegistration registration : register.getRoomsList()) {
            RoomId room = roomOf(registration.getRoom());
            if (room == null) {
                refusals.count(MeshRefusal.BAD_NAME);
            } else if (!now.isPlausible(registration.getAtMillis())) {
                refusals.count(MeshRefusal.CLOCK_AHEAD);
            } else {
                onRegistration(from, room, registration, answer, now);
            }
        }
        if (answer.getRoomsCount() > 0) {
            port.send(from, MeshFrame.newBuilder().setDirectoryAnswer(answer).build());
        }
    }

    private void onRegistration(
            RegionId from, RoomId room, RoomRegistration registration, DirectoryAnswer.Builder answer, MeshTime now) {
        Entry entry = rooms.get(room);
        if (entry == null && registration.getLeaving() && !registration.hasFacts()) {
            return;
        }
        if (entry == null) {
            if (rooms.size() >= MAX_ROOMS) {
                refusals.count(MeshRefusal.FULL);
                return;
            }
            entry = new Entry();
            rooms.put(room, entry);
            sweepNanos = Math.min(sweepNanos, now.nanos() + SWEEP_NANOS);
        }
        RoomFacts before = entry.facts;
        if (registration.hasFacts()) {
            entry.facts = before.merge(FactsWire.of(registration.getFacts(), now, refusals));
        }
        boolean changed = register(entry, from, registration, now);
        if (entry.regions.isEmpty() && entry.facts.isForgettable()) {
            rooms.remove(room);
        }
        if (!registration.getLeaving()) {
            answer.addRooms(entry.places(room).setAnswersMillis(registration.getAtMillis()));
        }
        if (changed || entry.facts.sum() != before.sum()) {
            push(room, entry, from);
        }
    }

    private boolean register(Entry entry, RegionId from, RoomRegistration registration, MeshTime now) {
        Registration known = entry.regions.get(from);
        if (known != null && known.atMillis > registration.getAtMillis()) {
            return false;
        }
        if (registration.getLeaving()) {
            return entry.regions.remove(from) != null;
        }
        if (known == null && entry.regions.size() >= MAX_REGIONS) {
            refusals.count(MeshRefusal.FULL);
            return false;
        }
        entry.regions.put(from, new Registration(registration.getAtMillis(), now.nanos() + TTL_NANOS));
        return known == null;
    }

    private void push(RoomId room, Entry entry, RegionId but) {
        MeshFrame frame = null;
        for (RegionId region : entry.regions.keySet()) {
            if (!region.equals(but)) {
                frame = frame == null
                        ? MeshFrame.newBuilder()
                                .setDirectoryAnswer(DirectoryAnswer.newBuilder().addRooms(entry.places(room)))
                                .build()
                        : frame;
                port.send(region, frame);
            }
        }
    }

    /**
     * A region asks the room's authority to decide.
     *
     * @param allowed the regions that the room may be in
     */
    public void onModerate(
            RegionId from,
            Moderate request,
            Collection<RegionId> allowed,
            Predicate<RegionId> reachable,
            MeshTime now) {
        RoomId room = roomOf(request.getRoom());
        if (room == null || request.getRequestId().length() > 64 || !isKickable(request)) {
            refusals.count(MeshRefusal.BAD_NAME);
            return;
        }
        if (request.getUnreachableCount() > MAX_REGIONS) {
            refusals.count(MeshRefusal.TOO_LARGE);
            return;
        }
        RegionId authority = RoomAuthority.asked(
                RoomPlacement.authorities(room, allowed), self, reachable, Set.copyOf(request.getUnreachableList()));
        Moderated.Builder answer = Moderated.newBuilder()
                .setRequestId(request.getRequestId())
                .setRoom(request.getRoom())
                .setAuthority(authority.value());
        if (!authority.equals(self)) {
            refusals.count(MeshRefusal.NOT_AUTHORITY);
        } else {
            RoomFacts facts = decide(room, request, now);
            if (facts == null) {
                return;
            }
            answer.setDone(true).setFacts(FactsWire.toProto(facts));
        }
        port.send(from, MeshFrame.newBuilder().setModerated(answer).build());
    }

    private @Nullable RoomFacts decide(RoomId room, Moderate request, MeshTime now) {
        Entry entry = rooms.get(room);
        if (entry == null) {
            if (rooms.size() >= MAX_ROOMS) {
                refusals.count(MeshRefusal.FULL);
                return null;
            }
            entry = new Entry();
            rooms.put(room, entry);
            sweepNanos = Math.min(sweepNanos, now.nanos() + SWEEP_NANOS);
        }
        if (decided.put(request.getRequestId(), room) == null) {
            if (decided.size() > MAX_DECIDED) {
                decided.remove(decided.keySet().iterator().next());
            }
            entry.facts = RoomAuthority.decide(entry.facts, request, self, hlc.next(now.wallMillis()), tokenMillis);
            push(room, entry, self);
        }
        return entry.facts;
    }

    private static boolean isKickable(Moderate request) {
        try {
            return !request.hasKick()
                    || !new Identity(request.getKick().getIdentity()).value().isEmpty();
        } catch (IllegalArgumentException notAnIdentity) {
            return false;
        }
    }

    /** Forgets what need not be known any more. */
    public void collect(MeshTime now) {
        if (now.nanos() < sweepNanos) {
            return;
        }
        sweepNanos = now.nanos() + SWEEP_NANOS;
        List<RoomId> over = new ArrayList<>();
        rooms.forEach((room, entry) -> {
            entry.facts = entry.facts.at(now);
            Set<RegionId> expired = new HashSet<>();
            entry.regions.forEach((region, registration) -> {
                if (registration.expiresNanos <= now.nanos()) {
                    expired.add(region);
                }
            });
            entry.regions.keySet().removeAll(expired);
            if (entry.regions.isEmpty() && entry.facts.isForgettable()) {
                over.add(room);
            }
        });
        over.forEach(rooms::remove);
        if (rooms.isEmpty()) {
            sweepNanos = MeshTime.NEVER;
        }
    }

    public long nextDueNanos() {
        return sweepNanos;
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
