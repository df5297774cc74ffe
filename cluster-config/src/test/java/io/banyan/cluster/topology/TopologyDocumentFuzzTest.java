package io.banyan.cluster.topology;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class TopologyDocumentFuzzTest {
    private static final long SEED = 0x70_70;
    private static final int ROUNDS = 30_000;

    @Test
    void shouldNeverFailOtherwiseThanByAComplaintOfOneLine() {
        SplittableRandom random = new SplittableRandom(SEED);
        byte[] good = TopologyDocumentTest.GOOD.getBytes(StandardCharsets.UTF_8);
        for (int round = 0; round < ROUNDS; round++) {
            byte[] mutated = good.clone();
            for (int i = random.nextInt(4); i >= 0; i--) {
                mutated[random.nextInt(mutated.length)] = (byte) random.nextInt(256);
            }
            int length = random.nextInt(8) == 0 ? random.nextInt(mutated.length) : mutated.length;
            try {
                Topology read = TopologyDocument.parse(new String(mutated, 0, length, StandardCharsets.ISO_8859_1));
                assertThat(read.regions()).isNotEmpty();
            } catch (TopologyException expected) {
                String message = String.valueOf(expected.getMessage());
                if (message.lines().count() != 1 || message.length() > 500) {
                    throw new AssertionError("seed " + SEED + " round " + round + ": " + message);
                }
            }
        }
    }
}
