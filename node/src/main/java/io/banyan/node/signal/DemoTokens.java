package io.banyan.node.signal;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.banyan.cluster.DemoSettings;
import io.banyan.node.control.TokenGrants;
import io.banyan.node.signal.token.TokenMaker;
import io.banyan.protocol.id.Identity;
import io.banyan.protocol.id.RoomId;
import io.banyan.protocol.signal.v1.TrackSource;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Makes the demo's tokens for anybody who asks, with a secret that lives as long as the process. */
public final class DemoTokens {
    /** Names the demo's key in a token's header. */
    public static final String KID = "demo";

    private static final Duration LIFETIME = Duration.ofHours(6);
    private static final Set<TrackSource> EVERY_SOURCE = Set.of(
            TrackSource.TRACK_SOURCE_MICROPHONE,
            TrackSource.TRACK_SOURCE_CAMERA,
            TrackSource.TRACK_SOURCE_SCREEN,
            TrackSource.TRACK_SOURCE_SCREEN_AUDIO);
    private static final ObjectMapper JSON =
            new ObjectMapper().disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES);

    private final DemoSettings settings;
    private final InstantSource clock;
    private final SecureRandom random = new SecureRandom();
    private final TokenMaker maker;

    public DemoTokens(DemoSettings settings, InstantSource clock) {
        this.settings = settings;
        this.clock = clock;
        byte[] secret = new byte[32];
        random.nextBytes(secret);
        this.maker = new TokenMaker(settings.tenant(), KID, secret);
    }

    /** For the verifier of the same process. */
    public TokenMaker maker() {
        return maker;
    }

    private record Asked(
            @Nullable String room,
            @Nullable String name,
            @Nullable String identity,
            @Nullable String role) {}

    private record Made(
            @JsonProperty("token") String token,
            @JsonProperty("room") String room,
            @JsonProperty("identity") String identity) {}

    /**
     * @param body {@code {"room": "…", "name": "…"}}, and {@code "identity"} to be somebody again, and {@code "role"}: of a
     *     {@code "viewer"}, who may publish nothing, or of a {@code "chair"}, who may decide about the room
     * @return {@code {"token": "…", "room": "…", "identity": "…"}}
     * @throws IllegalArgumentException saying what is wrong with the body
     */
    String answer(String body) {
        try {
            Asked asked = JSON.readValue(body, Asked.class);
            if (asked == null || asked.room == null) {
                throw new IllegalArgumentException("need {\"room\": \"…\", \"name\": \"…\"}");
            }
            String name = asked.name == null ? "" : asked.name.strip();
            RoomId room = new RoomId(settings.tenant(), asked.room);
            Identity identity = new Identity(asked.identity != null ? asked.identity : newIdentity(name));
            TokenGrants grants = new TokenGrants(
                    room,
                    identity,
                    name,
                    Map.of(),
                    "viewer".equals(asked.role) ? Set.of() : EVERY_SOURCE,
                    true,
                    true,
                    "chair".equals(asked.role),
                    0,
                    Set.of(),
                    clock.instant().plus(LIFETIME).toEpochMilli());
            return JSON.writeValueAsString(new Made(maker.make(grants), room.name(), identity.value()));
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("the body is not JSON: " + e.getOriginalMessage(), e);
        }
    }

    private String newIdentity(String name) {
        byte[] bits = new byte[6];
        random.nextBytes(bits);
        String readable = name.replaceAll("[^\\p{L}\\p{N}._-]+", "-");
        return readable.substring(0, Math.min(40, readable.length())) + "~"
                + HexFormat.of().formatHex(bits);
    }
}
