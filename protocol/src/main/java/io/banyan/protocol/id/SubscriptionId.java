package io.banyan.protocol.id;

/**
 * One participant's copy of a track.
 *
 * @param value made by a node, {@code su_…}
 */
public record SubscriptionId(String value) {
    public SubscriptionId {
        Names.checkToken("subscription", value);
    }

    /** A new one, never used before: 96 random bits. */
    public static SubscriptionId random() {
        return new SubscriptionId(RandomIds.next("su_"));
    }

    @Override
    public String toString() {
        return value;
    }
}
