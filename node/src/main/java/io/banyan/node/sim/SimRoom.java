package io.banyan.node.sim;

import io.banyan.node.control.Admission;
import io.banyan.node.control.TokenGrants;
import io.banyan.node.control.roster.RosterFeed;
import io.banyan.node.control.roster.RosterUnion;
import io.banyan.node.mesh.MeshTime;
import io.banyan.node.mesh.authority.RoomFacts;
import io.banyan.node.mesh.directory.AllowedRegions;
import io.banyan.node.mesh.lease.Path;
import io.banyan.node.mesh.part.Gallery;
import io.banyan.node.mesh.part.OwnedPart;
import io.banyan.node.mesh.part.PartMedia;
import io.banyan.node.mesh.part.PartMerge;
import io.banyan.node.mesh.part.PartUpdate;
import io.banyan.node.mesh.part.SessionClaim;
import io.banyan.node.mesh.room.RegionRoom;
import io.banyan.node.mesh.room.RoomPort;
import io.banyan.protocol.id.NodeId;
import io.banyan.protocol.id.RegionId;
import io.banyan.protocol.id.RoomId;
import io.banyan.protocol.id.SessionId;
import io.banyan.protocol.signal.v1.EndReason;
import io.banyan.protocol.signal.v1.Participant;
import io.banyan.protocol.signal.v1.ParticipantGone;
import io.banyan.protocol.signal.v1.Presence;
import io.banyan.protocol.wire.v1.CountedViewer;
import io.banyan.protocol.wire.v1.PartEntries;
import io.banyan.protocol.wire.v1.PartParticipant;
import io.banyan.protocol.wire.v1.RoomFrame;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/** One room at one node: its own part and what its clients see, around the region's state machine. */
final class SimRoom implements RoomPort {
    private static final long LINGER_NANOS = TimeUnit.SECONDS.toNanos(30);

    private final RoomId id;
    private final SimRegion region;
    private final RegionRoom room;
    private final OwnedPart own;
    private final OwnedPart gallery;
    private final NodeId galleryId;
    private final RosterUnion union = new RosterUnion();
    private final RosterFeed feed = new RosterFeed(union);
    private final Map<String, Participant> locals = new LinkedHashMap<>();
    private long dueNanos = MeshTime.NEVER;
    private long closeNanos = MeshTime.NEVER;
    private AllowedRegions allowed = AllowedRegions.ANYWHERE;
    private boolean registered;
    private boolean closed;

    SimRoom(RoomId id, SimRegion region) {
        this.id = id;
        this.region = region;
        room = new RegionRoom(id, region.surroundings(), this, false, region.now());
        own = new OwnedPart(
                id, region.node(), region.incarnation(), region::nextPartCounter, SimKeys.signer(region.node()));
        galleryId = Gallery.of(region.node()).orElseThrow();
        gallery =
                new OwnedPart(id, galleryId, region.incarnation(), region::nextPartCounter, SimKeys.signer(galleryId));
    }

    RoomId id() {
        return id;
    }

    Collection<Participant> locals() {
        return locals.values();
    }

    RosterUnion union() {
        return union;
    }

    RoomFacts facts() {
        return room.facts();
    }

    /** Whether somebody would be let in now. */
    boolean admits(TokenGrants grants) {
        return Admission.admits(
                grants, region.id(), union, room.facts(), region.now().wallMillis());
    }

    /** Somebody joins, if the room as it is known here takes them; the participant's id, or empty. */
    String join(TokenGrants grants) {
        MeshTime now = region.now();
        long joined = region.hlc().next(now.wallMillis());
        String identity = grants.identity().value();
        if (room.facts().putsOut(identity, joined) || !admits(grants)) {
            closeIfOver();
            return "";
        }
        Participant participant = Participant.newBuilder()
                .setParticipantId("pa_" + region.world().nextId())
                .setIdentity(identity)
                .setRegion(region.id().value())
                .setNode(region.node().name())
                .setPresence(Presence.PRESENCE_PRESENT)
                .setJoinedAtMillis(joined)
                .build();
        closeNanos = MeshTime.NEVER;
        AllowedRegions before = allowed;
        AllowedRegions theirs = AllowedRegions.of(Set.of(grants.allowedRegions()));
        allowed = locals.isEmpty() ? theirs : allowed.with(theirs);
        if (!registered || !allowed.equals(before)) {
            registered = true;
            region.client().enter(id, allowed, room.facts(), now);
        }
        claim();
        show(participant);
        settle();
        return participant.getParticipantId();
    }

