package io.banyan.node.sim;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class TreeSimulationTest {
    static LongStream seeds() {
        return LongStream.rangeClosed(1, 20);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void shouldStayATreeAndServeEverybodyOnceHealed(long seed) {
        assertThat(TreeSimulation.run(seed).broken()).isEmpty();
    }

    @Test
    void shouldRunTheSameAgain() {
        TreeSimulation.Outcome once = TreeSimulation.run(1);

        assertThat(TreeSimulation.run(1).digest()).isEqualTo(once.digest());
        assertThat(TreeSimulation.run(2).digest()).isNotEqualTo(once.digest());
    }
}
