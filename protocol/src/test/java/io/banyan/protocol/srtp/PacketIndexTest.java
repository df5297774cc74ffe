package io.banyan.protocol.srtp;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PacketIndexTest {
    @ParameterizedTest
    @CsvSource({
        // highest, wireSeq, index
        "0, 1, 1",
        "10, 9, 9",
        "0, 32768, 32768",
        "0, 32769, -32767",
        "65535, 0, 65536",
        "65536, 65535, 65535",
        "65536, 1, 65537",
        "98303, 65535, 131071",
        "98304, 65535, 131071",
        "98304, 0, 65536",
        "98305, 0, 131072",
        "131071, 0, 131072",
        "131072, 65530, 131066",
        "281474976710655, 65535, 281474976710655"
    })
    void shouldTakeTheIndexNearestToTheHighest(long highest, int wireSeq, long index) {
        assertThat(PacketIndex.guess(highest, wireSeq)).isEqualTo(index);
    }
}
