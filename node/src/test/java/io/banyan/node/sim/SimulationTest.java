package io.banyan.node.sim;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Runs of which each must hold, many small ones and few large: a small mesh meets every rule within seconds of its time, a
 * large one what only numbers bring. {@code ./banyan sim --seeds 100} is the whole of it.
 */
class SimulationTest {
    private static SimSettings small(long seed) {
        return new SimSettings(seed, 8, 60, 20, 4, 20, 10, 40, 10, false);
    }

    static LongStream hundred() {
        return LongStream.rangeClosed(1, 100);
    }

    @Test
    void shouldRunTheSameForTheSameSeed() {
        SimReport one = Simulation.run(small(7));
        SimReport again = Simulation.run(small(7));
        SimReport other = Simulation.run(small(8));

        assertThat(again.toString()).isEqualTo(one.toString());
        assertThat(other.digest()).isNotEqualTo(one.digest());
    }

    @ParameterizedTest
    @MethodSource("hundred")
    void shouldHoldWhateverGoesWrong(long seed) {
        assertHolds(small(seed));
    }

    @ParameterizedTest
    @MethodSource("hundred")
    void shouldHoldWithEveryHeartbeat(long seed) {
        assertHolds(new SimSettings(seed, 5, 60, 20, 4, 20, 10, 40, 10, true));
    }

    @ParameterizedTest
    @MethodSource("hundred")
    void shouldHoldInADozenRegionsThatLoseTheirWaysAllTheTime(long seed) {
        assertHolds(new SimSettings(seed, 12, 100, 20, 3, 120, 60, 100, 50, false));
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6})
    void shouldHoldInSixtyRegions(long seed) {
        assertHolds(new SimSettings(seed, 60, 1_000, 60, 2, 30, 20, 100, 5, false));
    }

    /** The size that the mesh is made for: 300 regions, 10,000 rooms, an hour. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2})
    void shouldHoldInThreeHundredRegions(long seed) {
        assertHolds(new SimSettings(seed, 300, 10_000, 60, 2, 20, 20, 200, 5, false));
    }

    private static void assertHolds(SimSettings settings) {
        SimReport report = Simulation.run(settings);
        assertThat(report.broken()).as(report::toString).isEmpty();
    }
}
