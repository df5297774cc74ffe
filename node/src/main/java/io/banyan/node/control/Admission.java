package io.banyan.node.control;

import io.banyan.node.control.roster.RosterUnion;
import io.banyan.node.mesh.authority.RoomFacts;
import io.banyan.protocol.id.RegionId;
import io.banyan.protocol.signal.v1.ErrorCode;
import java.util.Optional;

/** Whether somebody with a good token may join a room now, as far as this node knows. Pure function. */
public final class Admission {
    private Admission() {}

    /** Whether a room takes somebody whose admission nothing else at the node is waiting beside. */
    public static boolean admits(
            TokenGrants grants, RegionId region, RosterUnion union, RoomFacts facts, long nowMillis) {
        return refusal(grants, region, union, facts, 0, Integer.MAX_VALUE, nowMillis)
                .isEmpty();
    }

    /**
     * @param facts what was decided about the room
     * @param joining admitted, not in the union yet
     * @return why not; empty: welcome
     */
    static Optional<Refusal> refusal(
            TokenGrants grants,
            RegionId region,
            RosterUnion union,
            RoomFacts facts,
            int joining,
            int nodeLimit,
            long nowMillis) {
        if (grants.expiresAtMillis() <= nowMillis) {
            return Optional.of(new Refusal(ErrorCode.ERROR_CODE_TOKEN_EXPIRED, "the token has expired"));
        }
        if (!grants.allowedRegions().isEmpty() && !grants.allowedRegions().contains(region)) {
            return Optional.of(new Refusal(
                    ErrorCode.ERROR_CODE_REGION_NOT_ALLOWED, "the room's policy does not allow region " + region));
        }
        if (facts.putsOut(grants.identity().value(), nowMillis)) {
            return Optional.of(new Refusal(ErrorCode.ERROR_CODE_BANNED, "this identity was put out of the room"));
        }
        int limit = grants.maxParticipants() == 0 ? nodeLimit : Math.min(nodeLimit, grants.maxParticipants());
        boolean takesOwnPlace = union.visible().stream()
                .anyMatch(participant ->
                        participant.getIdentity().equals(grants.identity().value()));
        if (!takesOwnPlace && facts.isLocked()) {
            return Optional.of(new Refusal(ErrorCode.ERROR_CODE_ROOM_LOCKED, "the room is locked"));
        }
        if (!takesOwnPlace && union.size() + joining >= limit) {
            return Optional.of(new Refusal(ErrorCode.ERROR_CODE_ROOM_FULL, "the room has " + limit + " people"));
        }
        return Optional.empty();
    }
}
