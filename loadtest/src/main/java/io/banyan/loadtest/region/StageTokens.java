package io.banyan.loadtest.region;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Access tokens (RFC 7519, HS256) of a tenant that is made for one mesh. */
public final class StageTokens {
    private static final String TENANT = "bench";
    private static final String KID = "bench-1";
    private static final int SECRET_BYTES = 32;
    private static final long LIFETIME_SECONDS = 6 * 3_600;
    private static final ObjectMapper JSON = new ObjectMapper();

    private final String secret;

    private StageTokens(String secret) {
        this.secret = secret;
    }

    static StageTokens make() {
        byte[] random = new byte[SECRET_BYTES];
        new SecureRandom().nextBytes(random);
        return new StageTokens(HexFormat.of().formatHex(random));
    }

    /** What every node must be told to believe them. */
    Map<String, String> nodeSettings() {
        String key = "banyan.tokens.tenants." + TENANT + ".keys.0.";
        return Map.of(key + "kid", KID, key + "secret", secret);
    }

    /** Of somebody who may do everything but moderate. */
    public String of(String room, String identity) {
        return make(room, identity, List.of("microphone", "camera"), false, 0);
    }

    /** Of somebody who only watches. */
    public String ofViewer(String room, String identity) {
        return make(room, identity, List.of(), false, 0);
    }

    /** Of somebody who may moderate too. */
    public String ofAdmin(String room, String identity) {
        return make(room, identity, List.of("microphone", "camera"), true, 0);
    }

    /** Of somebody who gets in only while fewer are there. */
    public String limited(String room, String identity, int maxParticipants) {
        return make(room, identity, List.of("microphone", "camera"), false, maxParticipants);
    }

    private String make(String room, String identity, List<String> publish, boolean isAdmin, int maxParticipants) {
        Map<String, Object> grants =
                Map.of("publish", publish, "subscribe", true, "updateSelf", true, "admin", isAdmin);
        Map<String, Object> policy =
                maxParticipants == 0 ? Map.of() : Map.of("maxParticipants", maxParticipants, "regions", List.of());
        try {
            String header = base64(JSON.writeValueAsBytes(Map.of("alg", "HS256", "typ", "JWT", "kid", KID)));
            Map<String, Object> claims = new LinkedHashMap<>(Map.of(
                    "sub",
                    identity,
                    "room",
                    room,
                    "name",
                    identity,
                    "exp",
                    System.currentTimeMillis() / 1_000 + LIFETIME_SECONDS,
                    "grants",
                    grants));
            if (!policy.isEmpty()) {
                claims.put("policy", policy);
            }
            String signed = header + "." + base64(JSON.writeValueAsBytes(claims));
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
            return signed + "." + base64(mac.doFinal(signed.getBytes(StandardCharsets.US_ASCII)));
        } catch (JsonProcessingException | GeneralSecurityException e) {
            throw new IllegalStateException("both are always there", e);
        }
    }

    private static String base64(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }
}
