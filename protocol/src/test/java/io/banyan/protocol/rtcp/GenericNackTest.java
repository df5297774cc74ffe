package io.banyan.protocol.rtcp;

import static org.assertj.core.api.Assertions.assertThat;

import io.banyan.protocol.rtp.Hex;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GenericNackTest {
    @ParameterizedTest
    @CsvSource({
        "100, 00640000",
        "100 116, 00648000",
        "100 117, 00640000 00750000",
        "100 101 102 103, 00640007",
        "131071 131072 131088, ffff0001 00100000",
        "131071 131072 131087, ffff8001",
        "70000 80000 90000, 11700000 38800000 5f900000",
    })
    void shouldPackMissingNumbersIntoPairs(String seqs, String pairs) {
        TreeSet<Long> missing =
                Arrays.stream(seqs.split(" ")).map(Long::valueOf).collect(Collectors.toCollection(TreeSet::new));
        GenericNack nack = GenericNack.of(1, 2, missing);
        ByteBuffer out = ByteBuffer.allocate(64);
        int bytes = CompoundWriter.write(List.of(nack), out, 0);
        assertThat(Hex.of(out, 12, bytes - 12)).isEqualTo(pairs.replace(" ", ""));
        assertThat(CompoundReader.read(out, 0, bytes)).containsExactly(nack);
    }

    @Test
    void shouldKeepNumbersInAnyOrder() {
        ByteBuffer out = ByteBuffer.allocate(64);
        GenericNack nack = new GenericNack(1, 2, List.of(9, 3, 3, 40));
        int bytes = CompoundWriter.write(List.of(nack), out, 0);
        assertThat(CompoundReader.read(out, 0, bytes)).containsExactly(nack);
    }

    @Test
    void shouldReadNoMoreThanADatagramOfRequests() {
        ByteBuffer out = ByteBuffer.allocate(8192);
        List<Integer> far = IntStream.range(0, 1000).mapToObj(i -> i * 20).toList();
        int bytes = CompoundWriter.write(List.of(new GenericNack(1, 2, far)), out, 0);
        GenericNack read = (GenericNack) CompoundReader.read(out, 0, bytes).getFirst();
        assertThat(read.wireSeqs()).isEqualTo(far.subList(0, 384));
    }
}
