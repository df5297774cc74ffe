package io.banyan.protocol.link;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class MissingDatagramsTest {
    private static final long MILLI = LinkPipe.MILLI;
    private static final long RTT = 100 * MILLI;

    private final MissingDatagrams missing = new MissingDatagrams();

    @Test
    void shouldWaitForReorderingThenAskOnceARoundTrip() {
        missing.onGap(5, 6, 0);
        assertThat(missing.isAnyDue(RTT, 2 * MILLI)).isFalse();
        assertThat(missing.isAnyDue(RTT, 3 * MILLI)).isTrue();
        missing.markAsked(0, 3 * MILLI);
        assertThat(missing.isAnyDue(RTT, 142 * MILLI)).isFalse();
        assertThat(missing.isAnyDue(RTT, 143 * MILLI)).isTrue();
    }

    @Test
    void shouldGiveAPathThatReordersMoreTime() {
        missing.onGap(5, 6, 0);
        assertThat(missing.onOvertaken(5, 8 * MILLI)).isTrue();
        missing.onGap(7, 8, 20 * MILLI);
        assertThat(missing.isAnyDue(RTT, 29 * MILLI)).isFalse();
        assertThat(missing.isAnyDue(RTT, 30 * MILLI)).isTrue();
    }

    @Test
    void shouldGiveUpAfterFiveRoundTrips() {
        missing.onGap(5, 7, 0);
        assertThat(missing.pollHopeless(2 * RTT, 999 * MILLI)).isZero();
        assertThat(missing.pollHopeless(2 * RTT, 1000 * MILLI)).isEqualTo(5);
        assertThat(missing.pollHopeless(2 * RTT, 1000 * MILLI)).isEqualTo(6);
        assertThat(missing.pollHopeless(2 * RTT, 1000 * MILLI)).isZero();
        assertThat(missing.isEmpty()).isTrue();
    }

    @Test
    void shouldKeepTheNewestOfALongCut() {
        assertThat(missing.onGap(1, 11, 0)).isZero();
        assertThat(missing.onGap(20, 10_020, MILLI)).isEqualTo(10_000 - MissingDatagrams.CAPACITY + 10);
        assertThat(missing.count()).isEqualTo(MissingDatagrams.CAPACITY);
        assertThat(missing.seq(missing.count() - 1)).isEqualTo(10_019);
    }
}
