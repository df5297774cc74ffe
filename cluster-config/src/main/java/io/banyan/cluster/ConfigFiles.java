package io.banyan.cluster;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigFactory;
import java.nio.file.Path;
import java.util.Optional;

/** Puts a node's configuration together, in the order that {@code banyan-reference.conf} states. */
public final class ConfigFiles {
    private ConfigFiles() {}

    /**
     * @param profile {@code single} …: which {@code banyan-profile-<name>.conf} on the class path
     * @param file the operator's own, over the profile
     * @return resolved, with the libraries' reference configuration beneath
     * @throws ConfigException if the profile or the file does not exist or cannot be parsed
     */
    public static Config load(String profile, Optional<Path> file) {
        Config own = file.map(path -> ConfigFactory.parseFile(
                        path.toFile(),
                        com.typesafe.config.ConfigParseOptions.defaults().setAllowMissing(false)))
                .orElseGet(ConfigFactory::empty);
        Config profileConfig = ConfigFactory.parseResources(
                ConfigFiles.class.getClassLoader(),
                "banyan-profile-" + profile + ".conf",
                com.typesafe.config.ConfigParseOptions.defaults().setAllowMissing(false));
        Config reference = ConfigFactory.parseResources(
                ConfigFiles.class.getClassLoader(),
                "banyan-reference.conf",
                com.typesafe.config.ConfigParseOptions.defaults().setAllowMissing(false));
        return ConfigFactory.defaultOverrides()
                .withFallback(own)
                .withFallback(profileConfig)
                .withFallback(reference)
                .withFallback(ConfigFactory.defaultReferenceUnresolved())
                .resolve();
    }
}
