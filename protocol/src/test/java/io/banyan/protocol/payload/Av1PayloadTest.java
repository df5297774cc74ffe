package io.banyan.protocol.payload;

import static org.assertj.core.api.Assertions.assertThat;

import io.banyan.protocol.rtp.Hex;
import java.nio.ByteBuffer;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** By the diagram of the AV1 RTP specification, §4.4. */
class Av1PayloadTest {
    private final Av1Payload payload = new Av1Payload();

    @ParameterizedTest(name = "{0}")
    @CsvSource({
        // payload, continues, continued, count, first type, key
        "sequence header and frame, 28 02 0800 32, false, false, 2, 1, true",
        "one sequence header, 18 08, false, false, 1, 1, true",
        "sequence header without N, 10 0800, false, false, 1, 1, true",
        "N in front of something else, 18 32, false, false, 1, 6, true",
        "a frame, 10 32, false, false, 1, 6, false",
        "a frame that goes on, 50 32, false, true, 1, 6, false",
        "a part that goes on, d0 0800, true, true, 1, -1, false",
        "lengths everywhere, 00 8100 32, false, false, 0, 6, false",
        "nothing behind the header, 10, false, false, 1, -1, false",
    })
    void shouldRead(
            String what, String hex, boolean continues, boolean continued, int count, int firstType, boolean key) {
        ByteBuffer buffer = Hex.buffer("ff" + hex);
        assertThat(payload.read(buffer, 1, buffer.capacity() - 1)).as(what).isTrue();
        assertThat(payload.continuesObu()).isEqualTo(continues);
        assertThat(payload.isContinuedObu()).isEqualTo(continued);
        assertThat(payload.obuCount()).isEqualTo(count);
        assertThat(payload.firstObuType()).isEqualTo(firstType);
        assertThat(payload.isKeyframeStart()).isEqualTo(key);
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource({
        "empty, ''",
        "a sequence in the middle of an OBU, 9808",
        "no length, 20",
        "length cut, 2080",
        "length too long, 20808080808080808001",
    })
    void shouldRefuse(String what, String hex) {
        ByteBuffer buffer = Hex.buffer(hex);
        assertThat(payload.read(buffer, 0, buffer.capacity())).as(what).isFalse();
    }
}
