package io.banyan.node.signal.token;

import io.banyan.node.control.TokenGrants;
import io.banyan.protocol.id.RegionId;
import io.banyan.protocol.id.TenantId;
import io.banyan.protocol.signal.v1.TrackSource;
import java.util.List;
import java.util.Map;
import javax.crypto.spec.SecretKeySpec;
import org.jose4j.jws.AlgorithmIdentifiers;
import org.jose4j.jws.JsonWebSignature;
import org.jose4j.jwt.JwtClaims;
import org.jose4j.jwt.NumericDate;
import org.jose4j.lang.JoseException;

/** Makes HS256 access tokens: for the command line, and for the demo on one's own machine. */
public final class TokenMaker {
    private final TenantId tenant;
    private final String kid;
    private final byte[] secret;

    /**
     * @param tenant whose key it is, as far as this node is concerned; not in the token
     * @param kid names the key in the token's header
     * @param secret 32 bytes or more
     * @throws IllegalArgumentException if the secret is shorter
     */
    public TokenMaker(TenantId tenant, String kid, byte[] secret) {
        if (secret.length < TokenKeys.MIN_SECRET_BYTES) {
            throw new IllegalArgumentException("a secret must have " + TokenKeys.MIN_SECRET_BYTES
                    + " bytes or more, this one has " + secret.length);
        }
        this.tenant = tenant;
        this.kid = kid;
        this.secret = secret.clone();
    }

    /** The compact form of a JWT that carries these grants. */
    public String make(TokenGrants grants) {
        JwtClaims jwt = new JwtClaims();
        jwt.setSubject(grants.identity().value());
        jwt.setStringClaim("room", grants.room().name());
        if (!grants.displayName().isEmpty()) {
            jwt.setStringClaim("name", grants.displayName());
        }
        jwt.setExpirationTime(NumericDate.fromMilliseconds(grants.expiresAtMillis()));
        List<String> publish = grants.publish().stream()
                .filter(source -> source != TrackSource.UNRECOGNIZED)
                .map(Grants::nameOf)
                .sorted()
                .toList();
        jwt.setClaim(
                "grants",
                Map.of(
                        "publish", publish,
                        "subscribe", grants.subscribe(),
                        "updateSelf", grants.updateSelf(),
                        "admin", grants.admin()));
        if (!grants.attributes().isEmpty()) {
            jwt.setClaim("attributes", grants.attributes());
        }
        if (grants.maxParticipants() > 0 || !grants.allowedRegions().isEmpty()) {
            List<String> regions = grants.allowedRegions().stream()
                    .map(RegionId::value)
                    .sorted()
                    .toList();
            jwt.setClaim("policy", Map.of("maxParticipants", grants.maxParticipants(), "regions", regions));
        }
        JsonWebSignature jws = new JsonWebSignature();
        jws.setAlgorithmHeaderValue(AlgorithmIdentifiers.HMAC_SHA256);
        jws.setKeyIdHeaderValue(kid);
        jws.setHeader("typ", "JWT");
        jws.setKey(new SecretKeySpec(secret, "HmacSHA256"));
        jws.setPayload(jwt.toJson());
        try {
            return jws.getCompactSerialization();
        } catch (JoseException e) {
            throw new IllegalStateException("HS256 is always there", e);
        }
    }

    TenantId tenant() {
        return tenant;
    }

    byte[] secret() {
        return secret;
    }
}
