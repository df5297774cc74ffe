package io.banyan.protocol.ice;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.banyan.protocol.stun.StunAttribute;
import io.banyan.protocol.stun.StunClass;
import io.banyan.protocol.stun.StunKey;
import io.banyan.protocol.stun.StunView;
import io.banyan.protocol.stun.StunWriter;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class IceLiteAgentTest {
    private static final IceCredentials LOCAL = new IceCredentials("node", "nodes+password+of+ICE0");
    private static final IceCredentials REMOTE = new IceCredentials("client", "clients+password+of+ICE0");
    private static final IceCredentials NEW_LOCAL = new IceCredentials("nod2", "nodes+second+password0");
    private static final IceCredentials NEW_REMOTE = new IceCredentials("clien2", "clients+second+password0");
    private static final StunKey KEY = StunKey.ofPassword(LOCAL.password());
    private static final StunKey NEW_KEY = StunKey.ofPassword(NEW_LOCAL.password());

    private static final InetSocketAddress WIFI = new InetSocketAddress("192.0.2.1", 40_000);
    private static final InetSocketAddress MOBILE = new InetSocketAddress("2001:db8::1", 50_000);

    private final ByteBuffer in = ByteBuffer.allocate(600);
    private final ByteBuffer out = ByteBuffer.allocate(600);
    private final StunView request = new StunView();
    private final StunView reply = new StunView();
    private final IceLiteAgent agent = new IceLiteAgent(LOCAL, REMOTE, seconds(0));
    private long nextId = 1;

    @Test
    void shouldAnswerAValidCheckWithTheClientsAddress() {
        StunReply result = send(check("node:client", KEY, UnaryOperator.identity()), WIFI, seconds(1));

        assertThat(result.outcome()).isEqualTo(CheckOutcome.ACCEPTED);
        assertThat(reply.wrap(out, 0, result.replyBytes())).isTrue();
        assertThat(reply.stunClass()).isEqualTo(StunClass.SUCCESS);
        assertThat(reply.transactionIdLow()).isEqualTo(request.transactionIdLow());
        assertThat(reply.xorMappedAddress()).isEqualTo(WIFI);
        assertThat(reply.isSignedBy(KEY)).isTrue();
        assertThat(reply.hasFingerprint()).isTrue();
    }

    @Test
    void shouldUseTheFirstValidPairUntilTheClientNominates() {
        assertThat(agent.selected()).isNull();
        assertThat(agent.maySend(seconds(0))).isFalse();
        assertThat(agent.state(seconds(0))).isEqualTo(IceState.CHECKING);

        send(valid(), WIFI, seconds(1));
        send(valid(), MOBILE, seconds(1));
        assertThat(agent.selected()).isEqualTo(WIFI);
        assertThat(agent.state(seconds(1))).isEqualTo(IceState.CONNECTED);

        assertThat(send(nomination(), MOBILE, seconds(2)).outcome()).isEqualTo(CheckOutcome.NOMINATED);
        assertThat(agent.selected()).isEqualTo(MOBILE);

        send(valid(), WIFI, seconds(3));
        assertThat(agent.selected()).isEqualTo(MOBILE);

        send(nomination(), WIFI, seconds(4));
        assertThat(agent.selected()).isEqualTo(WIFI);
    }

    @Test
    void shouldStopSendingWithoutConsentAndFailLater() {
        send(nomination(), WIFI, seconds(1));

        assertThat(agent.maySend(seconds(31) - 1)).isTrue();
        assertThat(agent.maySend(seconds(31))).isFalse();
        assertThat(agent.state(seconds(31))).isEqualTo(IceState.DISCONNECTED);
        assertThat(agent.state(seconds(91) - 1)).isEqualTo(IceState.DISCONNECTED);
        assertThat(agent.state(seconds(91))).isEqualTo(IceState.FAILED);
    }

    @Test
    void shouldComeBackWithTheNextCheck() {
        send(nomination(), WIFI, seconds(1));
        assertThat(agent.maySend(seconds(40))).isFalse();

        send(valid(), MOBILE, seconds(41));

        assertThat(agent.state(seconds(41))).isEqualTo(IceState.CONNECTED);
        assertThat(agent.selected()).isEqualTo(MOBILE);
    }

    @Test
    void shouldNotTakeChecksOfAnotherPairForConsentToTheSelectedOne() {
        send(nomination(), WIFI, seconds(0));
        send(valid(), MOBILE, seconds(20));

        assertThat(agent.maySend(seconds(30))).isFalse();
        assertThat(agent.state(seconds(30))).isEqualTo(IceState.DISCONNECTED);
        assertThat(agent.state(seconds(109))).isEqualTo(IceState.DISCONNECTED);
    }

    @Test
    void shouldFailIfNoCheckEverComes() {
        assertThat(agent.state(seconds(29))).isEqualTo(IceState.CHECKING);
        assertThat(agent.state(seconds(30))).isEqualTo(IceState.DISCONNECTED);
        assertThat(agent.state(seconds(90))).isEqualTo(IceState.FAILED);
    }

    @Test
    void shouldAcceptOldCredentialsUntilTheFirstCheckWithNewOnes() {
        send(nomination(), WIFI, seconds(1));
        agent.restart(NEW_LOCAL, NEW_REMOTE, seconds(2));

        assertThat(agent.accepts("node")).isTrue();
        assertThat(send(valid(), WIFI, seconds(3)).outcome()).isEqualTo(CheckOutcome.ACCEPTED);

        StunReply result = send(check("nod2:clien2", NEW_KEY, UnaryOperator.identity()), MOBILE, seconds(4));
        assertThat(result.outcome()).isEqualTo(CheckOutcome.ACCEPTED);
        assertThat(reply.wrap(out, 0, result.replyBytes())).isTrue();
        assertThat(reply.isSignedBy(NEW_KEY)).isTrue();
        assertThat(agent.selected()).isEqualTo(WIFI);
        assertThat(agent.accepts("node")).isFalse();
        assertThat(send(valid(), WIFI, seconds(5)).outcome()).isEqualTo(CheckOutcome.WRONG_USERNAME);

        send(check("nod2:clien2", NEW_KEY, StunWriter::useCandidate), MOBILE, seconds(6));
        assertThat(agent.selected()).isEqualTo(MOBILE);
    }

    @Test
    void shouldGiveARestartTimeToArrive() {
        send(nomination(), WIFI, seconds(0));
        agent.restart(NEW_LOCAL, NEW_REMOTE, seconds(80));

        assertThat(agent.state(seconds(169))).isEqualTo(IceState.DISCONNECTED);
        assertThat(agent.state(seconds(170))).isEqualTo(IceState.FAILED);
    }

    @Test
    void shouldNotBeMovedByAReplayedCheck() {
        byte[] captured = nomination();
        send(captured, WIFI, seconds(1));
        for (int i = 0; i < 900; i++) {
            send(valid(), WIFI, seconds(1));
        }

        StunReply result = send(captured, MOBILE, seconds(2));

        assertThat(result).isEqualTo(new StunReply(CheckOutcome.REPLAYED, 0));
        assertThat(agent.selected()).isEqualTo(WIFI);
    }

    @Test
    void shouldAnswerARepeatedCheckButTakeNoConsentFromIt() {
        byte[] captured = nomination();
        send(captured, WIFI, seconds(0));

        StunReply result = send(captured, WIFI, seconds(29));

        assertThat(result.outcome()).isEqualTo(CheckOutcome.REPEATED);
        assertThat(result.replyBytes()).isPositive();
        assertThat(agent.maySend(seconds(30))).isFalse();
    }

    static Stream<Arguments> refused() {
        StunKey wrong = StunKey.ofPassword("somebody+elses+password");
        return Stream.of(
                arguments(CheckOutcome.WRONG_INTEGRITY, 401, "node:client", wrong, keep()),
                arguments(CheckOutcome.WRONG_USERNAME, 401, "else:client", KEY, keep()),
                arguments(CheckOutcome.MISSING_CREDENTIALS, 400, "nodeclient", KEY, keep()),
                arguments(CheckOutcome.MISSING_CREDENTIALS, 400, "node:client", null, keep()),
                arguments(CheckOutcome.ROLE_CONFLICT, 487, "node:client", KEY, (UnaryOperator<StunWriter>)
                        writer -> writer.iceControlled(1)));
    }

    @ParameterizedTest
    @MethodSource("refused")
    void shouldRefuse(
            CheckOutcome outcome, int code, String username, StunKey key, UnaryOperator<StunWriter> attributes) {
        StunReply result = send(check(username, key, attributes), WIFI, seconds(1));

        assertThat(result.outcome()).isEqualTo(outcome);
        assertThat(reply.wrap(out, 0, result.replyBytes())).isTrue();
        assertThat(reply.stunClass()).isEqualTo(StunClass.ERROR);
        assertThat(reply.errorCode()).isEqualTo(code);
        assertThat(result.replyBytes()).isLessThanOrEqualTo(in.limit());
        assertThat(agent.selected()).isNull();
        assertThat(agent.maySend(seconds(1))).isFalse();
    }

    @Test
    void shouldNameAttributesItMustUnderstandAndDoesNot() {
        byte[] message = check("node:client", KEY, writer -> writer.unknownAttributes(new int[0], 0));
        // The empty UNKNOWN-ATTRIBUTES behind the header becomes an attribute that nobody knows, and is signed anew.
        ByteBuffer buffer = ByteBuffer.wrap(message);
        int at = 20 + 4 + 12;
        assertThat(buffer.getShort(at)).isEqualTo((short) StunAttribute.UNKNOWN_ATTRIBUTES);
        buffer.putShort(at, (short) 0x7F00);

        StunReply result = send(signedAnew(message, at + 4), WIFI, seconds(1));

        assertThat(result.outcome()).isEqualTo(CheckOutcome.UNKNOWN_ATTRIBUTE);
        assertThat(reply.wrap(out, 0, result.replyBytes())).isTrue();
        assertThat(reply.errorCode()).isEqualTo(420);
        assertThat(reply.find(StunAttribute.UNKNOWN_ATTRIBUTES)).isTrue();
        assertThat(out.getShort(reply.valueOffset())).isEqualTo((short) 0x7F00);
    }

    @Test
    void shouldKeepSilentTowardsIndicationsAndResponses() {
        for (StunClass stunClass : new StunClass[] {StunClass.INDICATION, StunClass.SUCCESS, StunClass.ERROR}) {
            int bytes = new StunWriter()
                    .start(in, 0, stunClass, StunAttribute.BINDING, 1, 2)
                    .username("node:client")
                    .integrity(KEY)
                    .finish();
            assertThat(request.wrap(in, 0, bytes)).isTrue();
            assertThat(agent.onRequest(request, WIFI, seconds(1), out))
                    .isEqualTo(new StunReply(CheckOutcome.NOT_A_CHECK, 0));
        }
    }

    private static UnaryOperator<StunWriter> keep() {
        return UnaryOperator.identity();
    }

    private byte[] valid() {
        return check("node:client", KEY, keep());
    }

    private byte[] nomination() {
        return check("node:client", KEY, StunWriter::useCandidate);
    }

    private byte[] check(String username, StunKey key, UnaryOperator<StunWriter> attributes) {
        StunWriter writer = new StunWriter();
        writer.start(in, 0, StunClass.REQUEST, StunAttribute.BINDING, 7, nextId++)
                .username(username);
        attributes.apply(writer).priority(1);
        if (key != null) {
            writer.integrity(key);
        }
        byte[] message = new byte[writer.fingerprint().finish()];
        in.get(0, message);
        return message;
    }

    /** The same message up to {@code end}, with a signature and a fingerprint that fit it. */
    private byte[] signedAnew(byte[] message, int end) {
        StunWriter writer = new StunWriter();
        writer.start(in, 0, StunClass.REQUEST, StunAttribute.BINDING, 7, nextId++)
                .username("node:client")
                .unknownAttributes(new int[0], 0);
        in.put(20, message, 20, end - 20);
        byte[] signed = new byte[writer.integrity(KEY).fingerprint().finish()];
        in.get(0, signed);
        return signed;
    }

    private StunReply send(byte[] message, InetSocketAddress from, long nowNanos) {
        assertThat(request.wrap(ByteBuffer.wrap(message), 0, message.length)).isTrue();
        return agent.onRequest(request, from, nowNanos, out);
    }

    /** Begins just before the clock wraps, which it may do at any time. */
    private static long seconds(int seconds) {
        return Long.MAX_VALUE - 5 + TimeUnit.SECONDS.toNanos(seconds);
    }
}