    private void claim() {
        if (room.facts().session() == null) {
            SessionId session = new SessionId("se_" + region.world().nextId());
            room.onClaim(
                    new SessionClaim(session, region.hlc().next(region.now().wallMillis())), region.now());
        }
    }

    /** Something about a participant changes. */
    void change(String participantId, int to) {
        Participant participant = locals.get(participantId);
        if (participant != null) {
            show(participant.toBuilder().setDisplayName("name " + to).build());
            settle();
        }
    }

    private void show(Participant participant) {
        locals.put(participant.getParticipantId(), participant);
        PartParticipant shown =
                PartParticipant.newBuilder().setParticipant(participant).build();
        String key = participant.getParticipantId();
        var _ = feed.collect();
        if (feed.listsAll() && !gallery.isEmpty()) {
            listAll();
        }
        if (!own.has(key) && feed.onlyCounts(participant, this::isOwn)) {
            say(galleryId, gallery.put(shown));
            count();
            return;
        }
        if (gallery.has(key)) {
            say(galleryId, gallery.remove(gone(key, EndReason.END_REASON_UNSPECIFIED)));
            count();
        }
        say(own.put(shown));
    }

    private boolean isOwn(NodeId node) {
        return node.equals(region.node()) || node.equals(galleryId);
    }

    /** The room is small again. */
    private void listAll() {
        for (Participant local : List.copyOf(locals.values())) {
            if (gallery.has(local.getParticipantId())) {
                say(galleryId, gallery.remove(gone(local.getParticipantId(), EndReason.END_REASON_UNSPECIFIED)));
                say(own.put(PartParticipant.newBuilder().setParticipant(local).build()));
            }
        }
        count();
    }

    private void count() {
        Map<Long, Long> viewers = new HashMap<>();
        room.gallery()
                .forEach(viewer ->
                        viewers.merge(Gallery.numberOf(viewer.getIdentity()), viewer.getJoinedAtMillis(), Math::max));
        region.client().count(id, viewers, region.now());
    }

    void onCounted(int elsewhere, List<CountedViewer> replaced) {
        boolean _ = union.setElsewhere(elsewhere);
        var _ = feed.collect();
        if (feed.listsAll() && !gallery.isEmpty()) {
            listAll();
        }
        for (CountedViewer later : replaced) {
            for (Participant viewer : room.gallery()) {
                if (Gallery.numberOf(viewer.getIdentity()) == later.getIdentity()
                        && viewer.getJoinedAtMillis() <= later.getJoinedAtMillis()) {
                    leaveLater(viewer.getParticipantId(), EndReason.END_REASON_REPLACED);
                }
            }
        }
        settle();
    }

    private static ParticipantGone gone(String participantId, EndReason reason) {
        return ParticipantGone.newBuilder()
                .setParticipantId(participantId)
                .setReason(reason)
                .build();
    }

    void leave(String participantId, EndReason reason) {
        if (locals.remove(participantId) == null) {
            return;
        }
        if (gallery.has(participantId)) {
            say(galleryId, gallery.remove(gone(participantId, reason)));
            count();
        } else {
            say(own.remove(gone(participantId, reason)));
        }
        if (locals.isEmpty()) {
            say(own.end());
            room.leave(region.now());
            region.client().leave(id, region.now());
            registered = false;
            closeNanos = region.now().nanos() + LINGER_NANOS;
        }
        settle();
    }

