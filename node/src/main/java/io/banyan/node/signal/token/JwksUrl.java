package io.banyan.node.signal.token;

import java.io.IOException;
import java.net.URI;
import java.security.Key;
import java.time.Duration;
import org.jose4j.jwk.HttpsJwks;
import org.jose4j.lang.JoseException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A key set at an address: kept for ten minutes, fetched again for an unknown {@code kid}, but not more often than each 30 s. */
final class JwksUrl implements PublicKeys {
    private static final Logger LOG = LoggerFactory.getLogger(JwksUrl.class);

    /** Anybody can make up unknown {@code kid}s: they must not become a load on the tenant's server. */
    private static final Duration REFETCH_AT_MOST_EVERY = Duration.ofSeconds(30);

    private static final Duration KEEP = Duration.ofMinutes(10);

    private final URI address;
    private final HttpsJwks keys;

    JwksUrl(URI address) {
        this.address = address;
        keys = new HttpsJwks(address.toString());
        keys.setDefaultCacheDuration(KEEP.toSeconds());
        keys.setRefreshReprieveThreshold(REFETCH_AT_MOST_EVERY.toMillis());
        keys.setRetainCacheOnErrorDuration(KEEP.toSeconds());
    }

    @Override
    public @Nullable Key find(String kid) {
        try {
            Key known = Jwks.publicKey(keys.getJsonWebKeys(), kid);
            if (known != null) {
                return known;
            }
            keys.refresh();
            return Jwks.publicKey(keys.getJsonWebKeys(), kid);
        } catch (IOException | JoseException e) {
            LOG.warn("key set {} cannot be fetched: {}", address, e.getMessage());
            return null;
        }
    }
}
