package io.banyan.node.media.send;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class PacerTest {
    private static final long MILLI = 1_000_000;

    private final Pacer pacer = new Pacer();

    @Test
    void shouldLetEverythingGoWhileNoLimitIsKnown() {
        for (int i = 0; i < 1000; i++) {
            assertThat(pacer.allows(0)).isTrue();
            pacer.onSent(1_200);
        }
    }

    @Test
    void shouldSpreadAFrameOverTheTimeThatTheLinkNeeds() {
        pacer.setTarget(800_000, 0); // 1.2 Mbit/s paced: 150 bytes a millisecond
        int atOnce = send(0);
        assertThat(atOnce).isBetween(2, 3);
        int sent = 0;
        for (int i = 1; i <= 20; i++) {
            sent += send(i * Pacer.TICK_NANOS);
        }
        assertThat(sent * 1_200).isBetween(13_000, 17_000);
    }

    @Test
    void shouldKeepNoMoreDebtThanATenthOfASecond() {
        pacer.setTarget(400_000, 0);
        for (int i = 0; i < 1000; i++) {
            pacer.onSent(1_200); // audio and what waited too long go anyway
        }
        assertThat(pacer.allows(50 * MILLI)).isFalse();
        assertThat(pacer.allows(120 * MILLI)).isTrue();
    }

    @Test
    void shouldMakeRoomForAProbe() {
        pacer.setTarget(100_000, 8_000_000);
        int sent = 0;
        for (int i = 0; i < 5; i++) {
            sent += send(i * Pacer.TICK_NANOS);
        }
        assertThat(sent * 1_200).isGreaterThan(20_000);
    }

    private int send(long nowNanos) {
        int sent = 0;
        while (pacer.allows(nowNanos) && sent < 1000) {
            pacer.onSent(1_200);
            sent++;
        }
        return sent;
    }
}
