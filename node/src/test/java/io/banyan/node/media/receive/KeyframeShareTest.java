package io.banyan.node.media.receive;

import static org.assertj.core.api.Assertions.assertThat;

import io.banyan.protocol.rtp.MediaKind;
import org.junit.jupiter.api.Test;

class KeyframeShareTest {
    private static final long MS = 1_000_000;

    private final KeyframeRequester requester = new KeyframeRequester(MediaKind.VIDEO);
    private long nowNanos = 1_000 * MS;

    /** A key frame of some packets, and a second of others. */
    private void second(int keyframePackets) {
        requester.onKeyframe();
        for (int i = 0; i < 50; i++) {
            requester.onPacket(1_000, i < keyframePackets, nowNanos);
            nowNanos += 20 * MS;
        }
    }

    private long nanosToNextAsk() {
        requester.request();
        assertThat(requester.pollDue(nowNanos)).isTrue();
        requester.onKeyframe();
        requester.request();
        long asked = nowNanos;
        while (!requester.pollDue(nowNanos)) {
            nowNanos += 10 * MS;
        }
        return nowNanos - asked;
    }

    @Test
    void shouldAskLessOftenWhileKeyframesAreTooMuch() {
        for (int i = 0; i < 4; i++) {
            second(20);
        }
        assertThat(nanosToNextAsk()).isEqualTo(KeyframeRequester.COSTLY_INTERVAL_NANOS);
    }

    @Test
    void shouldAskAsUsualWhileTheyAreFew() {
        for (int i = 0; i < 4; i++) {
            second(4);
        }
        assertThat(nanosToNextAsk()).isEqualTo(KeyframeRequester.MIN_INTERVAL_NANOS);
    }

    @Test
    void shouldAskAsUsualAtTheBeginningAndWhenNothingAnswers() {
        second(40);
        assertThat(nanosToNextAsk()).isEqualTo(KeyframeRequester.MIN_INTERVAL_NANOS);
        for (int i = 0; i < 4; i++) {
            second(20);
        }
        requester.request();
        assertThat(requester.pollDue(nowNanos)).isTrue();
        assertThat(requester.pollDue(nowNanos + KeyframeRequester.MIN_INTERVAL_NANOS))
                .isTrue();
    }
}
