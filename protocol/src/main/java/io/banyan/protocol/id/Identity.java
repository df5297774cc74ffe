package io.banyan.protocol.id;

/**
 * Who somebody is to the application, from the token's {@code sub}. One identity has at most one participant in a room.
 *
 * @param value 1 to 256 characters, no control characters, no {@code /}
 */
public record Identity(String value) {
    public Identity {
        Names.checkChosen("identity", value, 256);
    }

    @Override
    public String toString() {
        return value;
    }
}
