package io.banyan.protocol.rtcp;

import static org.assertj.core.api.Assertions.assertThat;

import io.banyan.protocol.rtp.Hex;
import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StatusChunksTest {
    @ParameterizedTest
    @CsvSource({
        // One run, as long as the statuses or longer than a vector.
        "1, 2001",
        "1111111, 2007",
        "2222222222222222, 4010",
        "00000000000000000000, 0014",
        // Fourteen of one bit.
        "10000000000001, a001",
        "10000000000001111, a001 2003",
        // Seven of two bits, because one has a large delta.
        "1020000, d200",
        "1020000111, d200 2003",
        // A run in front of a large delta is no shorter than a vector of two bits.
        "1111111200, 2007 e000",
        // A vector that is not filled ends in lost ones.
        "10, a000",
        "12, d800",
    })
    void shouldPack(String statuses, String chunks) {
        byte[] symbols = new byte[statuses.length()];
        for (int i = 0; i < symbols.length; i++) {
            symbols[i] = (byte) (statuses.charAt(i) - '0');
        }
        ByteBuffer out = ByteBuffer.allocate(16);
        int bytes = StatusChunks.write(symbols, out, 2);
        assertThat(StatusChunks.write(symbols, null, 0)).isEqualTo(bytes);
        assertThat(Hex.of(out, 2, bytes)).isEqualTo(chunks.replace(" ", ""));

        StringBuilder read = new StringBuilder();
        for (int at = 2; at < 2 + bytes; at += 2) {
            int chunk = out.getShort(at) & 0xffff;
            for (int i = 0; i < StatusChunks.symbols(chunk); i++) {
                read.append(StatusChunks.symbol(chunk, i));
            }
        }
        assertThat(read.substring(0, statuses.length())).isEqualTo(statuses);
    }

    @Test
    void shouldSplitARunThatOneChunkCannotCount() {
        ByteBuffer out = ByteBuffer.allocate(16);
        assertThat(StatusChunks.write(new byte[8200], out, 0)).isEqualTo(4);
        assertThat(Hex.of(out, 0, 4)).isEqualTo("1fff0009");
    }
}
