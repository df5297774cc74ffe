package io.banyan.node.control;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigValueFactory;
import io.banyan.cluster.ClusterSettings;
import java.time.Duration;
import java.util.Optional;
import org.apache.pekko.actor.Address;
import org.apache.pekko.actor.AddressFromURIString;

/**
 * How long a seed node looks for the others before it makes a cluster by itself. Where one of their processes runs already
 * there most likely is a cluster, and a node that has just started, on a machine that is busy starting others, needs seconds
 * to be heard: a second cluster beside the first would split the region, and cost its people their connections when healed.
 */
public final class SeedPatience {
    /** Not waited for in full when nobody has a cluster: then they say so. */
    static final Duration WHERE_OTHERS_RUN = Duration.ofSeconds(15);

    private SeedPatience() {}

    /** Asks the other seed nodes' ports. Blocks for a second at most for each that does not answer. */
    public static Config apply(Config config) {
        return apply(config, SiblingWatch::connect);
    }

    static Config apply(Config config, SiblingWatch.Probe probe) {
        ClusterSettings cluster = ClusterSettings.read(config);
        boolean othersRun = cluster.seedNodes().stream()
                .map(AddressFromURIString::parse)
                .filter(seed -> !isSelf(seed, cluster))
                .anyMatch(seed -> seed.getHost().isPresent()
                        && seed.getPort().isPresent()
                        && probe.ask(seed.getHost().get(), seed.getPort().get()) == SiblingWatch.Answer.OPEN);
        return othersRun
                ? config.withValue("pekko.cluster.seed-node-timeout", ConfigValueFactory.fromAnyRef(WHERE_OTHERS_RUN))
                : config;
    }

    private static boolean isSelf(Address seed, ClusterSettings cluster) {
        return seed.getHost().equals(Optional.of(cluster.host()))
                && seed.getPort().equals(Optional.of(cluster.port()));
    }
}
