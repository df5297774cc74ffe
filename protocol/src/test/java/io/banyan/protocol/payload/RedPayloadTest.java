package io.banyan.protocol.payload;

import static org.assertj.core.api.Assertions.assertThat;

import io.banyan.protocol.rtp.Hex;
import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RedPayloadTest {
    /** RFC 2198 §6: 14 bytes of LPC (7), 20 ms or 160 ticks earlier, then 84 of DVI4 (5). */
    private static final String RFC_2198_6 = "87 02800e 05" + "a1".repeat(14) + "b2".repeat(84);

    private final RedPayload red = new RedPayload();

    @Test
    void shouldReadTheExampleOfTheRfc() {
        assertThat(read(RFC_2198_6)).isTrue();
        assertThat(red.redundant()).isEqualTo(1);
        assertThat(red.payloadType(0)).isEqualTo(7);
        assertThat(red.timestampOffset(0)).isEqualTo(160);
        assertThat(red.offset(0)).isEqualTo(5);
        assertThat(red.length(0)).isEqualTo(14);
        assertThat(red.primaryPayloadType()).isEqualTo(5);
        assertThat(red.primaryOffset()).isEqualTo(19);
        assertThat(red.primaryLength()).isEqualTo(84);
    }

    @Test
    void shouldWriteTheExampleOfTheRfc() {
        ByteBuffer out = ByteBuffer.allocate(5);
        int at = RedWriter.redundant(out, 0, 7, 160, 14);
        at += RedWriter.primary(out, at, 5);
        assertThat(Hex.of(out, 0, at)).isEqualTo("8702800e05");
    }

    @Test
    void shouldReadNothingButAPrimary() {
        assertThat(read("6f 0102")).isTrue();
        assertThat(red.redundant()).isZero();
        assertThat(red.primaryPayloadType()).isEqualTo(111);
        assertThat(red.primaryOffset()).isEqualTo(1);
        assertThat(red.primaryLength()).isEqualTo(2);
    }

    @Test
    void shouldReadTheLargestNumbersThatAHeaderHolds() {
        ByteBuffer payload = ByteBuffer.allocate(2_000);
        int at = RedWriter.redundant(payload, 0, 127, RedWriter.MAX_TIMESTAMP_OFFSET, RedWriter.MAX_BLOCK_BYTES);
        at += RedWriter.redundant(payload, at, 1, 960, 1);
        RedWriter.primary(payload, at, 127);
        assertThat(red.read(payload, 0, 2_000)).isTrue();
        assertThat(red.payloadType(0)).isEqualTo(127);
        assertThat(red.timestampOffset(0)).isEqualTo(16_383);
        assertThat(red.length(0)).isEqualTo(1_023);
        assertThat(red.offset(1)).isEqualTo(9 + 1_023);
        assertThat(red.length(1)).isEqualTo(1);
        assertThat(red.primaryOffset()).isEqualTo(9 + 1_024);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "", // nothing
                "6f", // a primary without data
                "ef 0f0001", // no primary
                "ef 0f0001 6f 01", // nothing left for the primary
                "ef 0f0005 6f 0102", // less than it says
                "ef 0f00", // half a header
                "ef0f0000 ef0f0000 ef0f0000 ef0f0000 ef0f0000 ef0f0000 ef0f0000 ef0f0000 ef0f0000 6f 01" // too many
            })
    void shouldRefuseWhatIsNotThere(String payload) {
        assertThat(read(payload)).isFalse();
    }

    @Test
    void shouldGiveAllBlocksAnotherPayloadType() {
        ByteBuffer payload = Hex.buffer("ef 0f0001 ef 0f0001 6f 0102 03");
        assertThat(red.read(payload, 0, payload.capacity())).isTrue();
        red.patchPayloadTypes(1);
        assertThat(Hex.of(payload, 0, payload.capacity())).isEqualTo("810f0001810f000101010203");
    }

    @Test
    void shouldSayWhatCannotBeToldOf() {
        assertThat(RedWriter.fits(960, 80)).isTrue();
        assertThat(RedWriter.fits(16_383, 1_023)).isTrue();
        assertThat(RedWriter.fits(16_384, 80)).isFalse();
        assertThat(RedWriter.fits(960, 1_024)).isFalse();
        assertThat(RedWriter.fits(0, 80)).isFalse();
        assertThat(RedWriter.fits(-960, 80)).isFalse();
        assertThat(RedWriter.fits(960, 0)).isFalse();
    }

    private boolean read(String hex) {
        ByteBuffer payload = Hex.buffer(hex);
        return red.read(payload, 0, payload.capacity());
    }
}
