package io.banyan.node.control;

import io.banyan.node.control.roster.RosterUnion;
import io.banyan.node.mesh.part.PartStamp;
import io.banyan.node.mesh.part.PartUpdate;
import io.banyan.node.mesh.part.SessionClaim;
import io.banyan.node.plane.CallFact;
import io.banyan.protocol.id.RoomId;
import io.banyan.protocol.id.SessionId;
import io.banyan.protocol.signal.v1.Participant;
import io.banyan.protocol.signal.v1.ParticipantGone;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
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
    private final SessionClaim ownClaim;
    private SessionClaim session;
    private boolean agreed;

    /**
     * @param union takes the changes, too
     * @param index says something to the room's index, wherever it is
     */
    OwnPart(
            RoomId room,
            ControlContext control,
            RosterUnion union,
            Consumer<RoomActor.Command> index,
            ActorRef<RoomPartMessage> self) {
        this.room = room;
        this.control = control;
        this.union = union;
        this.index = index;
        this.self = self;
        Optional<SessionClaim> survived = control.survivors().session(room);
        // What survived was agreed on in an earlier life of the control plane: it does not begin again.
        agreed = survived.isPresent();
        ownClaim = survived.orElseGet(() -> new SessionClaim(SessionId.random(), control.now()));
        session = ownClaim;
    }

    /** The room's session, as far as this node knows. */
    SessionId session() {
        return session.session();
    }

    /**
     * Takes a session that somebody else knows of.
     *
     * @return whether it is an older one, which is everybody's from now on
     */
    boolean agree(SessionClaim claim) {
        SessionClaim before = session;
        session = SessionClaim.agreed(session, claim);
        if (!agreed && session.equals(ownClaim)) {
            // Of all the nodes of a room this is so at the one that began it, and once.
            control.events().emit(room, session(), null, null, new CallFact.RoomStarted());
        }
        agreed = true;
        control.survivors().keepSession(room, session);
        return !session.equals(before);
    }

    void announce(List<Participant> upserted, List<ParticipantGone> gone) {
        long from = union.stamp(control.node()).map(PartStamp::counter).orElse(0L);
        long to = control.partCounter().incrementAndGet();
        PartUpdate update = new PartUpdate(control.node(), control.incarnation(), from, to, upserted, gone);
        union.apply(update);
        index.accept(new RoomActor.Announce(update, session, self));
    }

    /** The index misses something. */
    void reannounce() {
        union.whole(control.node()).ifPresent(whole -> index.accept(new RoomActor.Announce(whole, session, self)));
    }

    void sayDigest() {
        index.accept(new RoomActor.Digest(control.node(), union.stamps(), session, self));
    }

    /**
     * Nobody is left here.
     *
     * @return false if the index has never heard of this part, or has acknowledged its end
     */
    boolean withdraw() {
        boolean known = union.stamp(control.node()).isPresent();
        if (known) {
            index.accept(new RoomActor.Withdraw(control.node(), control.incarnation(), self));
        }
        return known;
    }
}
