package io.banyan.loadtest.playout;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import org.junit.jupiter.api.Test;

class AudioPlayoutTest {
    private static final long MILLI = 1_000_000;
    private static final long PACKET = 20 * MILLI;

    private final AudioPlayout playout = new AudioPlayout();

    /** Ten seconds, each packet 30 ms on its way. */
    private void play(Set<Long> lost, long lateIndex, long lateNanos) {
        for (long now = 0; now < 500 * PACKET; now += MILLI) {
            for (long index = 0; index < 500; index++) {
                long due = index * PACKET + 30 * MILLI + (index == lateIndex ? lateNanos : 0);
                if (due == now && !lost.contains(index)) {
                    playout.onPacket(index, now);
                }
            }
            playout.poll(now);
        }
    }

    @Test
    void shouldPlayEverythingThatComesInTime() {
        play(Set.of(), -1, 0);
        assertThat(playout.ticks()).isGreaterThan(490);
        assertThat(playout.madeUp()).isZero();
        assertThat(playout.late()).isZero();
    }

    @Test
    void shouldMakeUpWhatIsLostAndTellWhatFecCouldMend() {
        play(Set.of(100L, 200L, 201L, 202L), -1, 0);
        assertThat(playout.madeUp()).isEqualTo(4);
        assertThat(playout.mendable()).isEqualTo(2);
        assertThat(playout.longestGapMillis()).isEqualTo(40);
    }

    @Test
    void shouldPlaySoundThatALaterPacketCarries() {
        for (long now = 0; now < 100 * PACKET; now += MILLI) {
            if (now % PACKET == 0 && now / PACKET % 10 != 5) {
                playout.onPacket(now / PACKET, now);
                playout.onRedundant(now / PACKET - 1);
            }
            playout.poll(now);
        }
        assertThat(playout.madeUp()).isZero();
        assertThat(playout.repaired()).isEqualTo(10);
    }

    @Test
    void shouldNotWaitForAPacketThatIsTooLate() {
        play(Set.of(), 300, 200 * MILLI);
        assertThat(playout.madeUp()).isEqualTo(1);
        assertThat(playout.late()).isEqualTo(1);
    }
}
