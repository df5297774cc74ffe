package io.banyan.node.media.send;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RedundancyLevelTest {
    private static final long SECOND = 1_000_000_000;
    private static final long WIDE = 1_000_000;

    private final RedundancyLevel redundancy = new RedundancyLevel();
    private long received;
    private long lost;
    private long now;

    @ParameterizedTest
    @CsvSource({"0, 0", "1, 0", "2, 1", "7, 1", "8, 2", "20, 2"})
    void shouldGoByHowMuchIsLost(int lostOfAHundred, int level) {
        seconds(1, lostOfAHundred);
        assertThat(redundancy.level(32_000, WIDE)).isEqualTo(level);
    }

    @Test
    void shouldWaitForEnoughPackets() {
        redundancy.onCounts(19, 20, SECOND);
        assertThat(redundancy.level(32_000, WIDE)).isZero();
        redundancy.onCounts(30, 20, SECOND);
        assertThat(redundancy.level(32_000, WIDE)).isEqualTo(2);
    }

    @Test
    void shouldEndSomeTimeAfterTheLoss() {
        seconds(3, 10);
        assertThat(redundancy.level(32_000, WIDE)).isEqualTo(2);
        seconds(7, 0);
        assertThat(redundancy.level(32_000, WIDE)).isEqualTo(2);
        seconds(1, 0);
        assertThat(redundancy.level(32_000, WIDE)).isZero();
    }

    @Test
    void shouldStayWhileMoreThanHalfOfItIsLost() {
        seconds(3, 3);
        seconds(40, 2);
        assertThat(redundancy.level(32_000, WIDE)).isEqualTo(1);
    }

    @ParameterizedTest
    @CsvSource({"288000, 2", "287999, 1", "192000, 1", "191999, 0"})
    void shouldLeaveThePictureItsShare(long targetBps, int level) {
        seconds(1, 20);
        assertThat(redundancy.level(32_000, targetBps)).isEqualTo(level);
    }

    private void seconds(int count, int lostOfAHundred) {
        for (int i = 0; i < count; i++) {
            now += SECOND;
            received += 100 - lostOfAHundred;
            lost += lostOfAHundred;
            redundancy.onCounts(received, lost, now);
        }
    }
}
