package io.banyan.node.call;

import io.banyan.node.control.TokenGrants;
import io.banyan.node.signal.token.TokenMaker;
import io.banyan.protocol.id.Identity;
import io.banyan.protocol.id.RoomId;
import io.banyan.protocol.id.TenantId;
import io.banyan.protocol.signal.v1.TrackSource;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.Map;
import java.util.Set;

/** Access tokens of a tenant, good ones and bad ones. */
public final class Tokens {
    private static final TenantId TENANT = new TenantId("acme");
    private static final TokenMaker MAKER = maker(NodeUnderTest.KID);

    private Tokens() {}

    public static String good(String room) {
        return MAKER.make(grants(room, Set.of(TrackSource.values()), true, Duration.ofHours(1)));
    }

    public static String expired(String room) {
        return MAKER.make(grants(room, Set.of(TrackSource.values()), true, Duration.ofMinutes(-10)));
    }

    public static String listenOnly(String room) {
        return MAKER.make(grants(room, Set.of(), true, Duration.ofHours(1)));
    }

    /** Of somebody who may publish nothing. */
    public static String viewer(String room, String identity) {
        return MAKER.make(grants(room, identity, Set.of(), true, false, Duration.ofHours(1)));
    }

    /** Of somebody who may decide about the room. */
    public static String chair(String room, String identity) {
        return MAKER.make(grants(room, identity, Set.of(TrackSource.values()), true, true, Duration.ofHours(1)));
    }

    public static String unknownKey(String room) {
        return maker("nobodys").make(grants(room, Set.of(TrackSource.values()), true, Duration.ofHours(1)));
    }

    /** What a good token says, with {@code alg: none} and no signature. */
    public static String unsigned(String room) {
        Base64.Encoder base64 = Base64.getUrlEncoder().withoutPadding();
        String header = base64.encodeToString(
                ("{\"alg\":\"none\",\"kid\":\"" + NodeUnderTest.KID + "\"}").getBytes(StandardCharsets.UTF_8));
        return header + "." + good(room).split("\\.", -1)[1] + ".";
    }

    /** A good token whose signature has another last byte but one. */
    public static String forged(String room) {
        String token = good(room);
        int at = token.length() - 3;
        return token.substring(0, at) + (token.charAt(at) == 'A' ? 'B' : 'A') + token.substring(at + 1);
    }

    private static TokenMaker maker(String kid) {
        return new TokenMaker(TENANT, kid, NodeUnderTest.SECRET.getBytes(StandardCharsets.UTF_8));
    }

    private static TokenGrants grants(String room, Set<TrackSource> publish, boolean subscribe, Duration lifetime) {
        return grants(room, "somebody", publish, subscribe, false, lifetime);
    }

    private static TokenGrants grants(
            String room,
            String identity,
            Set<TrackSource> publish,
            boolean subscribe,
            boolean admin,
            Duration lifetime) {
        return new TokenGrants(
                new RoomId(TENANT, room),
                new Identity(identity),
                "",
                Map.of(),
                publish,
                subscribe,
                false,
                admin,
                0,
                Set.of(),
                System.currentTimeMillis() + lifetime.toMillis());
    }
}
