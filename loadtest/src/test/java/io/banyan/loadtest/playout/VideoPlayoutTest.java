package io.banyan.loadtest.playout;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class VideoPlayoutTest {
    private static final long MILLI = 1_000_000;
    private static final long SECOND = 1_000 * MILLI;
    private static final int FRAME_TICKS = 3_000;
    private static final long FRAME_NANOS = 100 * MILLI / 3;

    private final VideoPlayout playout = new VideoPlayout();
    private long nowNanos;
    private long seq;

    /** Two packets each. */
    private void frames(int count, int keyHeight) {
        for (int i = 0; i < count; i++) {
            frame(i == 0 ? keyHeight : 0, true);
        }
    }

    private void frame(int keyHeight, boolean isWhole) {
        long timestamp = Math.round(nowNanos * 90_000 / 1e9 / FRAME_TICKS) * FRAME_TICKS;
        playout.onPacket(seq++, timestamp, true, false, keyHeight, nowNanos);
        if (isWhole) {
            playout.onPacket(seq, timestamp, false, true, 0, nowNanos);
        }
        seq++;
        pass(FRAME_NANOS);
    }

    private void pass(long nanos) {
        for (long end = nowNanos + nanos; nowNanos < end; nowNanos += Math.min(5 * MILLI, end - nowNanos)) {
            playout.poll(nowNanos);
        }
    }

    @Test
    void shouldShowEveryFrameOfAGoodStream() {
        frames(120, 360);
        pass(SECOND);
        assertThat(playout.shown()).isEqualTo(120);
        assertThat(playout.height()).isEqualTo(360);
        assertThat(playout.freezes()).isZero();
    }

    @Test
    void shouldShowNothingBeforeAKeyFrame() {
        frames(30, 0);
        assertThat(playout.shown()).isZero();
        assertThat(playout.needsKeyFrame(nowNanos)).isFalse();
        pass(SECOND);
        frames(90, 0);
        assertThat(playout.needsKeyFrame(nowNanos)).isTrue();
    }

    @Test
    void shouldFreezeWhenAFrameIsNotWholeAndGoOnAtAKeyFrame() {
        frames(60, 360);
        frame(0, false);
        frames(29, 0);
        assertThat(playout.shown()).isEqualTo(60);
        frames(30, 180);
        pass(SECOND);
        assertThat(playout.shown()).isEqualTo(90);
        assertThat(playout.freezes()).isEqualTo(1);
        assertThat(playout.frozenMillis()).isBetween(900L, 1_200L);
        assertThat(playout.longestFreezeMillis()).isEqualTo(playout.frozenMillis());
        assertThat(playout.heightChanges()).isEqualTo(1);
    }

    @Test
    void shouldGoOnWhenAMissingPacketComesLate() {
        frames(60, 360);
        long missing = seq + 1;
        long timestamp = Math.round(nowNanos * 90_000 / 1e9 / FRAME_TICKS) * FRAME_TICKS;
        frame(0, false);
        frames(2, 0);
        playout.onPacket(missing, timestamp, false, true, 0, nowNanos);
        pass(SECOND);
        assertThat(playout.shown()).isEqualTo(63);
        assertThat(playout.freezes()).isZero();
    }

    @Test
    void shouldNotCallAPauseOnPurposeAFreeze() {
        frames(60, 360);
        playout.onBreak();
        pass(5 * SECOND);
        frames(30, 360);
        pass(SECOND);
        assertThat(playout.freezes()).isZero();
        assertThat(playout.shown()).isEqualTo(90);
    }
}
