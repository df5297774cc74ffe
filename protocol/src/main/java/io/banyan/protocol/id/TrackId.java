package io.banyan.protocol.id;

/**
 * One published track, the same in every region.
 *
 * @param value made by the origin node, {@code tr_…}
 */
public record TrackId(String value) {
    public TrackId {
        Names.checkToken("track", value);
    }

    /** A new one, never used before: 96 random bits. */
    public static TrackId random() {
        return new TrackId(RandomIds.next("tr_"));
    }

    @Override
    public String toString() {
        return value;
    }
}
