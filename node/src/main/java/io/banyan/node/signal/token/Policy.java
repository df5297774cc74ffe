package io.banyan.node.signal.token;

import io.banyan.protocol.id.RegionId;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The {@code policy} claim: what the room's owner decided about the room. */
record Policy(int maxParticipants, Set<RegionId> regions) {
    /** As many as regions tell each other of one room. */
    private static final int MAX_REGIONS = 512;

    /**
     * @param claim the JSON object, null if there is none
     * @throws ClassCastException if a member is of the wrong type
     * @throws IllegalArgumentException if a number is out of range or a region is no name
     */
    static Policy read(@Nullable Object claim) {
        if (claim == null) {
            return new Policy(0, Set.of());
        }
        Map<?, ?> members = (Map<?, ?>) claim;
        Object limit = members.get("maxParticipants");
        int maxParticipants = limit == null ? 0 : ((Number) limit).intValue();
        if (maxParticipants < 0) {
            throw new IllegalArgumentException("maxParticipants must not be negative");
        }
        Object regions = members.get("regions");
        if (regions != null && ((List<?>) regions).size() > MAX_REGIONS) {
            throw new IllegalArgumentException("at most " + MAX_REGIONS + " regions");
        }
        return new Policy(
                maxParticipants,
                regions == null
                        ? Set.of()
                        : ((List<?>) regions)
                                .stream()
                                        .map(region -> new RegionId((String) region))
                                        .collect(Collectors.toUnmodifiableSet()));
    }
}
