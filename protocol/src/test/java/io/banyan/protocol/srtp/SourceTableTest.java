package io.banyan.protocol.srtp;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.Map;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.junit.jupiter.api.Test;

class SourceTableTest {
    @Test
    void shouldAgreeWithAHashMap() {
        RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(7);
        SourceTable<Integer> table = new SourceTable<>();
        Map<Integer, Integer> expected = new HashMap<>();
        for (int i = 0; i < 20_000; i++) {
            int ssrc = random.nextInt(3) == 0 ? random.nextInt() : random.nextInt(-500, 500);
            assertThat(table.get(ssrc)).isEqualTo(expected.get(ssrc));
            table.put(ssrc, i);
            expected.put(ssrc, i);
        }
        assertThat(table.size()).isEqualTo(expected.size());
        expected.forEach((ssrc, value) -> assertThat(table.get(ssrc)).isEqualTo(value));
    }
}
