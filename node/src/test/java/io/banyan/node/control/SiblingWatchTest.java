package io.banyan.node.control;

import static org.assertj.core.api.Assertions.assertThat;

import io.banyan.node.control.SiblingWatch.Answer;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.pekko.actor.Address;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.cluster.MemberStatus;
import org.apache.pekko.cluster.typed.Cluster;
import org.apache.pekko.cluster.typed.Join;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class SiblingWatchTest {
    private static final Duration SOON = Duration.ofMillis(50);

    private ActorTestKit older;
    private ActorTestKit younger;

    @BeforeEach
    void start() {
        older = start("older");
        younger = start("younger");
        join(older);
        join(younger);
    }

    private static ActorTestKit start(String name) {
        String config = """
                banyan.cluster.transport = tcp
                pekko.coordinated-shutdown.run-by-actor-system-terminate = off
                """;
        return ActorTestKit.create("banyan", TestNode.config(name, config));
    }

    private void join(ActorTestKit node) {
        Cluster cluster = Cluster.get(node.system());
        cluster.manager().tell(Join.create(address(older)));
        node.createTestProbe().awaitAssert(TestNode.PATIENCE, () -> {
            assertThat(cluster.selfMember().status()).isEqualTo(MemberStatus.up());
            return null;
        });
    }

    private static Address address(ActorTestKit node) {
        return Cluster.get(node.system()).selfMember().address();
    }

    @AfterEach
    void stop() {
        younger.shutdownTestKit();
        older.shutdownTestKit();
    }

    @Test
    void shouldOutliveTheOlderNodeWhoseProcessIsGone() {
        AtomicInteger asked = new AtomicInteger();
        younger.spawn(SiblingWatch.create(List.of(), SOON, (host, port) -> {
            assertThat(port).isEqualTo(address(older).getPort().orElseThrow());
            asked.incrementAndGet();
            return Answer.REFUSED;
        }));

        // By the resolver's rule the younger of two would go with the older.
        younger.createTestProbe().awaitAssert(TestNode.PATIENCE, () -> {
            assertThat(Cluster.get(younger.system()).state().getMembers())
                    .singleElement()
                    .satisfies(member -> assertThat(member.address()).isEqualTo(address(younger)));
            return null;
        });
        assertThat(asked.get()).isGreaterThanOrEqualTo(SiblingWatch.REFUSALS);
        assertThat(younger.system().getWhenTerminated().toCompletableFuture()).isNotDone();
    }

    @Test
    void shouldGiveUpItsClusterForThatOfAnEarlierSeedNode() {
        String stranger = "pekko://banyan@127.0.0.1:1";
        older.spawn(
                SiblingWatch.create(List.of(address(older).toString(), stranger), SOON, (host, port) -> Answer.OPEN));
        younger.spawn(
                SiblingWatch.create(List.of(stranger, address(younger).toString()), SOON, (host, port) -> Answer.OPEN));

        younger.system().getWhenTerminated().toCompletableFuture().join();

        assertThat(NodeControl.gaveWay(younger.system())).isTrue();
        assertThat(older.system().getWhenTerminated().toCompletableFuture()).isNotDone();
    }
}
