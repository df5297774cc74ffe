package io.banyan.loadtest.mesh;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class CityTest {
    @Test
    void shouldBeAsFarThereAsBack() {
        for (City one : City.values()) {
            assertThat(one.roundTripMillis(one)).isZero();
            for (City other : City.values()) {
                assertThat(one.roundTripMillis(other)).isEqualTo(other.roundTripMillis(one));
            }
        }
    }

    @Test
    void shouldPlaceRegionsByNameAndOthersWhereThereIsRoom() {
        assertThat(City.of(List.of("x", "ap", "y")).values())
                .containsExactly(City.SINGAPORE, City.FRANKFURT, City.ASHBURN);
        assertThat(City.of(List.of("a", "b", "c", "d", "e", "f", "g", "h", "i", "j")))
                .hasSize(10);
    }
}
