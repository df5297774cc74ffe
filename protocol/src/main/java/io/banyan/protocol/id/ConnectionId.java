package io.banyan.protocol.id;

/**
 * One signalling connection of a participant.
 *
 * @param value made by a node, {@code co_…}
 */
public record ConnectionId(String value) {
    public ConnectionId {
        Names.checkToken("connection", value);
    }

    /** A new one, never used before: 96 random bits. */
    public static ConnectionId random() {
        return new ConnectionId(RandomIds.next("co_"));
    }

    @Override
    public String toString() {
        return value;
    }
}
