package io.banyan.node.signal.token;

import io.banyan.cluster.TokenSettings;
import io.banyan.cluster.TokenSettings.SharedSecret;
import io.banyan.cluster.TokenSettings.TenantKeys;
import io.banyan.protocol.id.TenantId;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.security.Key;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import javax.crypto.spec.SecretKeySpec;
import org.jose4j.jws.AlgorithmIdentifiers;
import org.jspecify.annotations.Nullable;

/**
 * Finds the key, and with it the tenant, that a token's {@code kid} names. A secret answers for HS256 only, a public key
 * for ES256 and EdDSA only, so that nobody can pass off a public key as a secret.
 */
final class TokenKeys {
    /** RFC 7518 §3.2: a key as long as the hash's output, or longer. */
    static final int MIN_SECRET_BYTES = 32;

    /** One tenant's key, good for the algorithm it was asked for. */
    record Found(TenantId tenant, Key key) {}

    private record TenantSecret(TenantId tenant, Key key) {}

    private record TenantJwks(TenantId tenant, PublicKeys keys) {}

    private final Map<String, TenantSecret> secrets = new HashMap<>();
    private final List<TenantJwks> publicKeys = new ArrayList<>();

    /**
     * @throws IllegalArgumentException if two secrets share a {@code kid} or one is too short
     * @throws UncheckedIOException if a secret's file cannot be read
     */
    TokenKeys(TokenSettings settings) {
        settings.tenants().forEach(this::add);
    }

    private void add(TenantId tenant, TenantKeys keys) {
        for (SharedSecret secret : keys.secrets()) {
            add(tenant, secret.kid(), textOf(secret).getBytes(StandardCharsets.UTF_8));
        }
        keys.jwksFile().ifPresent(file -> publicKeys.add(new TenantJwks(tenant, new JwksFile(file))));
        keys.jwksUrl().ifPresent(url -> publicKeys.add(new TenantJwks(tenant, new JwksUrl(url))));
    }

    /** Adds a secret that was made at start and is in no file: the demo's. */
    void add(TenantId tenant, String kid, byte[] secret) {
        if (secret.length < MIN_SECRET_BYTES) {
            throw new IllegalArgumentException(
                    "the secret of key " + kid + " must have " + MIN_SECRET_BYTES + " bytes or more");
        }
        if (secrets.putIfAbsent(kid, new TenantSecret(tenant, new SecretKeySpec(secret, "HmacSHA256"))) != null) {
            throw new IllegalArgumentException("two keys have the kid " + kid);
        }
    }

    /** May block: a set of public keys may have to be read or fetched. */
    @Nullable
    Found find(String kid, String algorithm) {
        if (algorithm.equals(AlgorithmIdentifiers.HMAC_SHA256)) {
            TenantSecret secret = secrets.get(kid);
            return secret == null ? null : new Found(secret.tenant, secret.key);
        }
        for (TenantJwks candidate : publicKeys) {
            Key key = candidate.keys.find(kid);
            if (key != null) {
                return new Found(candidate.tenant, key);
            }
        }
        return null;
    }

    private static String textOf(SharedSecret secret) {
        return secret.secret().orElseGet(() -> {
            try {
                return Files.readString(secret.secretFile()
                                .orElseThrow(() -> new IllegalArgumentException(
                                        "key " + secret.kid() + " needs a secret or a secret-file")))
                        .strip();
            } catch (IOException e) {
                throw new UncheckedIOException("cannot read the secret of key " + secret.kid(), e);
            }
        });
    }
}
