package io.banyan.node.sim;

import io.banyan.node.mesh.authority.RoomFacts;
import io.banyan.protocol.id.RoomId;
import io.banyan.protocol.id.SessionId;
import io.banyan.protocol.signal.v1.Participant;
import io.banyan.protocol.signal.v1.Presence;
import io.banyan.protocol.wire.v1.Moderated;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** What must hold, whatever went wrong before. */
final class Invariants {
    /** A failure says what is wrong with so many rooms. */
    private static final int MAX_EXAMPLES = 5;

    private final SimWorld world;
    private final Map<RoomId, RoomFacts> decided = new LinkedHashMap<>();
    private final List<String> broken = new ArrayList<>();
    private final Map<String, String> authorities = new HashMap<>();
    private final Map<RoomId, Integer> limits = new HashMap<>();
    private long decisions;

    Invariants(SimWorld world) {
        this.world = world;
    }

    /** How many people a room takes; 0: any number. */
    void limit(RoomId room, int people) {
        limits.put(room, people);
    }

    /** A region said that it decided: no other ever did in that term. */
    void onDecided(Moderated answer, RoomFacts facts) {
        decisions++;
        RoomId room = RoomId.parse(answer.getRoom());
        String term = room + "/" + facts.term().getRound() + "/" + facts.term().getRegion();
        String before = authorities.putIfAbsent(term, answer.getAuthority());
        if (before != null && !before.equals(answer.getAuthority())) {
            fail(room, "two authorities in one term: " + before + " and " + answer.getAuthority());
        }
    }

    /** What anybody who lives knows to be decided holds from now on. */
    void remember() {
        decided.clear();
        for (SimRegion region : world.living()) {
            region.directory().forEachDecided((room, facts) -> decided.merge(room, facts, RoomFacts::merge));
            region.rooms().forEach(room -> decided.merge(room.id(), room.facts(), RoomFacts::merge));
        }
    }

    /**
     * Everybody sees everybody who is there, in one session.
     *
     * @param settled long after everything was healed: nobody else is seen, and what was decided holds
     */
    void check(boolean settled) {
        Map<RoomId, List<SimRoom>> rooms = new LinkedHashMap<>();
        for (SimRegion region : world.living()) {
            for (SimRoom room : region.rooms()) {
                if (!room.locals().isEmpty()) {
                    rooms.computeIfAbsent(room.id(), id -> new ArrayList<>()).add(room);
                }
            }
        }
        rooms.forEach((id, places) -> check(id, places, settled));
    }

    private void check(RoomId id, List<SimRoom> places, boolean settled) {
        Map<String, Participant> there = new TreeMap<>();
        Set<String> identities = new HashSet<>();
        Set<SessionId> sessions = new HashSet<>();
        for (SimRoom place : places) {
            sessions.add(
                    place.facts().session() == null
                            ? new SessionId("none")
                            : place.facts().session().session());
            for (Participant local : place.locals()) {
                there.put(local.getParticipantId(), local);
                if (!identities.add(local.getIdentity())) {
                    fail(id, "the identity " + local.getIdentity() + " is in twice");
                }
            }
        }
        if (sessions.size() > 1) {
            fail(id, "has the sessions " + sessions);
        }
        if (settled) {
            checkDecisions(id, there);
            checkLimit(id, places, there.size());
        }
        for (SimRoom place : places) {
            checkView(id, place, there, settled);
        }
    }

    private void checkDecisions(RoomId id, Map<String, Participant> there) {
        RoomFacts facts =
                decided.getOrDefault(id, RoomFacts.NONE).at(world.events().time(0));
        for (Participant participant : there.values()) {
            if (facts.putsOut(participant.getIdentity(), participant.getJoinedAtMillis())) {
                fail(id, participant.getIdentity() + " is in, who was thrown out");
            }
        }
    }

    /** Who comes now is let in or not by how many there are, wherever they are: the same in every region. */
    private void checkLimit(RoomId id, List<SimRoom> places, int people) {
        int limit = limits.getOrDefault(id, 0);
        for (SimRoom place : places) {
            boolean locked = place.facts().isLocked();
            boolean full = limit > 0 && people >= limit;
            if (place.admits(SimTokens.of(id, "stranger", limit, Set.of())) == (locked || full)) {
                fail(id, (full ? "takes" : "refuses") + " a stranger, with " + people + " people of " + limit);
            }
        }
    }

    private void checkView(RoomId id, SimRoom place, Map<String, Participant> there, boolean settled) {
        Map<String, Participant> seen = new TreeMap<>();
        place.union().visible().forEach(participant -> seen.put(participant.getParticipantId(), participant));
        Set<String> missing = new TreeSet<>(there.keySet());
        missing.removeIf(one -> isSeen(one, seen, Presence.PRESENCE_PRESENT));
        Set<String> ghosts = new TreeSet<>(seen.keySet());
        ghosts.removeAll(there.keySet());
        if (!settled) {
            ghosts.removeIf(one -> isSeen(one, seen, Presence.PRESENCE_RECONNECTING));
        }
        String where = place.locals().iterator().next().getRegion();
        if (!missing.isEmpty()) {
            fail(id, where + " does not see " + nodes(missing, there));
        }
        if (!ghosts.isEmpty()) {
            fail(id, where + " sees ghosts " + nodes(ghosts, seen));
        }
    }

    private static boolean isSeen(String id, Map<String, Participant> seen, Presence as) {
        Participant participant = seen.get(id);
        return participant != null && participant.getPresence() == as;
    }

    private static String nodes(Set<String> ids, Map<String, Participant> people) {
        Set<String> named = new TreeSet<>();
        people.forEach((id, participant) -> {
            if (ids.contains(id)) {
                named.add(id + "@" + participant.getRegion());
            }
        });
        return named.toString();
    }

    private void fail(RoomId room, String what) {
        if (broken.size() < MAX_EXAMPLES) {
            broken.add(world.events().nowNanos() / 1_000_000 + " ms: " + room + " " + what);
        } else if (broken.size() == MAX_EXAMPLES) {
            broken.add("… and more");
        }
    }

    /** What did not hold; empty: all did. */
    List<String> broken() {
        return broken;
    }

    long decisions() {
        return decisions;
    }
}
