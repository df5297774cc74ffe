package io.banyan.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import com.typesafe.config.Config;
import io.banyan.cluster.ClusterSettings;
import io.banyan.cluster.ConfigFiles;
import io.banyan.cluster.NodeSettings;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What cannot be started here can be read here, and the classes that it names exist. */
class KubernetesProfileTest {
    private final Config config = ConfigFiles.load("kubernetes", Optional.empty());

    @Test
    void shouldFormTheRegionByItsPods() {
        assertThat(NodeSettings.read(config, 1).mesh().topologyFile()).isPresent();
        ClusterSettings cluster = ClusterSettings.read(config);
        assertThat(cluster.joinsItself()).isFalse();
        assertThat(cluster.seedNodes()).isEmpty();
        assertThat(config.getString("pekko.remote.artery.transport")).isEqualTo("tls-tcp");
        assertThat(config.getString("pekko.management.cluster.bootstrap.contact-point-discovery.discovery-method"))
                .isEqualTo("kubernetes-api");
        assertThat(config.getString("pekko.management.http.hostname")).isEqualTo(cluster.host());
    }

    @Test
    void shouldNameClassesThatExist() {
        List<String> classes = List.of(
                config.getStringList("pekko.extensions").getFirst(),
                config.getString("pekko.discovery.kubernetes-api.class"),
                config.getString("pekko.remote.artery.ssl.ssl-engine-provider"),
                config.getString("pekko.cluster.downing-provider-class"),
                config.getString("pekko.management.cluster.bootstrap.join-decider.class"));
        for (String name : classes) {
            assertThatCode(() -> Class.forName(name)).doesNotThrowAnyException();
        }
    }

    @Test
    void shouldStartNothingOfItOtherwise() {
        assertThat(ConfigFiles.load("single", Optional.empty()).getStringList("pekko.extensions"))
                .isEmpty();
    }
}
