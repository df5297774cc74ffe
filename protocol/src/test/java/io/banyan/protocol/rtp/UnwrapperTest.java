package io.banyan.protocol.rtp;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class UnwrapperTest {
    private final SequenceUnwrapper seqs = new SequenceUnwrapper();
    private final TimestampUnwrapper timestamps = new TimestampUnwrapper();

    @Test
    void shouldCountCyclesOfSequenceNumbers() {
        long first = seqs.unwrap(65534);
        assertThat(first & 0xffff).isEqualTo(65534);
        assertThat(seqs.unwrap(65535)).isEqualTo(first + 1);
        assertThat(seqs.unwrap(1)).isEqualTo(first + 3);
        assertThat(seqs.unwrap(0)).isEqualTo(first + 2);
        assertThat(seqs.unwrap(65533)).isEqualTo(first - 1);
        assertThat(seqs.highest()).isEqualTo(first + 3);
        for (int i = 2; i < 200_000; i++) {
            assertThat(seqs.unwrap(i & 0xffff)).isEqualTo(first + 2 + i);
        }
    }

    @Test
    void shouldStayPositiveHoweverOldAPacketIs() {
        assertThat(seqs.highest()).isEqualTo(-1);
        seqs.unwrap(0);
        for (int i = 0; i < 100; i++) {
            assertThat(seqs.unwrap(32768 + i)).isPositive();
        }
    }

    @Test
    void shouldNotMoveByPeeking() {
        long first = seqs.unwrap(10);
        assertThat(seqs.peek(20)).isEqualTo(first + 10);
        assertThat(seqs.highest()).isEqualTo(first);
    }

    @Test
    void shouldCountCyclesOfTimestamps() {
        long first = timestamps.unwrap(-3000);
        assertThat((int) first).isEqualTo(-3000);
        assertThat(timestamps.unwrap(3000)).isEqualTo(first + 6000);
        assertThat(timestamps.unwrap(-6000)).isEqualTo(first - 3000);
        assertThat(timestamps.peek(6000)).isEqualTo(first + 9000);
        assertThat(timestamps.highest()).isEqualTo(first + 6000);
        assertThat(timestamps.unwrap(Integer.MAX_VALUE)).isEqualTo(first + 3000L + Integer.MAX_VALUE);
    }

    @Test
    void shouldKeepATimestampPositive() {
        assertThat(timestamps.unwrap(0)).isEqualTo(1L << 32);
        assertThat(timestamps.unwrap(-1)).isEqualTo((1L << 32) - 1);
    }
}
