package io.banyan.loadtest.netem;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class NetemTest {
    private static final long MILLI = 1_000_000;
    private static final int COUNT = 200_000;

    private final long[] arrivals = new long[Netem.MAX_COPIES];

    @Test
    void shouldDeliverEverythingAtOnceOnAPerfectPath() {
        Netem netem = new Netem(NetemProfile.PERFECT, 1);

        for (int i = 0; i < 1_000; i++) {
            assertThat(netem.offer(1200, i, arrivals)).isEqualTo(1);
            assertThat(arrivals[0]).isEqualTo(i);
        }
        assertThat(netem.stats().delivered()).isEqualTo(1_000);
    }

    @Test
    void shouldLoseTheGivenShare() {
        assertThat(lossOf(LossModel.random(0.03), 7)).isCloseTo(0.03, within(0.002));
    }

    @Test
    void shouldLoseTheGivenShareInBurstsOfTheGivenLength() {
        Netem netem = new Netem(NetemProfile.PERFECT.withLoss(LossModel.bursts(0.05, 8)), 3);
        int lost = 0;
        int bursts = 0;
        boolean wasLost = false;
        for (int i = 0; i < COUNT; i++) {
            boolean isLost = netem.offer(100, i, arrivals) == 0;
            if (isLost) {
                lost++;
                bursts += wasLost ? 0 : 1;
            }
            wasLost = isLost;
        }
        assertThat((double) lost / COUNT).isCloseTo(0.05, within(0.005));
        assertThat((double) lost / bursts).isCloseTo(8, within(0.5));
    }

    @Test
    void shouldRepeatItselfWithTheSameSeedAndOnlyThen() {
        NetemProfile profile = NetemProfile.randomLoss(0.1)
                .withDelay(Duration.ofMillis(20), Duration.ofMillis(10))
                .withReordering(0.02, Duration.ofMillis(15))
                .withDuplication(0.01);

        assertThat(trace(profile, 42)).isEqualTo(trace(profile, 42)).isNotEqualTo(trace(profile, 43));
    }

    @Test
    void shouldKeepTheOrderUnderJitterAlone() {
        List<Long> times = trace(NetemProfile.PERFECT.withDelay(Duration.ofMillis(20), Duration.ofMillis(30)), 5);

        assertThat(times).isSorted().allMatch(time -> time >= 20 * MILLI);
    }

    @Test
    void shouldLetTheChosenBeOvertaken() {
        Netem netem = new Netem(NetemProfile.PERFECT.withReordering(0.05, Duration.ofMillis(5)), 11);
        int heldBack = 0;
        for (int i = 0; i < COUNT; i++) {
            long now = i * MILLI;
            netem.offer(100, now, arrivals);
            heldBack += arrivals[0] == now + 5 * MILLI ? 1 : 0;
        }
        assertThat((double) heldBack / COUNT).isCloseTo(0.05, within(0.003));
        assertThat(netem.stats().reordered()).isEqualTo(heldBack);
    }

    @Test
    void shouldSendAtTheRateAndDropTheTail() {
        // 8 Mbit/s: a datagram of 1000 bytes each millisecond. Twice that is offered, with room for ten.
        Netem netem = new Netem(NetemProfile.PERFECT.withRate(8_000_000, 10_000), 1);
        long last = 0;
        int delivered = 0;
        for (int i = 0; i < 2_000; i++) {
            long now = i * MILLI / 2;
            if (netem.offer(1_000, now, arrivals) == 1) {
                assertThat(arrivals[0] - last).isGreaterThanOrEqualTo(MILLI);
                assertThat(arrivals[0] - now).isLessThanOrEqualTo(11 * MILLI);
                last = arrivals[0];
                delivered++;
            }
        }
        assertThat(delivered).isBetween(1_000, 1_011);
        assertThat(netem.stats().queueDropped()).isEqualTo(2_000 - delivered);
    }

    private double lossOf(LossModel model, long seed) {
        Netem netem = new Netem(NetemProfile.PERFECT.withLoss(model), seed);
        for (int i = 0; i < COUNT; i++) {
            netem.offer(100, i, arrivals);
        }
        return (double) netem.stats().lost() / COUNT;
    }

    private List<Long> trace(NetemProfile profile, long seed) {
        Netem netem = new Netem(profile, seed);
        List<Long> times = new ArrayList<>();
        for (int i = 0; i < 5_000; i++) {
            int copies = netem.offer(100, i * MILLI, arrivals);
            for (int copy = 0; copy < copies; copy++) {
                times.add(arrivals[copy]);
            }
        }
        return times;
    }
}
