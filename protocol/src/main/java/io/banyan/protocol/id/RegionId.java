package io.banyan.protocol.id;

/**
 * A place with one or more nodes: one Pekko cluster.
 *
 * @param value 1 to 64 of {@code A-Z a-z 0-9 _ . -}
 */
public record RegionId(String value) {
    public RegionId {
        Names.checkToken("region", value);
    }

    @Override
    public String toString() {
        return value;
    }
}
