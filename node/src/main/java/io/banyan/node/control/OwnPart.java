package io.banyan.node.control;

import io.banyan.node.control.roster.RosterUnion;
import io.banyan.node.mesh.authority.RoomFacts;
import io.banyan.node.mesh.directory.AllowedRegions;
import io.banyan.node.mesh.part.OwnedPart;
import io.banyan.node.mesh.part.PartStamp;
import io.banyan.node.mesh.part.PartUpdate;
import io.banyan.node.mesh.part.SessionClaim;
import io.banyan.node.plane.CallFact;
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
import java.util.function.Supplier;
import org.apache.pekko.actor.typed.ActorRef;

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

    void show(PartParticipant shown) {
        sayEndpointFirst();
        say(part.put(shown), List.of(shown.getParticipant()), List.of());
    }

    /** Those of an earlier life of the control plane, all in one. */
    void show(Collection<PartParticipant> revived) {
        part.put(EndpointWire.toProto(control.media().endpoint(room)));
        revived.forEach(part::put);
        apply(0, revived.stream().map(PartParticipant::getParticipant).toList(), List.of());
        announceWhole();
    }

    void remove(ParticipantGone gone) {
        say(part.remove(gone), List.of(), List.of(gone));
    }

    /** The index misses something. */
    void announceWhole() {
        part.whole().forEach(this::announce);
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
            PartEntries end = part.end();
            apply(part.counter(), List.of(), List.of());
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
        apply(union.stamp(control.node()).map(PartStamp::counter).orElse(0L), upserted, gone);
        announce(entries);
    }

    private void apply(long from, List<Participant> upserted, List<ParticipantGone> gone) {
        union.apply(new PartUpdate(control.node(), control.incarnation(), from, part.counter(), upserted, gone));
    }

    private void announce(PartEntries entries) {
        index.accept(new RoomActor.Announce(entries, session, allowed.get(), self));
    }
}
