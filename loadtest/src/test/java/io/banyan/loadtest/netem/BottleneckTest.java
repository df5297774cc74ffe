package io.banyan.loadtest.netem;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BottleneckTest {
    private static final long MILLI = 1_000_000;
    private static final long SECOND = 1_000 * MILLI;

    @Test
    void shouldTakeTheTimeThatTheRateTakes() {
        Bottleneck link = new Bottleneck(RateTrace.constant(1_000_000), QueueLimit.NONE);

        assertThat(link.offer(1_250, 0)).isEqualTo(10 * MILLI);
        assertThat(link.offer(1_250, 2 * MILLI)).isEqualTo(20 * MILLI);
        assertThat(link.offer(1_250, 50 * MILLI)).isEqualTo(60 * MILLI);
    }

    @Test
    void shouldSlowDownInTheMiddleOfADatagram() {
        Bottleneck link =
                new Bottleneck(RateTrace.constant(1_000_000).then(Duration.ofMillis(5), 100_000), QueueLimit.NONE);
        link.start(7 * SECOND);

        // Half of it at the first rate, the other half ten times as slowly.
        assertThat(link.offer(1_250, 7 * SECOND)).isEqualTo(7 * SECOND + 55 * MILLI);
    }

    @Test
    void shouldStandAtTheBeginOfItsTraceBeforeTheStart() {
        Bottleneck link =
                new Bottleneck(RateTrace.constant(1_000_000).then(Duration.ofMillis(1), 1_000), QueueLimit.NONE);

        assertThat(link.offer(1_250, 3 * SECOND)).isEqualTo(3 * SECOND + 10 * MILLI);
    }

    @Test
    void shouldDropTheTailOfAQueueBoundedInBytes() {
        Bottleneck link = new Bottleneck(RateTrace.constant(1_000_000), QueueLimit.bytes(3_000));
        link.start(0);
        int taken = 0;
        for (int i = 0; i < 10; i++) {
            taken += link.offer(1_000, 0) == Bottleneck.DROPPED ? 0 : 1;
        }
        assertThat(taken).isEqualTo(3);
        assertThat(link.queueNanos(0)).isEqualTo(24 * MILLI);
    }

    @Test
    void shouldBoundAQueueByTheRateThatThereWillBe() {
        Bottleneck link = new Bottleneck(
                RateTrace.constant(8_000_000).then(Duration.ofMillis(10), 800_000),
                QueueLimit.delay(Duration.ofMillis(50)));
        link.start(0);
        int taken = 0;
        while (link.offer(1_000, 9 * MILLI) != Bottleneck.DROPPED) {
            taken++;
        }
        // One in the last millisecond of the fast rate; then 10 ms each until the next would wait for more than 50.
        assertThat(taken).isEqualTo(6);
    }

    @Test
    void shouldKeepWhatHappenedInSteps() {
        Bottleneck link =
                new Bottleneck(RateTrace.constant(1_000_000).then(Duration.ofMillis(100), 2_000_000), QueueLimit.NONE);
        link.start(0);
        for (long i = 0; i < 20; i++) {
            link.offer(1_000, i * 10L * MILLI);
        }
        link.advance(200 * MILLI);

        assertThat(link.steps())
                .containsExactly(
                        new Bottleneck.Step(1_000_000, 800_000, 0, 0), new Bottleneck.Step(2_000_000, 800_000, 0, 0));
        assertThat(link.waitMillis(0.95)).isZero();
    }

    @ParameterizedTest
    @ValueSource(ints = {60, 300})
    void shouldBeFilledByOneDownload(int queueMillis) {
        Bottleneck link = new Bottleneck(
                RateTrace.constant(4_000_000), QueueLimit.bytesOf(4_000_000, Duration.ofMillis(queueMillis)));
        CubicFlow flow = new CubicFlow(link, 50 * MILLI);
        run(60, flow);

        assertThat(flow.delivered() * 8 / 60e6).isBetween(3.4, 4.0);
        assertThat(flow.lost()).isPositive();
    }

    @Test
    void shouldBeSharedByTwoDownloads() {
        Bottleneck link =
                new Bottleneck(RateTrace.constant(4_000_000), QueueLimit.bytesOf(4_000_000, Duration.ofMillis(100)));
        CubicFlow one = new CubicFlow(link, 50 * MILLI);
        CubicFlow other = new CubicFlow(link, 50 * MILLI);
        run(120, one, other);

        assertThat((double) one.delivered() / (one.delivered() + other.delivered()))
                .isCloseTo(0.5, within(0.15));
    }

    @Test
    void shouldMakeTheSameTraceFromTheSameSeed() {
        Duration minute = Duration.ofMinutes(1);
        assertThat(rates(TraceGenerator.lte(1, minute)))
                .isEqualTo(rates(TraceGenerator.lte(1, minute)))
                .isNotEqualTo(rates(TraceGenerator.lte(2, minute)));
        assertThat(rates(TraceGenerator.wifi(1, minute))).isNotEqualTo(rates(TraceGenerator.wifi(2, minute)));
    }

    @Test
    void shouldGoDownAndUpInATooth() {
        RateTrace trace =
                TraceGenerator.sawtooth(3_000_000, 1_000_000, 2, Duration.ofSeconds(1), Duration.ofSeconds(6));
        assertThat(rates(trace).subList(0, 6))
                .containsExactly(3_000_000L, 2_000_000L, 1_000_000L, 2_000_000L, 3_000_000L, 2_000_000L);
    }

    private static List<Long> rates(RateTrace trace) {
        List<Long> rates = new ArrayList<>();
        for (int second = 0; second < 60; second++) {
            rates.add(trace.bpsAt(second * SECOND));
        }
        return rates;
    }

    private static void run(int seconds, CubicFlow... flows) {
        for (long now = 0; now < seconds * SECOND; now += MILLI) {
            for (CubicFlow flow : flows) {
                flow.poll(now);
            }
        }
    }
}
