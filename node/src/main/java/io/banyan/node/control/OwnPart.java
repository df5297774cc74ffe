package io.banyan.node.control;

import io.banyan.node.control.roster.RosterUnion;
import io.banyan.node.mesh.authority.RoomFacts;
import io.banyan.node.mesh.directory.AllowedRegions;
import io.banyan.node.mesh.part.Gallery;
import io.banyan.node.mesh.part.OwnedPart;
import io.banyan.node.mesh.part.PartStamp;
import io.banyan.node.mesh.part.PartUpdate;
import io.banyan.node.mesh.part.SessionClaim;
import io.banyan.node.plane.CallFact;
import io.banyan.protocol.id.NodeId;
import io.banyan.protocol.id.RoomId;
import io.banyan.protocol.id.SessionId;
import io.banyan.protocol.signal.v1.Participant;
import io.banyan.protocol.signal.v1.ParticipantGone;
import io.banyan.protocol.wire.v1.PartEntries;
import io.banyan.protocol.wire.v1.PartParticipant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.apache.pekko.actor.typed.ActorRef;
import org.jspecify.annotations.Nullable;

/**
 * What this node owns of a room, and what it tells the room's index of it: changes at once, a digest now and then, the
 * whole when asked. Owned by one actor.
 */
final class OwnPart {
    private final RoomId room;
    private final ControlContext control;
    private final RosterUnion union;
    private final Consumer<RoomActor.Command> index;
    private final ActorRef<RoomPartMessage> self;
    private final Supplier<AllowedRegions> allowed;
    private final OwnedPart part;
    /** Those whom other regions only count; null: the node's name is too long for one. */
    private final @Nullable OwnedPart gallery;

    private final NodeId galleryId;
    private SessionClaim ownClaim;
    private SessionClaim session;
    private boolean agreed;

    /**
     * @param union takes the changes, too
     * @param index says something to the room's index, wherever it is
     * @param allowed by the tokens of those who are in the room here
     */
    OwnPart(
            RoomId room,
            ControlContext control,
            RosterUnion union,
            Consumer<RoomActor.Command> index,
            Supplier<AllowedRegions> allowed,
            ActorRef<RoomPartMessage> self) {
        this.room = room;
        this.control = control;
        this.union = union;
        this.index = index;
        this.allowed = allowed;
        this.self = self;
        // What was agreed on in an earlier life of the control plane does not begin again.
        Optional<Survivors.Session> survived = control.survivors().session(room);
        agreed = survived.map(Survivors.Session::agreed).orElse(false);
        ownClaim = survived.map(Survivors.Session::claim).orElseGet(this::newClaim);
        session = ownClaim;
        control.survivors().keepSession(room, session, agreed);
        part = new OwnedPart(
                room,
                control.node(),
                control.incarnation(),
                control.partCounter()::incrementAndGet,
                control.mesh().signer());
        galleryId = Gallery.of(control.node()).orElse(control.node());
        gallery = Gallery.is(galleryId)
                ? new OwnedPart(
                        room,
                        galleryId,
                        control.incarnation(),
                        control.partCounter()::incrementAndGet,
                        control.mesh().signer())
                : null;
    }

    private SessionClaim newClaim() {
        return new SessionClaim(SessionId.random(), control.now());
    }

    /** The room's session, as far as this node knows. */
    SessionId session() {
        return session.session();
    }

    /**
     * Takes what is known of the room elsewhere.
     *
     * @return whether the session is another one from now on
     */
    boolean agree(RoomFacts facts) {
        SessionClaim before = session;
        if (facts.end() != null && session.startedAtMillis() <= facts.end().getAtMillis()) {
            // Over; whoever comes now begins another.
            ownClaim = newClaim();
            session = ownClaim;
            agreed = false;
        }
        SessionClaim theirs = facts.session();
        if (theirs != null) {
            session = SessionClaim.agreed(session, theirs);
        }
        if (!agreed && session.equals(ownClaim)) {
            // Of all the nodes of a room this is so at the one that began it, and once.
            control.events().emit(room, session(), null, null, new CallFact.RoomStarted());
        }
        agreed = true;
        control.survivors().keepSession(room, session, true);
        return !session.equals(before);
    }

