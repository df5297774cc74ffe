package io.banyan.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ClusterSettingsTest {
    private final Config single = ConfigFiles.load("single", Optional.empty());

    @Test
    void shouldStandAloneOnTheLoopbackInterfaceInProfileSingle() {
        assertThat(ClusterSettings.read(single)).isEqualTo(new ClusterSettings("127.0.0.1", 0, List.of(), true));
        assertThat(single.getString("pekko.remote.artery.canonical.hostname")).isEqualTo("127.0.0.1");
        assertThat(single.getString("pekko.remote.artery.transport")).isEqualTo("tcp");
        assertThat(single.getStringList("pekko.cluster.roles")).containsExactly("node.node-1");
    }

    @Test
    void shouldSpeakTlsUnlessToldOtherwise() {
        Config cluster = ConfigFactory.parseString("banyan.node.name = n")
                .withFallback(ConfigFactory.parseResources("banyan-cluster.conf"))
                .resolve();
        assertThat(cluster.getString("pekko.remote.artery.transport")).isEqualTo("tls-tcp");
        assertThat(cluster.getBoolean("pekko.actor.allow-java-serialization")).isFalse();
        assertThat(cluster.getInt("pekko.cluster.sharding.number-of-shards")).isEqualTo(256);
        assertThat(cluster.getString("pekko.cluster.sharding.passivation.strategy"))
                .isEqualTo("none");
    }

    @Test
    void shouldNotJoinItselfAndOthers() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new ClusterSettings("h", 1, List.of("pekko://banyan@other:7770"), true))
                .withMessageContaining("join-self");
    }
}
