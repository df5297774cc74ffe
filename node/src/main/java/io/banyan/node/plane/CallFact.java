package io.banyan.node.plane;

import io.banyan.protocol.id.Identity;
import io.banyan.protocol.id.TrackId;
import io.banyan.protocol.id.TransportId;

/** What can happen in a call. Past tense; new kinds are added, none is changed. */
public sealed interface CallFact {
    record RoomStarted() implements CallFact {}

    record RoomEnded() implements CallFact {}

    record ParticipantJoined(Identity identity) implements CallFact {}

    /**
     * @param reason name of the signalling protocol's end reason
     */
    record ParticipantLeft(Identity identity, String reason) implements CallFact {}

    record ConnectionLost() implements CallFact {}

    record ConnectionResumed() implements CallFact {}

    /**
     * @param kind {@code audio} or {@code video}
     * @param source name of the signalling protocol's track source
     */
    record TrackPublished(TrackId track, String kind, String source) implements CallFact {}

    record TrackUnpublished(TrackId track) implements CallFact {}

    record TrackMuted(TrackId track, boolean muted) implements CallFact {}

    record TransportChanged(TransportId transport, TransportState state, String detail) implements CallFact {}

    /**
     * @param direction {@code sending} or {@code receiving}, as the participant sees it
     * @param level {@code excellent}, {@code good}, {@code fair} or {@code poor}; {@code none}: nothing flows now
     * @param scoreHundredths mean opinion score, 100 to 450; 0 with {@code none}
     */
    record QualityChanged(String direction, String level, int scoreHundredths) implements CallFact {}
}
