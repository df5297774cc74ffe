package io.banyan.protocol.link;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class LivenessTest {
    private static final long MILLI = LinkPipe.MILLI;

    private final Liveness liveness = new Liveness(0);

    private void tickUntil(long fromMillis, long toMillis) {
        for (long at = fromMillis; at <= toMillis; at += 10) {
            liveness.onTick(at * MILLI);
        }
    }

    @Test
    void shouldSuspectAfterThreeHundredMillis() {
        tickUntil(10, 300);
        assertThat(liveness.isSuspect(299 * MILLI)).isFalse();
        assertThat(liveness.isSuspect(300 * MILLI)).isTrue();
        liveness.onHeard(301 * MILLI);
        assertThat(liveness.isSuspect(310 * MILLI)).isFalse();
    }

    @Test
    void shouldNotTakeItsOwnStallForSilence() {
        tickUntil(10, 100);
        // Two seconds pass for us in one step: nobody looked, so nobody was silent.
        assertThat(liveness.isSuspect(2_100 * MILLI)).isFalse();
        tickUntil(2_100, 2_290);
        assertThat(liveness.isSuspect(2_290 * MILLI)).isFalse();
        tickUntil(2_300, 2_400);
        assertThat(liveness.isSuspect(2_400 * MILLI)).isTrue();
    }
}
