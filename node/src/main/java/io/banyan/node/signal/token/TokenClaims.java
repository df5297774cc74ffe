package io.banyan.node.signal.token;

import io.banyan.protocol.id.Identity;
import io.banyan.protocol.id.RoomId;
import io.banyan.protocol.signal.v1.TrackSource;
import java.time.Instant;
import java.util.List;
import java.util.Set;

/**
 * What a valid access token says. The claims' names and meaning: {@code docs/tokens.md}.
 *
 * @param room tenant (from the key) and name ({@code room})
 * @param identity {@code sub}
 * @param displayName {@code name}; empty: the client may choose
 * @param publish which sources it may publish ({@code grants.publish})
 * @param subscribe whether it may receive ({@code grants.subscribe})
 * @param updateSelf whether it may change its name and attributes ({@code grants.updateSelf})
 * @param admin whether it may act on others and on the room ({@code grants.admin})
 * @param maxParticipants of the room ({@code policy.maxParticipants}); 0: the node's limit
 * @param regions where the room may be ({@code policy.regions}); empty: anywhere
 * @param expires {@code exp}
 */
public record TokenClaims(
        RoomId room,
        Identity identity,
        String displayName,
        Set<TrackSource> publish,
        boolean subscribe,
        boolean updateSelf,
        boolean admin,
        int maxParticipants,
        List<String> regions,
        Instant expires) {
    public TokenClaims {
        publish = Set.copyOf(publish);
        regions = List.copyOf(regions);
    }
}
