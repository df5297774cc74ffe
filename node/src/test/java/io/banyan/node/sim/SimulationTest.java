package io.banyan.node.sim;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SimulationTest {
    private static SimSettings settings(long seed, boolean heartbeats) {
        return new SimSettings(seed, heartbeats ? 5 : 8, 60, 20, 4, 20, 10, 40, 10, heartbeats);
    }

    @Test
    void shouldRunTheSameForTheSameSeed() {
        SimReport one = Simulation.run(settings(7, false));
        SimReport again = Simulation.run(settings(7, false));
        SimReport other = Simulation.run(settings(8, false));

        assertThat(again.toString()).isEqualTo(one.toString());
        assertThat(other.digest()).isNotEqualTo(one.digest());
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12})
    void shouldHoldWhateverGoesWrong(long seed) {
        assertThat(Simulation.run(settings(seed, false)).broken()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    void shouldHoldWithEveryHeartbeat(long seed) {
        assertThat(Simulation.run(settings(seed, true)).broken()).isEmpty();
    }
}
