package io.banyan.node.control;

import io.banyan.protocol.id.Identity;
import io.banyan.protocol.id.RegionId;
import io.banyan.protocol.id.RoomId;
import io.banyan.protocol.signal.v1.TrackSource;
import java.util.Map;
import java.util.Set;

/**
 * What an access token says, after its signature and its times were checked.
 *
 * @param displayName overrules what the client says; empty: the client chooses
 * @param attributes shown to others from the start
 * @param publish sources that may be published
 * @param subscribe may see and hear others
 * @param updateSelf may change the own name and attributes
 * @param admin may act on others
 * @param maxParticipants the room's policy; 0: the node's limit only
 * @param allowedRegions the room's policy; empty: all
 * @param expiresAtMillis since 1970; concerns joining, nobody is thrown out by it
 */
public record TokenGrants(
        RoomId room,
        Identity identity,
        String displayName,
        Map<String, String> attributes,
        Set<TrackSource> publish,
        boolean subscribe,
        boolean updateSelf,
        boolean admin,
        int maxParticipants,
        Set<RegionId> allowedRegions,
        long expiresAtMillis) {
    public TokenGrants {
        attributes = Map.copyOf(attributes);
        publish = Set.copyOf(publish);
        allowedRegions = Set.copyOf(allowedRegions);
        if (maxParticipants < 0) {
            throw new IllegalArgumentException("maxParticipants must not be negative");
        }
    }

    /** The same, but with what the room has decided that may be published. */
    TokenGrants withPublish(Set<TrackSource> sources) {
        return new TokenGrants(
                room,
                identity,
                displayName,
                attributes,
                sources,
                subscribe,
                updateSelf,
                admin,
                maxParticipants,
                allowedRegions,
                expiresAtMillis);
    }
}
