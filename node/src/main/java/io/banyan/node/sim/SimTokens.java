package io.banyan.node.sim;

import io.banyan.node.control.TokenGrants;
import io.banyan.protocol.id.Identity;
import io.banyan.protocol.id.RegionId;
import io.banyan.protocol.id.RoomId;
import java.util.Map;
import java.util.Set;

/** What the tokens of simulated people say. */
final class SimTokens {
    private SimTokens() {}

    /**
     * @param limit of the room's people; 0: none
     * @param allowed regions that the room may be in; empty: all
     */
    static TokenGrants of(RoomId room, String identity, int limit, Set<RegionId> allowed) {
        return new TokenGrants(
                room,
                new Identity(identity),
                "",
                Map.of(),
                Set.of(),
                true,
                true,
                false,
                limit,
                allowed,
                Long.MAX_VALUE);
    }
}
