package io.banyan.protocol.srtp;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.Set;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.junit.jupiter.api.Test;

class ReplayWindowTest {
    private final ReplayWindow window = new ReplayWindow(128);

    @Test
    void shouldTakeEachIndexOnce() {
        assertThat(window.isFresh(0)).isTrue();
        window.accept(0);
        assertThat(window.isFresh(0)).isFalse();
        assertThat(window.isFresh(1)).isTrue();
    }

    @Test
    void shouldTakeWhatComesLateWithinItsWidth() {
        window.accept(1000);
        assertThat(window.isFresh(873)).isTrue();
        assertThat(window.isFresh(872)).isFalse();
        window.accept(873);
        assertThat(window.isFresh(873)).isFalse();
        assertThat(window.highest()).isEqualTo(1000);
    }

    @Test
    void shouldRefuseWhatLiesBeforeTheBeginning() {
        window.accept(3);
        assertThat(window.isFresh(-1)).isFalse();
    }

    @Test
    void shouldAgreeWithASetWhateverTheOrder() {
        RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(31);
        Set<Long> seen = new HashSet<>();
        long highest = 0;
        for (int i = 0; i < 200_000; i++) {
            long step = random.nextInt(20) == 0 ? random.nextInt(400) : random.nextInt(-160, 4);
            long index = Math.max(0, highest + step);
            boolean fresh = index > highest - 128 && !seen.contains(index);
            assertThat(window.isFresh(index))
                    .as("index %d, highest %d", index, highest)
                    .isEqualTo(fresh || seen.isEmpty());
            if (window.isFresh(index)) {
                window.accept(index);
                seen.add(index);
                highest = Math.max(highest, index);
            }
        }
    }
}
