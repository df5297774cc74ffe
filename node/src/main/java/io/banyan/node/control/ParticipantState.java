package io.banyan.node.control;

import io.banyan.protocol.id.TransportId;

/**
 * What of a participant outlives its actor when the whole actor system ends under it: its media goes on, and the next
 * system's actor takes this over. Owned by one actor at a time.
 */
final class ParticipantState {
    private final ParticipantSeat seat;
    private final TransportId transport;
    private final SignalLine line = new SignalLine();
    private final ResumeTokens tokens;
    private final ParticipantFacts facts;
    private final PublishedTracks tracks = new PublishedTracks();
    private final SlotTable slots = new SlotTable();
    private final Negotiation negotiation;
    private final MediaRelay media = new MediaRelay();
    private final Role role;
    private Profile profile;
    private String answer = "";

    /** Of somebody who is about to join. */
    ParticipantState(ControlContext control, ParticipantSeat seat) {
        this.seat = seat;
        transport = control.media().newTransport(seat.room());
        tokens = new ResumeTokens(control.node(), control.incarnation(), seat.room(), seat.id(), control.random());
        facts = new ParticipantFacts(control.events(), seat, line);
        negotiation = new Negotiation(transport, control.media(), control.credentials(), control.random());
        profile = RosterEntry.firstProfile(seat);
        role = new Role(seat.grants().publish());
    }

    ParticipantSeat seat() {
        return seat;
    }

    TransportId transport() {
        return transport;
    }

    SignalLine line() {
        return line;
    }

    ResumeTokens tokens() {
        return tokens;
    }

    ParticipantFacts facts() {
        return facts;
    }

    PublishedTracks tracks() {
        return tracks;
    }

    SlotTable slots() {
        return slots;
    }

    Negotiation negotiation() {
        return negotiation;
    }

    MediaRelay media() {
        return media;
    }

    /** What it may publish now. */
    Role role() {
        return role;
    }

    Profile profile() {
        return profile;
    }

    void setProfile(Profile changed) {
        profile = changed;
    }

    /** The answer to the join's offer; empty before it was accepted. */
    String answer() {
        return answer;
    }

    void setAnswer(String given) {
        answer = given;
    }
}
