package io.banyan.protocol.id;

/**
 * One join of an identity; a rejoin is a new participant.
 *
 * @param value made by a node, {@code pa_…}
 */
public record ParticipantId(String value) {
    public ParticipantId {
        Names.checkToken("participant", value);
    }

    /** A new one, never used before: 96 random bits. */
    public static ParticipantId random() {
        return new ParticipantId(RandomIds.next("pa_"));
    }

    @Override
    public String toString() {
        return value;
    }
}
