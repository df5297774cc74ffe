package io.banyan.node.media.congestion;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class FullLinkTest {
    private static final long MILLI = 1_000_000;
    private static final int BYTES = 1_250;

    private final FullLink link = new FullLink();
    private long nowNanos;
    private long freeNanos;

    /** Through a link of 1 Mbit/s: 10 ms for each. */
    private void send(int packets, long everyNanos) {
        for (int i = 0; i < packets; i++) {
            freeNanos = Math.max(nowNanos, freeNanos) + 10 * MILLI;
            link.onArrival(nowNanos, freeNanos + 20 * MILLI, BYTES);
            nowNanos += everyNanos;
        }
    }

    @Test
    void shouldTellNothingWhereNoQueueStands() {
        send(100, 12 * MILLI);
        assertThat(link.bps()).isEqualTo(FullLink.NONE);
        assertThat(link.queueNanos()).isZero();
    }

    @Test
    void shouldMeasureWhatTheLinkCarriesByOneLargeFrame() {
        send(10, 40 * MILLI);
        send(9, 4 * MILLI);
        assertThat(link.bps()).isCloseTo(1_000_000, within(20_000L));
        assertThat(link.isSaturated()).isTrue();
        assertThat(link.queueNanos()).isCloseTo(48 * MILLI, within(MILLI));
    }

    @Test
    void shouldMeasureTheLastHalfSecond() {
        send(200, 9 * MILLI);
        freeNanos = nowNanos + 500 * MILLI;
        for (int i = 0; i < 60; i++) { // it carries half of it now
            freeNanos += 20 * MILLI;
            link.onArrival(nowNanos, freeNanos + 20 * MILLI, BYTES);
            nowNanos += 10 * MILLI;
        }
        assertThat(link.bps()).isCloseTo(500_000, within(20_000L));
    }

    @Test
    void shouldForgetAQueueThatIsGone() {
        send(10, 40 * MILLI);
        send(9, 4 * MILLI);
        nowNanos += 200 * MILLI;
        send(10, 40 * MILLI);
        assertThat(link.bps()).isEqualTo(FullLink.NONE);
        assertThat(link.isSaturated()).isFalse();
    }

    @Test
    void shouldNotTakeJitterForTheLink() {
        for (int i = 0; i < 200; i++) {
            nowNanos += 20 * MILLI;
            link.onArrival(nowNanos, nowNanos + 20 * MILLI + (i * 37 % 80) * MILLI / 4, BYTES);
        }
        assertThat(link.isSaturated()).isFalse();
    }
}
