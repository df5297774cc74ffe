package io.banyan.protocol.ice;

import static org.assertj.core.api.Assertions.assertThat;

import io.banyan.protocol.stun.StunView;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class IceClientTest {
    private static final InetSocketAddress ADDRESS = new InetSocketAddress("192.0.2.1", 40_000);

    private final IceCredentials clientCredentials = IceCredentials.random();
    private final IceCredentials nodeCredentials = IceCredentials.random();
    private final IceLiteAgent agent = new IceLiteAgent(nodeCredentials, clientCredentials, 0);
    private final IceClient client = new IceClient(clientCredentials, nodeCredentials, new Random(1), 0);
    private final ByteBuffer check = ByteBuffer.allocate(256);
    private final ByteBuffer answer = ByteBuffer.allocate(256);
    private final StunView view = new StunView();

    @Test
    void shouldConnectToALiteAgentAndNominate() {
        assertThat(client.isConnected(0)).isFalse();

        assertThat(exchange(millis(0), millis(30))).isTrue();

        assertThat(agent.selected()).isEqualTo(ADDRESS);
        assertThat(client.isConnected(millis(30))).isTrue();
        assertThat(client.rttNanos()).isEqualTo(millis(30));
        assertThat(client.mappedAddress()).isEqualTo(ADDRESS);
    }

    @Test
    void shouldCheckOftenUntilAnsweredAndThenRenewConsent() {
        assertThat(client.pollCheck(millis(0), check)).isPositive();
        assertThat(client.pollCheck(millis(99), check)).isZero();
        assertThat(client.pollCheck(millis(100), check)).isPositive();

        assertThat(exchange(millis(200), millis(210))).isTrue();
        assertThat(client.dueNanos()).isEqualTo(millis(2_700));
        assertThat(client.pollCheck(millis(2_699), check)).isZero();

        // Lost: made again soon.
        assertThat(client.pollCheck(millis(2_700), check)).isPositive();
        assertThat(client.dueNanos()).isEqualTo(millis(3_200));
        assertThat(exchange(millis(3_200), millis(3_210))).isTrue();
        assertThat(client.dueNanos()).isEqualTo(millis(5_700));
    }

    @Test
    void shouldAnswerWhoeverChecksTheWayBackAndKnowsThePassword() {
        IceClient full = new IceClient(nodeCredentials, clientCredentials, new Random(2), 0);
        int bytes = full.pollCheck(0, check);
        assertThat(view.wrap(check, 0, bytes)).isTrue();
        int answered = client.answer(view, ADDRESS, answer);
        StunView reply = new StunView();
        assertThat(reply.wrap(answer, 0, answered)).isTrue();
        assertThat(full.onResponse(reply, millis(1))).isTrue();
        assertThat(full.mappedAddress()).isEqualTo(ADDRESS);

        assertThat(client.answer(reply, ADDRESS, check)).isZero();
        IceClient stranger = new IceClient(nodeCredentials, IceCredentials.random(), new Random(3), 0);
        assertThat(view.wrap(check, 0, stranger.pollCheck(0, check))).isTrue();
        assertThat(client.answer(view, ADDRESS, answer)).isZero();
    }

    @Test
    void shouldLoseConsentAfterThirtySecondsOfSilence() {
        exchange(millis(0), millis(0));

        assertThat(client.isConnected(millis(29_999))).isTrue();
        assertThat(client.isConnected(millis(30_000))).isFalse();
    }

    @Test
    void shouldIgnoreAnswersThatAreForgedOrRepeated() {
        IceCredentials forger = IceCredentials.withRandomPassword(nodeCredentials.ufrag());
        IceLiteAgent forging = new IceLiteAgent(forger, clientCredentials, 0);
        int bytes = client.pollCheck(0, check);
        assertThat(view.wrap(check, 0, bytes)).isTrue();
        StunReply refusal = forging.onRequest(view, ADDRESS, 0, answer);
        assertThat(view.wrap(answer, 0, refusal.replyBytes())).isTrue();
        assertThat(client.onResponse(view, 0)).isFalse();

        assertThat(exchange(millis(100), millis(110))).isTrue();
        assertThat(client.onResponse(view, millis(120))).isFalse();
    }

    @Test
    void shouldRestartWithNewCredentials() {
        exchange(millis(0), millis(0));
        IceCredentials newNode = IceCredentials.random();
        IceCredentials newClient = IceCredentials.random();
        agent.restart(newNode, newClient, millis(1_000));
        client.restart(newClient, newNode, millis(1_000));

        assertThat(client.isConnected(millis(1_000))).isFalse();
        assertThat(exchange(millis(1_000), millis(1_010))).isTrue();
        assertThat(agent.accepts(nodeCredentials.ufrag())).isFalse();
    }

    private boolean exchange(long sentNanos, long answeredNanos) {
        int bytes = client.pollCheck(sentNanos, check);
        assertThat(view.wrap(check, 0, bytes)).isTrue();
        StunReply reply = agent.onRequest(view, ADDRESS, sentNanos, answer);
        assertThat(reply.outcome()).isEqualTo(CheckOutcome.NOMINATED);
        assertThat(view.wrap(answer, 0, reply.replyBytes())).isTrue();
        return client.onResponse(view, answeredNanos);
    }

    private static long millis(long millis) {
        return TimeUnit.MILLISECONDS.toNanos(millis);
    }
}
