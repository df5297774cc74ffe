package io.banyan.protocol.link;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class CongestionControllerTest {
    private static final long MILLI = LinkPipe.MILLI;
    private static final long RTT = 100 * MILLI;
    private static final long GETS_THROUGH_BPS = 4_000_000;

    private final CongestionController controller = new CongestionController();
    private long nowNanos;

    private void feedback(int times, long firstQueueMillis, long growthMillis, double loss) {
        for (int i = 0; i < times; i++) {
            nowNanos += 50 * MILLI;
            long queueNanos = (firstQueueMillis + i * growthMillis) * MILLI;
            controller.onFeedback(GETS_THROUGH_BPS, loss, queueNanos, RTT, nowNanos);
        }
    }

    @Test
    void shouldFallBelowWhatGetsThroughWhenAQueueGrows() {
        feedback(5, 45, 8, 0);
        assertThat(controller.targetBps()).isEqualTo((long) (0.85 * GETS_THROUGH_BPS));
    }

    @Test
    void shouldRiseByEightPercentASecond() {
        feedback(21, 0, 0, 0);
        assertThat(controller.targetBps()).isBetween((long) (1.07 * CongestionController.INITIAL_BPS), (long)
                (1.09 * CongestionController.INITIAL_BPS));
    }

    @Test
    void shouldStayWhereAQueueStandsAndDoesNotGrow() {
        feedback(100, 90, 0, 0);
        assertThat(controller.targetBps()).isEqualTo(CongestionController.INITIAL_BPS);
    }

    @Test
    void shouldNotTakeFivePercentOfLossForOverload() {
        feedback(100, 0, 0, 0.05);
        assertThat(controller.targetBps()).isGreaterThanOrEqualTo(CongestionController.INITIAL_BPS);
    }

    @Test
    void shouldReturnWhenSendingLessDidNotLessenTheLoss() {
        feedback(4, 0, 0, 0.2);
        assertThat(controller.targetBps()).isLessThan(GETS_THROUGH_BPS);
        feedback(60, 0, 0, 0.2);
        assertThat(controller.targetBps()).isGreaterThanOrEqualTo(CongestionController.INITIAL_BPS);
    }
}
