package io.banyan.node.media.congestion;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The estimator in a closed loop with a narrow link, in virtual time. */
class BandwidthEstimatorTest {
    private static final long MILLI = 1_000_000;
    private static final int PACKET = 1_100;
    private static final int AUDIO_PACKET = 120;
    /** What layers of two cameras add up to. */
    private static final long[] STEPS = {150_000, 300_000, 800_000, 1_300_000, 2_800_000, 4_500_000};

    private final SplittableRandom random = new SplittableRandom(7);
    private final BandwidthEstimator estimator = new BandwidthEstimator(0);
    private long nowNanos;
    private double credit;
    private long nextFrameNanos;
    private double waiting;

    /** Video at 30 frames a second that fills what the estimate allows, paced as {@code Pacer} does, and audio. */
    private void run(Bottleneck link, long millis, boolean inSteps, long mostBps) {
        for (long end = nowNanos + millis * MILLI; nowNanos < end; nowNanos += MILLI) {
            link.run(estimator, nowNanos);
            if (nowNanos % (20 * MILLI) == 0) {
                send(link, AUDIO_PACKET);
            }
            if (nowNanos % (5 * MILLI) == 0) {
                estimator.poll(mostBps, true, nowNanos);
                long target = Math.min(estimator.targetBps(), mostBps);
                if (nowNanos >= nextFrameNanos) {
                    nextFrameNanos = nowNanos + 33 * MILLI;
                    waiting += videoBps(target, inSteps) / 30.0 / 8 * (0.7 + 0.6 * random.nextDouble());
                }
                credit = Math.min(credit + 2.5 * target / 8 * 0.005, 2 * PACKET + 2.5 * target / 8 * 0.005);
                while (waiting >= PACKET && credit >= PACKET) {
                    waiting -= PACKET;
                    credit -= PACKET;
                    send(link, PACKET);
                }
                for (long due = estimator.paddingDueBytes(nowNanos); due > 0; due -= PACKET) {
                    send(link, PACKET);
                }
            }
        }
    }

    private static double videoBps(long targetBps, boolean inSteps) {
        double video = targetBps - 48_000;
        if (!inSteps) {
            return video;
        }
        double step = 0;
        for (long candidate : STEPS) {
            step = candidate <= video ? candidate : step;
        }
        return step;
    }

    private void send(Bottleneck link, int bytes) {
        estimator.onSent(nowNanos);
        link.send(estimator.number(bytes, nowNanos), bytes, nowNanos);
    }

    @ParameterizedTest
    @CsvSource({"1000000,2", "2000000,3", "3000000,4", "5000000,5"})
    void shouldUseASteadyLink(long rateBps, long seed) {
        Bottleneck link = new Bottleneck(seed, rateBps, 300, 25);
        run(link, 30_000, false, 20_000_000);
        link.takeDelivered();
        link.takeQueueP95Millis();
        run(link, 30_000, false, 20_000_000);
        double used = link.takeDelivered() * 8.0 / 30 / rateBps;
        assertThat(used).as("share of the link").isGreaterThan(0.85);
        assertThat(link.takeQueueP95Millis()).as("queueing delay").isLessThan(60);
    }

    @Test
    void shouldStepDownAndUpAgain() {
        Bottleneck link = new Bottleneck(6, 3_000_000, 300, 25);
        run(link, 20_000, true, 4_500_000);
        assertThat(estimator.targetBps()).isGreaterThan(2_200_000);
        link.set(500_000, 300);
        run(link, 1_500, true, 4_500_000);
        assertThat(link.queueMillis(nowNanos)).as("standing queue").isLessThan(100);
        run(link, 20_000, true, 4_500_000);
        assertThat(estimator.targetBps()).isBetween(250_000L, 750_000L);
        link.set(3_000_000, 300);
        run(link, 8_000, true, 4_500_000);
        assertThat(estimator.targetBps()).isGreaterThan(2_000_000);
    }

    @Test
    void shouldFindAFastLinkWithinTwoSecondsWhileALittleIsSent() {
        Bottleneck link = new Bottleneck(8, 20_000_000, 300, 25);
        run(link, 2_000, true, 4_500_000);
        assertThat(estimator.targetBps()).isGreaterThan(3_500_000);
    }

    @Test
    void shouldLookBeyondOneSmallPictureAtTheStart() {
        Bottleneck link = new Bottleneck(12, 20_000_000, 300, 25);
        run(link, 2_000, true, 150_000);
        assertThat(estimator.targetBps()).isGreaterThan(ProbePlan.EXPLORED_BPS * 7 / 10);
        link.takeDelivered();
        run(link, 20_000, true, 150_000);
        assertThat(link.takeDelivered() * 8 / 20).as("no more is looked for").isLessThan(200_000);
    }

    @ParameterizedTest
    @ValueSource(doubles = {0.03, 0.10, 0.20})
    void shouldNotStarveOnALossThatIsNotOurs(double loss) {
        Bottleneck link = new Bottleneck(9, 10_000_000, 300, 100);
        link.lose(loss);
        run(link, 40_000, true, 3_000_000);
        assertThat(estimator.targetBps()).as("after 40 s").isGreaterThan(400_000);
    }

    @Test
    void shouldYieldToLossOfAQueueTooShortToShowDelay() {
        Bottleneck link = new Bottleneck(10, 1_000_000, 40, 25);
        run(link, 20_000, false, 20_000_000);
        long before = link.overflowed();
        run(link, 10_000, false, 20_000_000);
        assertThat(link.overflowed() - before).as("packets lost of about 900").isLessThan(90);
    }

    @Test
    void shouldNotLimitAClientThatTellsNothing() {
        for (long i = 0; i < 200; i++) {
            estimator.onSent(i * 10 * MILLI);
            estimator.poll(1_000_000, true, i * 10 * MILLI);
        }
        assertThat(estimator.targetBps()).isEqualTo(BandwidthEstimator.UNLIMITED);
    }

    @Test
    void shouldFollowRembWhereThereIsNoFeedback() {
        estimator.onRemb(700_000);
        assertThat(estimator.targetBps()).isEqualTo(700_000);
        estimator.onRemb(0);
        assertThat(estimator.targetBps()).isEqualTo(BandwidthEstimator.MIN_BPS);
    }

    @Test
    void shouldSendLessIntoSilence() {
        Bottleneck link = new Bottleneck(11, 3_000_000, 300, 25);
        run(link, 10_000, false, 20_000_000);
        long before = estimator.targetBps();
        for (int i = 0; i < 400; i++) {
            nowNanos += 10 * MILLI;
            estimator.onSent(nowNanos);
            estimator.poll(1_000_000, true, nowNanos);
        }
        assertThat(estimator.targetBps()).isLessThan(before / 2);
    }
}
