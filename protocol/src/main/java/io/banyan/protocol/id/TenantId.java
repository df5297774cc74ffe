package io.banyan.protocol.id;

/**
 * Whose call it is. Every room belongs to one tenant; a token's {@code kid} decides which.
 *
 * @param value 1 to 64 of {@code A-Z a-z 0-9 _ . -}
 */
public record TenantId(String value) {
    public TenantId {
        Names.checkToken("tenant", value);
    }

    @Override
    public String toString() {
        return value;
    }
}
