package io.banyan.node.signal.token;

import static io.banyan.protocol.signal.v1.ErrorCode.ERROR_CODE_TOKEN_EXPIRED;
import static io.banyan.protocol.signal.v1.ErrorCode.ERROR_CODE_TOKEN_INVALID;
import static io.banyan.protocol.signal.v1.ErrorCode.ERROR_CODE_TOKEN_UNKNOWN_KEY;
import static org.jose4j.jwa.AlgorithmConstraints.ConstraintType.PERMIT;
import static org.jose4j.jws.AlgorithmIdentifiers.ECDSA_USING_P256_CURVE_AND_SHA256;
import static org.jose4j.jws.AlgorithmIdentifiers.EDDSA;
import static org.jose4j.jws.AlgorithmIdentifiers.HMAC_SHA256;

import io.banyan.cluster.TokenSettings;
import io.banyan.node.control.TokenGrants;
import io.banyan.protocol.id.Identity;
import io.banyan.protocol.id.RoomId;
import io.banyan.protocol.id.TenantId;
import java.security.Key;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import org.jose4j.jwa.AlgorithmConstraints;
import org.jose4j.jws.JsonWebSignature;
import org.jose4j.jwt.JwtClaims;
import org.jose4j.jwt.MalformedClaimException;
import org.jose4j.jwt.NumericDate;
import org.jose4j.jwt.consumer.ErrorCodes;
import org.jose4j.jwt.consumer.InvalidJwtException;
import org.jose4j.jwt.consumer.JwtConsumer;
import org.jose4j.jwt.consumer.JwtConsumerBuilder;
import org.jose4j.lang.UnresolvableKeyException;
import org.jspecify.annotations.Nullable;

/** Checks access tokens. Any thread may call; it may block while keys are fetched. */
public final class TokenVerifier {
    /** A token holds a handful of claims; anything longer is not one. */
    private static final int MAX_TOKEN_CHARS = 8192;

    private static final Set<String> ALGORITHMS = Set.of(HMAC_SHA256, ECDSA_USING_P256_CURVE_AND_SHA256, EDDSA);

    private final TokenKeys keys;
    private final int clockSkewSeconds;

    /**
     * @param settings every tenant's keys
     * @param demo the demo's tenant and secret by {@code kid}; empty where there is no demo
     * @throws IllegalArgumentException if two keys share a {@code kid} or one is too short
     */
    public TokenVerifier(TokenSettings settings, Map<String, TokenMaker> demo) {
        keys = new TokenKeys(settings);
        demo.forEach((kid, maker) -> keys.add(maker.tenant(), kid, maker.secret()));
        clockSkewSeconds = Math.toIntExact(settings.clockSkew().toSeconds());
    }

    /**
     * @param token as the client sent it
     * @param now to judge its expiry by
     */
    public TokenCheck verify(String token, Instant now) {
        if (token.isEmpty() || token.length() > MAX_TOKEN_CHARS) {
            return refused("the token is " + (token.isEmpty() ? "missing" : "too long"));
        }
        AtomicReference<@Nullable TenantId> tenant = new AtomicReference<>();
        JwtConsumer consumer = new JwtConsumerBuilder()
                .setJwsAlgorithmConstraints(new AlgorithmConstraints(PERMIT, ALGORITHMS.toArray(String[]::new)))
                .setVerificationKeyResolver((jws, nesting) -> keyOf(jws, tenant))
                .setRequireExpirationTime()
                .setRequireSubject()
                .setSkipDefaultAudienceValidation()
                .setEvaluationTime(NumericDate.fromMilliseconds(now.toEpochMilli()))
                .setAllowedClockSkewInSeconds(clockSkewSeconds)
                .build();
        try {
            JwtClaims claims = consumer.processToClaims(token);
            TenantId owner = tenant.get();
            if (owner == null) {
                return refused("the token is not signed");
            }
            return new TokenCheck.Accepted(read(claims, owner));
        } catch (InvalidJwtException e) {
            return refusalOf(e);
        } catch (MalformedClaimException | ClassCastException | IllegalArgumentException e) {
            return refused("a claim of the token is missing or of the wrong form");
        }
    }

    private Key keyOf(JsonWebSignature jws, AtomicReference<@Nullable TenantId> tenant)
            throws UnresolvableKeyException {
        String kid = jws.getKeyIdHeaderValue();
        String algorithm = jws.getAlgorithmHeaderValue();
        if (algorithm == null || !ALGORITHMS.contains(algorithm)) {
            throw new UnresolvableKeyException("no key is good for this algorithm");
        }
        TokenKeys.Found found = kid == null ? null : keys.find(kid, algorithm);
        if (found == null) {
            throw new UnknownKeyException();
        }
        tenant.set(found.tenant());
        return found.key();
    }

    private static TokenCheck refusalOf(InvalidJwtException e) {
        for (Throwable cause = e; cause != null; cause = cause.getCause()) {
            if (cause instanceof UnknownKeyException) {
                return new TokenCheck.Refused(
                        ERROR_CODE_TOKEN_UNKNOWN_KEY, "the token's kid names no key of any tenant on this mesh");
            }
        }
        if (e.hasErrorCode(ErrorCodes.EXPIRED)) {
            return new TokenCheck.Refused(ERROR_CODE_TOKEN_EXPIRED, "the token has expired: ask for a new one");
        }
        if (e.hasErrorCode(ErrorCodes.NOT_YET_VALID)) {
            return refused("the token is not valid yet: check the clock of whoever makes tokens");
        }
        if (e.hasErrorCode(ErrorCodes.EXPIRATION_MISSING) || e.hasErrorCode(ErrorCodes.SUBJECT_MISSING)) {
            return refused("the token needs the claims sub and exp");
        }
        return refused("the token's signature or form is wrong");
    }

    private static TokenGrants read(JwtClaims claims, TenantId tenant) throws MalformedClaimException {
        String room = claims.getStringClaimValue("room");
        if (room == null) {
            throw new MalformedClaimException("room");
        }
        String name = claims.getStringClaimValue("name");
        Grants grants = Grants.read(claims.getClaimValue("grants"));
        Policy policy = Policy.read(claims.getClaimValue("policy"));
        return new TokenGrants(
                new RoomId(tenant, room),
                new Identity(claims.getSubject()),
                name == null ? "" : name,
                Attributes.read(claims.getClaimValue("attributes")),
                grants.publish(),
                grants.subscribe(),
                grants.updateSelf(),
                grants.admin(),
                policy.maxParticipants(),
                policy.regions(),
                claims.getExpirationTime().getValueInMillis());
    }

    private static TokenCheck refused(String message) {
        return new TokenCheck.Refused(ERROR_CODE_TOKEN_INVALID, message);
    }

    /** Nobody's key: told apart from a key that does not fit. */
    private static final class UnknownKeyException extends UnresolvableKeyException {
        private static final long serialVersionUID = 1;

        UnknownKeyException() {
            super("unknown kid");
        }
    }
}
