package io.banyan.cluster;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigObject;
import io.banyan.protocol.id.TenantId;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Who may make access tokens.
 *
 * @param tenants each tenant's keys
 * @param clockSkew tolerated between a token's maker and this node
 * @param longest that a token may live: so long it is remembered who was put out of a room
 */
public record TokenSettings(Map<TenantId, TenantKeys> tenants, Duration clockSkew, Duration longest) {

    /**
     * @param secrets shared secrets (HS256)
     * @param jwksFile public keys (ES256, EdDSA) in a file, read again when it changes
     * @param jwksUrl public keys (ES256, EdDSA) at an address, fetched again when an unknown {@code kid} shows up
     */
    public record TenantKeys(List<SharedSecret> secrets, Optional<Path> jwksFile, Optional<URI> jwksUrl) {}

    /**
     * @param kid names it in a token's header
     * @param secret the text itself; its UTF-8 bytes are the key
     * @param secretFile a file whose content, without surrounding white space, is the text
     */
    public record SharedSecret(String kid, Optional<String> secret, Optional<Path> secretFile) {
        /** Never shows the secret. */
        @Override
        public String toString() {
            return "SharedSecret[" + kid + "]";
        }
    }

    static TokenSettings read(Config tokens) {
        Map<TenantId, TenantKeys> tenants = new LinkedHashMap<>();
        ConfigObject byName = tokens.getObject("tenants");
        for (String name : byName.keySet()) {
            Config tenant = byName.toConfig().getConfig('"' + name + '"');
            List<SharedSecret> secrets = tenant.hasPath("keys")
                    ? tenant.getConfigList("keys").stream()
                            .map(key -> new SharedSecret(
                                    key.getString("kid"),
                                    Settings.text(key, "secret"),
                                    Settings.path(key, "secret-file")))
                            .toList()
                    : List.of();
            tenants.put(
                    new TenantId(name),
                    new TenantKeys(
                            secrets,
                            Settings.path(tenant, "jwks-file"),
                            Settings.text(tenant, "jwks-url").map(URI::create)));
        }
        return new TokenSettings(Map.copyOf(tenants), tokens.getDuration("clock-skew"), tokens.getDuration("longest"));
    }
}
