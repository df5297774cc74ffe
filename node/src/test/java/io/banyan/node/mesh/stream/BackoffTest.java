package io.banyan.node.mesh.stream;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class BackoffTest {
    @Test
    void shouldDoubleUpToTheMostAndBeginAnewAfterSuccess() {
        Backoff backoff = new Backoff(Duration.ofMillis(200), Duration.ofSeconds(5), new SplittableRandom(1));
        long[] wholeMillis = {200, 400, 800, 1_600, 3_200, 5_000, 5_000};
        for (long whole : wholeMillis) {
            long millis = Duration.ofNanos(backoff.onFailureNanos()).toMillis();
            assertThat(millis).isBetween(Math.max(200, whole * 3 / 4 - 1), whole);
        }
        for (int i = 0; i < 100; i++) {
            assertThat(backoff.onFailureNanos()).isBetween(3_750_000_000L, 5_000_000_000L);
        }
        backoff.onSuccess();
        assertThat(backoff.onFailureNanos()).isEqualTo(200_000_000);
    }
}
