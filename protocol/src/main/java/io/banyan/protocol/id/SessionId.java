package io.banyan.protocol.id;

/**
 * One lifetime of a room.
 *
 * @param value made by a node, {@code se_…}
 */
public record SessionId(String value) {
    public SessionId {
        Names.checkToken("session", value);
    }

    /** A new one, never used before: 96 random bits. */
    public static SessionId random() {
        return new SessionId(RandomIds.next("se_"));
    }

    @Override
    public String toString() {
        return value;
    }
}
