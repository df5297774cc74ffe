package io.banyan.node.signal.token;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.security.Key;
import java.util.List;
import org.jose4j.jwk.JsonWebKey;
import org.jose4j.jwk.JsonWebKeySet;
import org.jose4j.lang.JoseException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A key set in a mounted file, read again when the file changes; the last good one holds while the file is broken. */
final class JwksFile implements PublicKeys {
    private static final Logger LOG = LoggerFactory.getLogger(JwksFile.class);

    private record Loaded(FileTime modified, List<JsonWebKey> keys) {}

    private final Path file;
    private volatile Loaded loaded = new Loaded(FileTime.fromMillis(0), List.of());

    JwksFile(Path file) {
        this.file = file;
    }

    @Override
    public @Nullable Key find(String kid) {
        return Jwks.publicKey(current(), kid);
    }

    private List<JsonWebKey> current() {
        Loaded before = loaded;
        try {
            FileTime modified = Files.getLastModifiedTime(file);
            if (!modified.equals(before.modified)) {
                List<JsonWebKey> keys = new JsonWebKeySet(Files.readString(file)).getJsonWebKeys();
                loaded = new Loaded(modified, List.copyOf(keys));
            }
        } catch (IOException | JoseException e) {
            LOG.warn("key set {} cannot be read, the last good one holds: {}", file, e.getMessage());
        }
        return loaded.keys;
    }
}
