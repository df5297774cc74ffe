package io.banyan.node.plane;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RelayCapacityTest {
    @ParameterizedTest
    @CsvSource({"0, 8, 4", "600, 8, 4", "644, 7, 4", "775, 4, 2", "900, 2, 1", "950, 1, 1", "1000, 1, 1"})
    void shouldGiveToFewerTheBusierItIsAndNeverToNobody(int loadPermille, int fanOut, int spare) {
        RelayCapacity capacity = RelayCapacity.at(loadPermille);

        assertThat(capacity).isEqualTo(new RelayCapacity(fanOut, spare));
        assertThat(capacity.most()).isEqualTo(fanOut + spare);
    }
}