    /**
     * Somebody came, or changed.
     *
     * @param onlyCounts whether other regions are to know of the number only, if they were not told more before
     */
    void show(PartParticipant shown, Predicate<Participant> onlyCounts) {
        Participant participant = shown.getParticipant();
        String id = participant.getParticipantId();
        OwnedPart counted = gallery;
        sayEndpointFirst();
        if (counted != null && !part.has(id) && onlyCounts.test(participant)) {
            showInGallery(counted, shown);
            return;
        }
        if (counted != null && counted.has(id)) {
            remove(ParticipantGone.newBuilder().setParticipantId(id).build());
        }
        say(part.put(shown), List.of(participant), List.of());
    }

    private void showInGallery(OwnedPart counted, PartParticipant shown) {
        List<Participant> upserted = List.of(shown.getParticipant());
        if (counted.isEmpty()) {
            // With the certificate, as the first word of the other part.
            counted.put(shown);
            apply(counted, galleryId, 0, upserted, List.of());
            counted.whole().forEach(this::announce);
        } else {
            sayInGallery(counted, counted.put(shown), upserted, List.of());
        }
    }

    /** Whether a part is one of this node's. */
    boolean isOwn(NodeId node) {
        return node.equals(control.node()) || node.equals(galleryId);
    }

    /**
     * The room is small again: everybody is to be known everywhere.
     *
     * @return whether there was anybody who was not
     */
    boolean listAll() {
        List<Participant> counted = union.whole(galleryId)
                .filter(whole -> Gallery.is(galleryId))
                .map(PartUpdate::upserted)
                .orElse(List.of());
        for (Participant viewer : counted) {
            show(PartParticipant.newBuilder().setParticipant(viewer).build(), participant -> false);
        }
        return !counted.isEmpty();
    }

    /** Those of an earlier life of the control plane, all in one. */
    void show(Collection<PartParticipant> revived) {
        part.put(EndpointWire.toProto(control.media().endpoint(room)));
        revived.forEach(part::put);
        apply(
                part,
                control.node(),
                0,
                revived.stream().map(PartParticipant::getParticipant).toList(),
                List.of());
        announceWhole();
    }

    void remove(ParticipantGone gone) {
        OwnedPart counted = gallery;
        if (counted != null && counted.has(gone.getParticipantId())) {
            sayInGallery(counted, counted.remove(gone), List.of(), List.of(gone));
        } else {
            say(part.remove(gone), List.of(), List.of(gone));
        }
    }

    /** The index misses something. */
    void announceWhole() {
        part.whole().forEach(this::announce);
        OwnedPart counted = gallery;
        if (counted != null) {
            counted.whole().forEach(this::announce);
        }
    }

    void sayDigest() {
        index.accept(new RoomActor.Digest(control.node(), union.stamps(), session, allowed.get(), self));
    }

    /**
     * Nobody is left here.
     *
     * @return false if the index has never heard of this part, or has acknowledged its end
     */
    boolean withdraw() {
        boolean known = union.stamp(control.node()).isPresent();
        if (known) {
            OwnedPart counted = gallery;
            if (counted != null && counted.counter() > 0) {
                announce(counted.end());
                union.forget(galleryId, control.incarnation());
            }
            PartEntries end = part.end();
            apply(part, control.node(), part.counter(), List.of(), List.of());
            index.accept(new RoomActor.Withdraw(control.node(), control.incarnation(), end, self));
        }
        return known;
    }

    /** With the certificate that whoever passes entries on has to have; once more if everybody had left. */
    private void sayEndpointFirst() {
        if (part.isEmpty()) {
            part.put(EndpointWire.toProto(control.media().endpoint(room)));
            announceWhole();
        }
    }

    private void say(PartEntries entries, List<Participant> upserted, List<ParticipantGone> gone) {
        apply(part, control.node(), known(control.node()), upserted, gone);
        announce(entries);
    }

    private void sayInGallery(
            OwnedPart counted, PartEntries entries, List<Participant> upserted, List<ParticipantGone> gone) {
        apply(counted, galleryId, known(galleryId), upserted, gone);
        announce(entries);
    }

    private long known(NodeId node) {
        return union.stamp(node).map(PartStamp::counter).orElse(0L);
    }

    private void apply(
            OwnedPart changed, NodeId node, long from, List<Participant> upserted, List<ParticipantGone> gone) {
        union.apply(new PartUpdate(node, control.incarnation(), from, changed.counter(), upserted, gone));
    }

    private void announce(PartEntries entries) {
        index.accept(new RoomActor.Announce(entries, session, allowed.get(), self));
    }
}
