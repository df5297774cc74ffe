package io.banyan.protocol.stun;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class StunMessageTest {
    private static final StunKey KEY = StunKey.ofPassword("a password of ICE");

    private final ByteBuffer buffer = ByteBuffer.allocateDirect(StunView.MAX_MESSAGE_BYTES + 100);
    private final StunView view = new StunView();

    @ParameterizedTest
    @EnumSource
    void shouldKeepClassAndMethodApart(StunClass stunClass) {
        for (int method = 0; method < 0x1000; method++) {
            int bytes =
                    new StunWriter().start(buffer, 0, stunClass, method, 1, 2).finish();

            assertThat(view.wrap(buffer, 0, bytes)).isTrue();
            assertThat(view.stunClass()).isEqualTo(stunClass);
            assertThat(view.method()).isEqualTo(method);
        }
    }

    @Test
    void shouldReadWhatItWrote() {
        int bytes = write(writer -> writer.username("abcd:efgh")
                .priority(0xFFFF_FFFFL)
                .iceControlling(-5)
                .useCandidate()
                .integrity(KEY)
                .fingerprint());

        assertThat(view.wrap(buffer, 0, bytes)).isTrue();
        assertThat(view.username()).isEqualTo("abcd:efgh");
        assertThat(view.priority()).isEqualTo(0xFFFF_FFFFL);
        assertThat(view.isControlling()).isTrue();
        assertThat(view.useCandidate()).isTrue();
        assertThat(view.isSignedBy(KEY)).isTrue();
        assertThat(view.isSignedBy(StunKey.ofPassword("another"))).isFalse();
        assertThat(view.errorCode()).isEqualTo(-1);
    }

    @ParameterizedTest
    @CsvSource({"300", "400", "401", "420", "487", "699"})
    void shouldKeepErrorCodes(int code) {
        int bytes = write(writer -> writer.errorCode(code, "why"));

        assertThat(view.wrap(buffer, 0, bytes)).isTrue();
        assertThat(view.errorCode()).isEqualTo(code);
    }

    @Test
    void shouldNotFindWhatStandsBehindTheSignature() {
        int bytes = write(writer ->
                writer.username("abcd:efgh").integrity(KEY).useCandidate().fingerprint());

        assertThat(view.wrap(buffer, 0, bytes)).isTrue();
        assertThat(view.isSignedBy(KEY)).isTrue();
        assertThat(view.useCandidate()).isFalse();
    }

    @Test
    void shouldRefuseAFingerprintThatIsWrongOrNotLast() {
        int bytes = write(StunWriter::fingerprint);
        buffer.put(bytes - 1, (byte) (buffer.get(bytes - 1) ^ 1));
        assertThat(view.wrap(buffer, 0, bytes)).isFalse();

        int notLast = write(writer -> writer.fingerprint().useCandidate());
        assertThat(view.wrap(buffer, 0, notLast)).isFalse();
    }

    @Test
    void shouldCollectUnknownAttributesThatMustBeUnderstood() {
        int bytes = write(writer -> writer.username("abcd:efgh"));
        // 0x7ABC must be understood, 0xC057 (Chromium's network cost) need not be.
        buffer.putShort(bytes, (short) 0x7ABC).putShort(bytes + 2, (short) 0);
        buffer.putShort(bytes + 4, (short) 0xC057).putShort(bytes + 6, (short) 0);
        buffer.putShort(2, (short) (bytes + 8 - 20));

        assertThat(view.wrap(buffer, 0, bytes + 8)).isTrue();
        int[] unknown = new int[4];
        assertThat(view.collectUnknownRequired(unknown)).isEqualTo(1);
        assertThat(unknown[0]).isEqualTo(0x7ABC);
    }

    @Test
    void shouldSayThatAMessageDoesNotFit() {
        ByteBuffer small = ByteBuffer.allocate(60);
        StunWriter writer = new StunWriter();

        assertThat(writer.start(small, 0, StunClass.REQUEST, 1, 1, 2)
                        .username("abcd:efgh")
                        .integrity(KEY)
                        .fingerprint()
                        .finish())
                .isEqualTo(-1);
        assertThat(writer.start(small, 50, StunClass.REQUEST, 1, 1, 2).finish()).isEqualTo(-1);
        assertThat(writer.start(small, 0, StunClass.REQUEST, 1, 1, 2).finish()).isEqualTo(20);
    }

    @Test
    void shouldRefuseTruncatedMessages() {
        int bytes = write(writer -> writer.username("abcd:efgh").integrity(KEY).fingerprint());

        for (int length = 0; length < bytes; length++) {
            assertThat(view.wrap(buffer, 0, length)).isFalse();
        }
        assertThat(view.wrap(buffer, 0, bytes)).isTrue();
    }

    private int write(UnaryOperator<StunWriter> attributes) {
        StunWriter writer = new StunWriter();
        return attributes
                .apply(writer.start(buffer, 0, StunClass.REQUEST, StunAttribute.BINDING, 1, 2))
                .finish();
    }
}
