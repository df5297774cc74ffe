package io.banyan.node.media.congestion;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.function.LongUnaryOperator;
import org.junit.jupiter.api.Test;

class SharedLinkTest {
    private static final long MILLI = 1_000_000;
    private static final long RTT = 100 * MILLI;
    private static final long FEEDBACK = 50 * MILLI;

    private final SharedLink shared = new SharedLink();
    private long nowNanos;

    /** @param queueMillis by milliseconds since the call */
    private void feedback(long millis, boolean isLowered, LongUnaryOperator queueMillis) {
        long begin = nowNanos;
        while (nowNanos < begin + millis * MILLI) {
            nowNanos += FEEDBACK;
            long queue = queueMillis.applyAsLong((nowNanos - begin) / MILLI);
            shared.update(queue * MILLI, isLowered, 1_000_000, RTT, nowNanos);
        }
    }

    @Test
    void shouldTakeAQueueThatDrainsForItsOwn() {
        feedback(3_000, true, millis -> Math.max(0, 700 - millis * 3 / 10));
        assertThat(shared.isShared()).isFalse();
    }

    @Test
    void shouldTakeAQueueThatComesAndGoesForItsOwn() {
        feedback(20_000, true, millis -> millis % 2_000 < 100 ? 0 : 50);
        assertThat(shared.isShared()).isFalse();
    }

    @Test
    void shouldSuspectNobodyBeforeItHasLoweredTheRate() {
        feedback(20_000, false, millis -> 100);
        assertThat(shared.isShared()).isFalse();
    }

    @Test
    void shouldFindWhoKeepsTheQueueStanding() {
        feedback(2_000, true, millis -> 100);
        assertThat(shared.isShared()).isFalse();
        feedback(1_500, true, millis -> 100);
        assertThat(shared.isShared()).isTrue();
        assertThat(shared.beforeBps()).isEqualTo(1_000_000);
    }

    @Test
    void shouldGoOnAsLongAsTheOtherIsThere() {
        feedback(3_500, true, millis -> 100);
        feedback(9_000, false, millis -> 100);
        assertThat(shared.isTesting()).isFalse();
        feedback(600, false, millis -> 100);
        assertThat(shared.isTesting()).isTrue();
        // Less is sent, and hardly anything comes of it.
        feedback(700, false, millis -> 100 - millis / 20);
        assertThat(shared.isTesting()).isFalse();
        assertThat(shared.isShared()).isTrue();
    }

    @Test
    void shouldFindThatItIsAloneByLoweringTheRate() {
        feedback(3_500, true, millis -> 300);
        feedback(9_100, false, millis -> 300);
        assertThat(shared.isTesting()).isTrue();
        assertThat(shared.isDraining()).isFalse();
        feedback(1_000, false, millis -> 300 - millis * 3 / 10);
        assertThat(shared.isTesting()).isTrue();
        assertThat(shared.isDraining()).as("layers have to be fewer").isTrue();
        feedback(800, false, millis -> 0);
        assertThat(shared.isShared()).isFalse();
        assertThat(shared.isTesting()).isFalse();
    }

    @Test
    void shouldEndATestThatSaysNothing() {
        feedback(3_500, true, millis -> 2_000);
        feedback(9_100, false, millis -> 2_000);
        assertThat(shared.isTesting()).isTrue();
        feedback(4_200, false, millis -> 2_000 - millis * 3 / 10);
        assertThat(shared.isTesting()).isFalse();
        assertThat(shared.isShared()).isTrue();
    }
}
