package io.banyan.node.media.receive;

import static org.assertj.core.api.Assertions.assertThat;

import io.banyan.protocol.rtp.MediaKind;
import org.junit.jupiter.api.Test;

class KeyframeRequesterTest {
    private static final long MS = 1_000_000;

    private final KeyframeRequester requester = new KeyframeRequester(MediaKind.VIDEO);

    @Test
    void shouldNeverAskForKeyFramesOfAudio() {
        KeyframeRequester audio = new KeyframeRequester(MediaKind.AUDIO);
        audio.request();
        assertThat(audio.pollDue(0)).isFalse();
    }

    @Test
    void shouldAskAtOnceAndMergeWishes() {
        requester.request();
        requester.request();
        assertThat(requester.pollDue(0)).isTrue();
        requester.request();
        assertThat(requester.pollDue(0)).isFalse();
        assertThat(requester.pollDue(499 * MS)).isFalse();
        assertThat(requester.asked()).isEqualTo(1);
    }

    @Test
    void shouldRepeatUntilAKeyFrameArrives() {
        requester.request();
        assertThat(requester.pollDue(0)).isTrue();
        assertThat(requester.pollDue(500 * MS)).isTrue();
        requester.onKeyframe();
        assertThat(requester.pollDue(1000 * MS)).isFalse();
    }

    @Test
    void shouldNotAskTwiceIn500MsAlthoughAKeyFrameCameBetween() {
        requester.request();
        assertThat(requester.pollDue(0)).isTrue();
        requester.onKeyframe();
        requester.request();
        assertThat(requester.pollDue(300 * MS)).isFalse();
        assertThat(requester.pollDue(500 * MS)).isTrue();
    }

    @Test
    void shouldLeaveTheKeyFrameThatAResumeBringsHalfASecond() {
        requester.request();
        requester.onPaused();
        assertThat(requester.isPending()).isFalse();
        requester.request();
        requester.onResumed(0);
        assertThat(requester.pollDue(499 * MS)).isFalse();
        assertThat(requester.pollDue(500 * MS)).isTrue();
    }

    @Test
    void shouldStopAskingWhenNobodyAnswersNorWishes() {
        requester.request();
        int asked = 0;
        for (long now = 0; now < 60_000 * MS; now += 100 * MS) {
            asked += requester.pollDue(now) ? 1 : 0;
        }
        assertThat(asked).isEqualTo(KeyframeRequester.MAX_REPEATS);
        requester.request();
        assertThat(requester.pollDue(61_000 * MS)).isTrue();
    }

    @Test
    void shouldBeOverdueOnlyAfterASecondInVain() {
        requester.request();
        long now = 0;
        for (int asked = 1; asked <= 3; asked++) {
            assertThat(requester.isOverdue()).isFalse();
            assertThat(requester.pollDue(now)).isTrue();
            now += KeyframeRequester.MIN_INTERVAL_NANOS;
        }
        assertThat(requester.isOverdue()).isTrue();
        requester.onKeyframe();
        assertThat(requester.isOverdue()).isFalse();
    }
}
