package io.banyan.node.signal.token;

import java.security.Key;
import java.util.List;
import org.jose4j.jwk.JsonWebKey;
import org.jose4j.jwk.PublicJsonWebKey;
import org.jspecify.annotations.Nullable;

/** Looks a public key up in a key set. */
final class Jwks {
    private Jwks() {}

    static @Nullable Key publicKey(List<JsonWebKey> keys, String kid) {
        for (JsonWebKey key : keys) {
            if (kid.equals(key.getKeyId()) && key instanceof PublicJsonWebKey pair) {
                return pair.getPublicKey();
            }
        }
        return null;
    }
}
