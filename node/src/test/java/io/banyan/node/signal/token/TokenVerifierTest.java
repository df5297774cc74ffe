package io.banyan.node.signal.token;

import static org.assertj.core.api.Assertions.assertThat;

import io.banyan.cluster.TokenSettings;
import io.banyan.cluster.TokenSettings.SharedSecret;
import io.banyan.cluster.TokenSettings.TenantKeys;
import io.banyan.node.control.TokenGrants;
import io.banyan.protocol.id.Identity;
import io.banyan.protocol.id.RegionId;
import io.banyan.protocol.id.RoomId;
import io.banyan.protocol.id.TenantId;
import io.banyan.protocol.signal.v1.ErrorCode;
import io.banyan.protocol.signal.v1.TrackSource;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.security.Key;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import javax.crypto.spec.SecretKeySpec;
import org.jose4j.jwk.EcJwkGenerator;
import org.jose4j.jwk.EllipticCurveJsonWebKey;
import org.jose4j.jwk.JsonWebKey.OutputControlLevel;
import org.jose4j.jwk.JsonWebKeySet;
import org.jose4j.jwk.OctetKeyPairJsonWebKey;
import org.jose4j.jwk.OkpJwkGenerator;
import org.jose4j.jws.JsonWebSignature;
import org.jose4j.keys.EllipticCurves;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TokenVerifierTest {
    private static final Instant NOW = Instant.parse("2026-11-23T10:00:00Z");
    private static final TenantId ACME = new TenantId("acme");
    private static final String SECRET = "0123456789abcdef0123456789abcdef";

    @TempDir
    Path folder;

    private Path jwks = Path.of("");
    private EllipticCurveJsonWebKey ecKey = generateEc("ec-1");
    private OctetKeyPairJsonWebKey edKey = generateEd("ed-1");
    private TokenVerifier verifier =
            new TokenVerifier(new TokenSettings(Map.of(), Duration.ZERO, Duration.ofHours(24)), Map.of());

    @BeforeEach
    void setUp() throws Exception {
        jwks = folder.resolve("jwks.json");
        Files.writeString(jwks, new JsonWebKeySet(ecKey, edKey).toJson(OutputControlLevel.PUBLIC_ONLY));
        verifier = new TokenVerifier(
                new TokenSettings(
                        Map.of(
                                ACME,
                                new TenantKeys(
                                        List.of(new SharedSecret("k1", Optional.of(SECRET), Optional.empty())),
                                        Optional.of(jwks),
                                        Optional.empty())),
                        Duration.ofSeconds(10),
                        Duration.ofHours(24)),
                Map.of());
    }

    @Test
    void shouldReadBackWhatTheMakerWrote() {
        TokenGrants grants = new TokenGrants(
                new RoomId(ACME, "standup"),
                new Identity("ada"),
                "Ada",
                Map.of("team", "engines"),
                Set.of(TrackSource.TRACK_SOURCE_MICROPHONE, TrackSource.TRACK_SOURCE_SCREEN_AUDIO),
                true,
                true,
                false,
                12,
                Set.of(new RegionId("eu"), new RegionId("us")),
                NOW.plusSeconds(60).toEpochMilli());
        String token = new TokenMaker(ACME, "k1", SECRET.getBytes(StandardCharsets.UTF_8)).make(grants);

        assertThat(verifier.verify(token, NOW)).isEqualTo(new TokenCheck.Accepted(grants));
    }

    @Test
    void shouldAcceptPublicKeysOfAKeySet() throws Exception {
        assertThat(verifier.verify(signed("ES256", "ec-1", ecKey.getPrivateKey(), goodClaims()), NOW))
                .isInstanceOf(TokenCheck.Accepted.class);
        assertThat(verifier.verify(signed("EdDSA", "ed-1", edKey.getPrivateKey(), goodClaims()), NOW))
                .isInstanceOf(TokenCheck.Accepted.class);
    }

    @Test
    void shouldReadAKeySetAgainWhenItChanges() throws Exception {
        String old = signed("ES256", "ec-1", ecKey.getPrivateKey(), goodClaims());
        assertThat(verifier.verify(old, NOW)).isInstanceOf(TokenCheck.Accepted.class);
        EllipticCurveJsonWebKey next = generateEc("ec-2");
        Files.writeString(jwks, new JsonWebKeySet(next).toJson(OutputControlLevel.PUBLIC_ONLY));
        Files.setLastModifiedTime(jwks, FileTime.from(NOW.plusSeconds(1_000_000)));

        assertThat(verifier.verify(signed("ES256", "ec-2", next.getPrivateKey(), goodClaims()), NOW))
                .isInstanceOf(TokenCheck.Accepted.class);
        assertRefused(old, ErrorCode.ERROR_CODE_TOKEN_UNKNOWN_KEY);
    }

    @Test
    void shouldGrantNothingThatIsNotSaid() throws Exception {
        String bare =
                "{\"sub\":\"ada\",\"room\":\"r\",\"exp\":" + NOW.plusSeconds(60).getEpochSecond() + "}";
        TokenCheck check = verifier.verify(signed("HS256", "k1", secretKey(SECRET), bare), NOW);

        assertThat(check).isInstanceOfSatisfying(TokenCheck.Accepted.class, accepted -> {
            assertThat(accepted.grants().publish()).isEmpty();
            assertThat(accepted.grants().subscribe()).isFalse();
            assertThat(accepted.grants().admin()).isFalse();
        });
    }

    @Test
    void shouldTellAnExpiredToken() throws Exception {
        String expired = goodClaims()
                .replace(
                        "" + NOW.plusSeconds(60).getEpochSecond(),
                        "" + NOW.minusSeconds(11).getEpochSecond());
        assertRefused(signed("HS256", "k1", secretKey(SECRET), expired), ErrorCode.ERROR_CODE_TOKEN_EXPIRED);
    }

    @Test
    void shouldTellAnUnknownKey() throws Exception {
        assertRefused(signed("HS256", "k9", secretKey(SECRET), goodClaims()), ErrorCode.ERROR_CODE_TOKEN_UNKNOWN_KEY);
        assertRefused(signed("HS256", null, secretKey(SECRET), goodClaims()), ErrorCode.ERROR_CODE_TOKEN_UNKNOWN_KEY);
    }

    @Test
    void shouldRefuseAWrongSignature() throws Exception {
        String forged = signed("HS256", "k1", secretKey("f".repeat(32)), goodClaims());
        assertRefused(forged, ErrorCode.ERROR_CODE_TOKEN_INVALID);
    }

    @Test
    void shouldRefuseAnUnsignedToken() {
        Base64.Encoder base64 = Base64.getUrlEncoder().withoutPadding();
        String header = base64.encodeToString("{\"alg\":\"none\",\"kid\":\"k1\"}".getBytes(StandardCharsets.UTF_8));
        String body = base64.encodeToString(goodClaims().getBytes(StandardCharsets.UTF_8));
        assertRefused(header + "." + body + ".", ErrorCode.ERROR_CODE_TOKEN_INVALID);
    }

    @Test
    void shouldNotTakeAPublicKeyForASecret() throws Exception {
        Key publicKeyAsSecret = new SecretKeySpec(ecKey.getPublicKey().getEncoded(), "HmacSHA256");
        assertRefused(signed("HS256", "ec-1", publicKeyAsSecret, goodClaims()), ErrorCode.ERROR_CODE_TOKEN_UNKNOWN_KEY);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "x",
                "a.b.c",
                "..",
                "eyJhbGciOiJIUzI1NiJ9..",
                "\u0000\uffff",
                "eyJhbGciOiJIUzI1NiJ9.e30.AAAA.AAAA.AAAA"
            })
    void shouldRefuseWhatIsNoToken(String garbage) {
        assertThat(verifier.verify(garbage, NOW)).isInstanceOf(TokenCheck.Refused.class);
        assertRefused("x".repeat(100_000), ErrorCode.ERROR_CODE_TOKEN_INVALID);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"sub\":\"ada\",\"exp\":EXP}",
                "{\"room\":\"r\",\"exp\":EXP}",
                "{\"sub\":\"ada\",\"room\":\"r\"}",
                "{\"sub\":\"ada\",\"room\":7,\"exp\":EXP}",
                "{\"sub\":\"ada\",\"room\":\"a/b\",\"exp\":EXP}",
                "{\"sub\":\"ada\",\"room\":\"r\",\"exp\":EXP,\"grants\":\"all\"}",
                "{\"sub\":\"ada\",\"room\":\"r\",\"exp\":EXP,\"grants\":{\"admin\":\"yes\"}}",
                "{\"sub\":\"ada\",\"room\":\"r\",\"exp\":EXP,\"policy\":{\"maxParticipants\":-1}}",
                "[]"
            })
    void shouldRefuseClaimsOfTheWrongForm(String claims) throws Exception {
        String body = claims.replace("EXP", "" + NOW.plusSeconds(60).getEpochSecond());
        assertRefused(signed("HS256", "k1", secretKey(SECRET), body), ErrorCode.ERROR_CODE_TOKEN_INVALID);
    }

    private void assertRefused(String token, ErrorCode code) {
        assertThat(verifier.verify(token, NOW)).isInstanceOfSatisfying(TokenCheck.Refused.class, refused -> {
            assertThat(refused.code()).isEqualTo(code);
            assertThat(refused.message()).isNotBlank();
        });
    }

    private static String goodClaims() {
        return "{\"sub\":\"ada\",\"room\":\"standup\",\"grants\":{\"publish\":true,\"subscribe\":true},\"exp\":"
                + NOW.plusSeconds(60).getEpochSecond() + "}";
    }

    private static Key secretKey(String secret) {
        return new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), "HmacSHA256");
    }

    private static String signed(String algorithm, @Nullable String kid, Key key, String claims) throws Exception {
        JsonWebSignature jws = new JsonWebSignature();
        jws.setAlgorithmHeaderValue(algorithm);
        if (kid != null) {
            jws.setKeyIdHeaderValue(kid);
        }
        jws.setKey(key);
        jws.setPayload(claims);
        return jws.getCompactSerialization();
    }

    private static EllipticCurveJsonWebKey generateEc(String kid) {
        try {
            EllipticCurveJsonWebKey key = EcJwkGenerator.generateJwk(EllipticCurves.P256);
            key.setKeyId(kid);
            return key;
        } catch (org.jose4j.lang.JoseException e) {
            throw new IllegalStateException(e);
        }
    }

    private static OctetKeyPairJsonWebKey generateEd(String kid) {
        try {
            OctetKeyPairJsonWebKey key = OkpJwkGenerator.generateJwk(OctetKeyPairJsonWebKey.SUBTYPE_ED25519);
            key.setKeyId(kid);
            return key;
        } catch (org.jose4j.lang.JoseException e) {
            throw new IllegalStateException(e);
        }
    }
}