    private void say(PartEntries entries) {
        say(region.node(), entries);
    }

    private void say(NodeId part, PartEntries entries) {
        PartMerge.Kind kind = room.onOwn(part, entries, region.now());
        if (kind != PartMerge.Kind.APPLIED) {
            throw new IllegalStateException("an own entry was not taken: " + kind);
        }
    }

    private void putOut() {
        List<String> out = new ArrayList<>();
        for (Participant replaced : union.replaced()) {
            out.add(replaced.getParticipantId());
        }
        for (String one : out) {
            leaveLater(one, EndReason.END_REASON_REPLACED);
        }
        for (Participant local : locals.values()) {
            if (room.facts().putsOut(local.getIdentity(), local.getJoinedAtMillis())) {
                leaveLater(local.getParticipantId(), EndReason.END_REASON_KICKED);
            }
        }
    }

    /** Its actor hears of it after the message that told. */
    private void leaveLater(String participantId, EndReason reason) {
        if (locals.containsKey(participantId)) {
            int life = region.world().network().life(region.number());
            region.world().events().in(1, () -> {
                if (region.world().network().life(region.number()) == life) {
                    leave(participantId, reason);
                }
            });
        }
    }

    void onFrame(RegionId from, RoomFrame frame) {
        room.onFrame(from, frame, region.now());
        settle();
    }

    void onFacts(RoomFacts facts) {
        room.onFacts(facts, region.now());
        settle();
    }

    void onFound(Set<RegionId> regions, RoomFacts facts) {
        room.onFacts(facts, region.now());
        if (registered) {
            room.onRegions(regions, region.now());
        }
        settle();
    }

    void onAlive(NodeId node, long incarnation) {
        room.onAlive(node, incarnation, region.now());
        settle();
    }

    void onLapsed(NodeId node) {
        room.onLapsed(node, region.now());
        settle();
    }

    void onPath(RegionId to, Path path) {
        room.onPath(to, path, region.now());
        settle();
    }

    @Override
    public void send(RegionId to, RoomFrame frame) {
        region.sendRoom(to, frame);
    }

    @Override
    public void partChanged(PartUpdate update, PartMedia media) {
        union.apply(update);
        union.setReachable(update.node(), true);
        putOut();
    }

    @Override
    public void partLost(NodeId node, long incarnation) {
        union.setReachable(node, false);
    }

    @Override
    public void partBack(NodeId node, long incarnation) {
        union.setReachable(node, true);
    }

    @Override
    public void partGone(NodeId node, long incarnation) {
        union.forget(node, incarnation);
    }

    @Override
    public void factsChanged(RoomFacts facts) {
        region.client().onFacts(id, facts, region.now());
        putOut();
        if (facts.session() == null && !locals.isEmpty()) {
            // Whoever is left after the end is in a session of its own.
            int life = region.world().network().life(region.number());
            region.world().events().in(2, () -> {
                if (region.world().network().life(region.number()) == life && !locals.isEmpty()) {
                    claim();
                    settle();
                }
            });
        }
    }

    @Override
    public void regionsChanged(Set<RegionId> regions) {
        region.index(this, regions);
    }

    private void settle() {
        region.settle();
        long due = Math.min(room.nextDueNanos(), closeNanos);
        if (!closed && due < dueNanos) {
            dueNanos = due;
            int life = region.world().network().life(region.number());
            region.world().events().at(due, () -> collect(due, life));
        }
    }

    private void collect(long due, int life) {
        if (closed || due != dueNanos || region.world().network().life(region.number()) != life) {
            return;
        }
        dueNanos = MeshTime.NEVER;
        room.collect(region.now());
        closeIfOver();
        settle();
    }

    private void closeIfOver() {
        boolean over = closeNanos <= region.now().nanos() || (!registered && closeNanos == MeshTime.NEVER);
        if (over && locals.isEmpty()) {
            closed = true;
            region.index(this, Set.of());
            region.close(id);
        }
    }
}
