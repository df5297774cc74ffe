package io.banyan.node.control;

import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class SeedPatienceTest {
    private static final Config CONFIG = ConfigFactory.parseString("""
            banyan.cluster {
              host = "10.0.0.1"
              port = 7770
              join-self = false
              seed-nodes = ["pekko://banyan@10.0.0.1:7770", "pekko://banyan@10.0.0.2:7771"]
            }
            pekko.cluster.seed-node-timeout = 2s
            """);

    private static Duration timeout(SiblingWatch.Probe probe) {
        return SeedPatience.apply(CONFIG, probe).getDuration("pekko.cluster.seed-node-timeout");
    }

    @Test
    void shouldWaitForTheClusterOfAnotherSeedNodeThatRuns() {
        assertThat(timeout((host, port) -> host.equals("10.0.0.2") && port == 7771
                        ? SiblingWatch.Answer.OPEN
                        : SiblingWatch.Answer.REFUSED))
                .isEqualTo(SeedPatience.WHERE_OTHERS_RUN);
    }

    @Test
    void shouldNotWaitWhereNobodyElseRuns() {
        assertThat(timeout((host, port) -> SiblingWatch.Answer.REFUSED)).hasSeconds(2);
        assertThat(timeout((host, port) -> SiblingWatch.Answer.NONE)).hasSeconds(2);
    }

    @Test
    void shouldNotTakeItselfForAnother() {
        assertThat(timeout((host, port) ->
                        host.equals("10.0.0.1") ? SiblingWatch.Answer.OPEN : SiblingWatch.Answer.REFUSED))
                .hasSeconds(2);
    }
}
