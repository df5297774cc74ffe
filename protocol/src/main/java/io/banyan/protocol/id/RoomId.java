package io.banyan.protocol.id;

/**
 * A room: (tenant, name) everywhere, so that two tenants' rooms of one name can never meet.
 *
 * @param tenant whose room it is
 * @param name what people join; 1 to 128 characters, no control characters, no {@code /}
 */
public record RoomId(TenantId tenant, String name) {
    public RoomId {
        Names.checkChosen("room", name, 128);
    }

    /** {@code tenant/name}: the form in logs, metrics and shard keys; unambiguous, because neither part has a slash. */
    @Override
    public String toString() {
        return tenant + "/" + name;
    }

    /**
     * Reads the form that {@link #toString} writes.
     *
     * @throws IllegalArgumentException if it is not of that form
     */
    public static RoomId parse(String text) {
        int slash = text.indexOf('/');
        if (slash < 0) {
            throw new IllegalArgumentException("a room id has the form tenant/name");
        }
        return new RoomId(new TenantId(text.substring(0, slash)), text.substring(slash + 1));
    }
}
