package io.banyan.node;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;

/** The keys that authenticate what nodes of a mesh tell each other through clients. */
final class MeshKeys {
    private static final int MIN_BYTES = 32;

    private MeshKeys() {}

    /**
     * @param files the first one's key makes, all are accepted; none: one random key
     * @throws StartFailure if a file cannot be read or holds too little
     */
    static List<byte[]> read(List<Path> files) {
        if (files.isEmpty()) {
            byte[] alone = new byte[MIN_BYTES];
            new SecureRandom().nextBytes(alone);
            return List.of(alone);
        }
        List<byte[]> keys = new ArrayList<>();
        for (Path file : files) {
            try {
                byte[] key = Files.readString(file).strip().getBytes(StandardCharsets.UTF_8);
                if (key.length < MIN_BYTES) {
                    throw new StartFailure(
                            "the mesh key in " + file + " has fewer than " + MIN_BYTES + " bytes",
                            new IllegalArgumentException());
                }
                keys.add(key);
            } catch (IOException e) {
                throw new StartFailure("cannot read the mesh key in " + file + ": " + e.getMessage(), e);
            }
        }
        return keys;
    }
}
