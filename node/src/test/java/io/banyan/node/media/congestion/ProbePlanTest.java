package io.banyan.node.media.congestion;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ProbePlanTest {
    private static final long MS = 1_000_000;
    private static final long ESTIMATE = 300_000;
    private static final long DEMAND = 700_000;

    private final ProbePlan probes = new ProbePlan();
    private int bursts;

    @Test
    void shouldSendABurstAgainWhoseArrivalsSaidNothing() {
        assertThat(burstAt(0)).isTrue();
        long first = probes.targetBps();
        assertThat(burstAt(900 * MS)).isFalse();
        assertThat(probes.isTested()).isFalse();

        assertThat(burstAt(1_100 * MS)).isTrue();
        assertThat(probes.targetBps()).isEqualTo(first);
        probes.onResult(5_000_000);
        assertThat(probes.isTested()).isTrue();
    }

    @Test
    void shouldGiveUpForAWhileAfterThree() {
        assertThat(burstAt(0)).isTrue();
        assertThat(burstAt(1_100 * MS)).isTrue();
        assertThat(burstAt(2_200 * MS)).isTrue();
        assertThat(probes.isTested()).isFalse();

        assertThat(burstAt(3_300 * MS)).isFalse();
        assertThat(probes.isTested()).isTrue();
        assertThat(burstAt(7_100 * MS)).isFalse();
        assertThat(burstAt(7_300 * MS)).isTrue();
        assertThat(burstAt(8_400 * MS)).isFalse();
        assertThat(bursts).isEqualTo(4);
    }

    @Test
    void shouldNeedNoBurstToShowThatALinkIsFull() {
        assertThat(burstAt(0)).isTrue();
        probes.poll(ESTIMATE, DEMAND, true, true, false, 1_100 * MS);

        assertThat(probes.isSending()).isFalse();
        assertThat(probes.isTested()).isTrue();
    }

    @Test
    void shouldNotTakeItForTestedThatNothingCanBePadded() {
        assertThat(burstAt(0)).isTrue();
        probes.poll(ESTIMATE, 0, true, false, false, 1_100 * MS);

        assertThat(probes.isTested()).isFalse();
        assertThat(burstAt(1_200 * MS)).isTrue();
    }

    @Test
    void shouldNotTakeTheFirstSlowBurstForANarrowLink() {
        assertThat(burstAt(0)).isTrue();
        long first = probes.targetBps();
        probes.onResult(ESTIMATE);
        assertThat(probes.isTested()).isFalse();

        assertThat(burstAt(100 * MS)).isTrue();
        assertThat(probes.targetBps()).isEqualTo(first);
        probes.onResult(ESTIMATE);
        assertThat(probes.isTested()).isTrue();
        assertThat(burstAt(200 * MS)).isFalse();
        assertThat(burstAt(5_000 * MS)).isFalse();

        assertThat(burstAt(5_200 * MS)).isTrue();
        probes.onResult(ESTIMATE);
        assertThat(burstAt(5_300 * MS)).as("once, at the beginning").isFalse();
    }

    @Test
    void shouldGiveUpOnceNothingConfirmsASlowBurst() {
        assertThat(burstAt(0)).isTrue();
        probes.onResult(ESTIMATE);
        assertThat(burstAt(100 * MS)).isTrue();
        assertThat(burstAt(1_200 * MS)).isTrue();
        assertThat(burstAt(2_300 * MS)).isTrue();

        assertThat(burstAt(3_400 * MS)).isFalse();
        assertThat(probes.isTested()).isTrue();
        assertThat(burstAt(7_200 * MS)).isFalse();
        assertThat(burstAt(7_400 * MS)).isTrue();
    }

    @Test
    void shouldRepeatNothingOnceALinkWasSeenToBeFull() {
        assertThat(burstAt(0)).isTrue();
        probes.onResult(ESTIMATE);
        probes.poll(ESTIMATE, DEMAND, true, true, false, 100 * MS);

        assertThat(probes.isTested()).isTrue();
        assertThat(burstAt(200 * MS)).isFalse();
        assertThat(burstAt(5_100 * MS)).isTrue();
    }

    /** Whether a burst begins at that time; it is sent at once. */
    private boolean burstAt(long nowNanos) {
        probes.poll(ESTIMATE, DEMAND, true, false, false, nowNanos);
        if (!probes.isSending()) {
            return false;
        }
        bursts++;
        for (int i = 0; i < ProbePlan.MIN_PACKETS; i++) {
            assertThat(probes.dueBytes(nowNanos)).isPositive();
            probes.onSent(1);
        }
        assertThat(probes.dueBytes(nowNanos + ProbePlan.DURATION_NANOS + 1)).isZero();
        return true;
    }
}
