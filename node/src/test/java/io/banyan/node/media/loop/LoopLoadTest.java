package io.banyan.node.media.loop;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class LoopLoadTest {
    private static final long MILLI = 1_000_000;

    private final LoopLoad load = new LoopLoad(0);
    private long nowNanos;

    @Test
    void shouldFollowTheShareOfTimeAtWork() {
        work(10_000, 3, 10);
        assertThat(load.permille()).isBetween(290, 310);

        work(500, 10, 10);
        assertThat(load.permille()).isBetween(350, 550);

        work(20_000, 10, 10);
        assertThat(load.permille()).isBetween(990, 1000);
    }

    @Test
    void shouldForgetWhatWasLongAgo() {
        work(20_000, 10, 10);

        nowNanos += 60_000 * MILLI;
        load.add(nowNanos, nowNanos);

        assertThat(load.permille()).isLessThan(10);
    }

    @Test
    void shouldNotMindAClockThatStandsStill() {
        for (int i = 0; i < 1_000; i++) {
            load.add(5, 3);
        }

        assertThat(load.permille()).isZero();
    }

    /** So many milliseconds, of which a part of each cycle is work. */
    private void work(int millis, int busyMillis, int cycleMillis) {
        for (long end = nowNanos + millis * MILLI; nowNanos < end; nowNanos += cycleMillis * MILLI) {
            load.add(nowNanos, nowNanos + busyMillis * MILLI);
        }
    }
}
