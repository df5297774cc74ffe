package io.banyan.node.control;

import io.banyan.node.plane.CallEvents;
import io.banyan.node.plane.CallFact;
import io.banyan.protocol.id.SessionId;
import java.util.ArrayList;
import java.util.List;

/** Puts the facts about one participant on the spine, with the ids they have at that moment. Owned by one actor. */
final class ParticipantFacts {
    private final CallEvents events;
    private final ParticipantSeat seat;
    private final SignalLine line;
    private final List<CallFact> ofTheOffer = new ArrayList<>();
    private SessionId session;
    private boolean joined;

    ParticipantFacts(CallEvents events, ParticipantSeat seat, SignalLine line) {
        this.events = events;
        this.seat = seat;
        this.line = line;
        session = seat.session();
    }

    /** The room's session as it is known now. */
    SessionId session() {
        return session;
    }

    void setSession(SessionId now) {
        session = now;
    }

    /** The join is accepted: that fact comes before those which its offer brought about. */
    void onJoined() {
        joined = true;
        emit(new CallFact.ParticipantJoined(seat.grants().identity()));
        ofTheOffer.forEach(this::emit);
        ofTheOffer.clear();
    }

    void emit(CallFact fact) {
        if (joined) {
            events.emit(
                    seat.room(),
                    session,
                    seat.id(),
                    line.link().map(ClientLink::id).orElse(null),
                    fact);
        } else {
            ofTheOffer.add(fact);
        }
    }
}
