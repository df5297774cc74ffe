package io.banyan.node.media.congestion;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class CubicRateTest {
    private static final long MILLI = 1_000_000;
    private static final long RTT = 300 * MILLI;
    private static final long FEEDBACK = 50 * MILLI;

    private final CubicRate rate = new CubicRate();
    private long nowNanos;

    /** All that is allowed is sent and arrives. */
    private void feedback(long millis) {
        for (long end = nowNanos + millis * MILLI; nowNanos < end; ) {
            nowNanos += FEEDBACK;
            rate.update(rate.bps(), false, RTT, nowNanos);
        }
    }

    private void lose(long arrivedBps) {
        nowNanos += FEEDBACK;
        rate.update(arrivedBps, true, RTT, nowNanos);
    }

    @Test
    void shouldRiseByAQuarterASecondUntilTheFirstLoss() {
        rate.begin(400_000, 0);
        feedback(2_000);
        assertThat(rate.bps()).isCloseTo(625_000, within(2_000L));
    }

    @Test
    void shouldComeBackToWhatItHadBeforeALoss() {
        rate.begin(2_000_000, 0);
        feedback(500);
        lose(2_000_000);
        long fallen = rate.bps();
        long before = Math.round(fallen / CubicRate.DECREASE);
        double window = before * 0.3 / 12_000;
        long k = Math.round(Math.cbrt(window * (1 - CubicRate.DECREASE) / CubicRate.C) * 1_000);
        feedback(k / 2);
        assertThat(rate.bps())
                .as("seven eighths of it in half the time")
                .isGreaterThan(fallen + (before - fallen) * 8 / 10);
        feedback(k / 2);
        assertThat(rate.bps()).isCloseTo(before, within(20_000L));
        feedback(k);
        assertThat(rate.bps()).as("and on from there").isGreaterThan(before + 100_000);
    }

    @Test
    void shouldFallOnceForAllThatIsLostInARoundTrip() {
        rate.begin(2_000_000, 0);
        feedback(500);
        lose(2_000_000);
        long fallen = rate.bps();
        lose(2_000_000);
        lose(2_000_000);
        assertThat(rate.bps()).isGreaterThanOrEqualTo(fallen);
        nowNanos += RTT;
        lose(2_000_000);
        assertThat(rate.bps()).isLessThan(fallen);
    }

    @Test
    void shouldHaveLayersGoByTheMean() {
        rate.begin(2_000_000, 0);
        lose(2_000_000);
        nowNanos += RTT;
        lose(2_000_000);
        assertThat(rate.bps()).isLessThan(1_720_000);
        assertThat(rate.meanBps()).isBetween(1_900_000L, 2_000_000L);
        for (int i = 0; i < 120; i++) {
            nowNanos += FEEDBACK;
            rate.update(500_000, false, RTT, nowNanos);
        }
        assertThat(rate.meanBps()).isCloseTo(rate.bps(), within(30_000L));
    }

    @Test
    void shouldNotRiseBeyondWhatIsUsed() {
        rate.begin(1_000_000, 0);
        for (int i = 0; i < 200; i++) {
            nowNanos += FEEDBACK;
            rate.update(400_000, false, RTT, nowNanos);
        }
        assertThat(rate.bps()).isEqualTo(1_000_000);
        lose(400_000);
        assertThat(rate.bps()).isEqualTo(765_000);
    }
}
