package io.banyan.cluster;

import com.typesafe.config.Config;
import java.nio.file.Path;
import java.util.Optional;

/** How optional things are written in the configuration: an empty string is none. */
final class Settings {
    private Settings() {}

    static Optional<String> text(Config config, String key) {
        return config.hasPath(key) && !config.getString(key).isEmpty()
                ? Optional.of(config.getString(key))
                : Optional.empty();
    }

    static Optional<Path> path(Config config, String key) {
        return text(config, key).map(Path::of);
    }
}
