package io.banyan.node.media.forward;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ContinuityTest {
    private final Continuity counter = new Continuity(15);

    @Test
    void shouldKeepTheFirstSourcesValues() {
        assertThat(counter.map(32_767)).isEqualTo(32_767);
        assertThat(counter.map(0)).isZero();
    }

    @Test
    void shouldGoOnByOneWithAnotherSource() {
        counter.map(32_766);
        counter.map(32_767);
        counter.begin();
        assertThat(counter.map(5_000)).isZero();
        assertThat(counter.map(5_001)).isEqualTo(1);
        assertThat(counter.map(5_003)).isEqualTo(3);
        assertThat(counter.map(5_002)).isEqualTo(2);
        counter.begin();
        assertThat(counter.map(7)).isEqualTo(4);
    }

    @Test
    void shouldGoOnFromTheNewestNotFromALateOne() {
        counter.map(10);
        counter.map(12);
        counter.map(11);
        counter.begin();
        assertThat(counter.map(900)).isEqualTo(13);
    }
}
