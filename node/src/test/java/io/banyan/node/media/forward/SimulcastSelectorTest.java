package io.banyan.node.media.forward;

import static org.assertj.core.api.Assertions.assertThat;

import io.banyan.node.media.receive.CaptureClock;
import io.banyan.node.media.testing.PacketMaker;
import io.banyan.node.media.testing.TestPublisher;
import io.banyan.node.media.testing.TestSubscriber;
import io.banyan.node.plane.DropReason;
import io.banyan.node.plane.SlotState;
import io.banyan.node.plane.SlotWish;
import io.banyan.protocol.rtp.MediaKind;
import org.junit.jupiter.api.Test;

class SimulcastSelectorTest {
    private static final long MS = 1_000_000;
    private static final String[] RIDS = {"q", "h", "f"};

    private final TestPublisher publisher = new TestPublisher(MediaKind.VIDEO, CaptureClock.NONE, RIDS);
    private final TestSubscriber subscriber = new TestSubscriber(MediaKind.VIDEO);
    private final PacketMaker[] makers = new PacketMaker[3];
    private final int[] seqs = {1000, 30_000, 65_500};
    private final TrackForwarder forwarder;
    private long nowNanos;

    SimulcastSelectorTest() {
        for (int i = 0; i < 3; i++) {
            makers[i] = new PacketMaker(100 + i, TestPublisher.VP8).rid(RIDS[i]);
        }
        forwarder = subscriber.show(publisher.track, 7, 0);
    }

    @Test
    void shouldForwardNothingBeforeAKeyFrame() {
        frames(10, "qhf", "");
        assertThat(subscriber.sent).isEmpty();
        assertThat(forwarder.state(nowNanos)).isEqualTo(SlotState.NO_MEDIA);
        assertThat(subscriber.drops.of(DropReason.AWAITING_KEY_FRAME)).isPositive();
        assertThat(publisher.encoding("f").keyframes().isPending()).isTrue();
    }

    @Test
    void shouldStartWithWhicheverKeyFrameComesFirstAndGoOnToTheWanted() {
        frames(1, "qhf", "");
        frames(1, "qhf", "q");
        assertThat(forwarder.currentRid()).isEqualTo("q");
        assertThat(publisher.encoding("f").keyframes().isPending()).isTrue();
        frames(5, "qhf", "");
        assertThat(forwarder.currentRid()).isEqualTo("q");
        frames(1, "qhf", "f");
        assertThat(forwarder.currentRid()).isEqualTo("f");
        assertThat(forwarder.state(nowNanos)).isEqualTo(SlotState.FLOWING);
        assertThat(publisher.encoding("f").keyframes().isPending()).isFalse();
    }

    @Test
    void shouldNotStartAboveTheWanted() {
        wish(320, 180);
        frames(1, "qhf", "f");
        assertThat(subscriber.sent).isEmpty();
        frames(1, "qhf", "q");
        assertThat(forwarder.currentRid()).isEqualTo("q");
    }

    @Test
    void shouldTakeAHigherOneWhereNoLowerIsSent() {
        wish(320, 180);
        frames(2, "hf", "");
        frames(1, "hf", "hf");
        assertThat(forwarder.currentRid()).isEqualTo("h");
    }

    @Test
    void shouldGoDownAtAKeyFrameWhenLessIsWanted() {
        frames(1, "qhf", "qhf");
        assertThat(forwarder.currentRid()).isEqualTo("f");
        wish(640, 360);
        assertThat(publisher.encoding("h").keyframes().isPending()).isTrue();
        frames(5, "qhf", "");
        assertThat(forwarder.currentRid()).isEqualTo("f");
        frames(1, "qhf", "h");
        assertThat(forwarder.currentRid()).isEqualTo("h");
    }

    @Test
    void shouldFallBackWhenAnEncodingGoesSilentAndReturn() {
        frames(1, "qhf", "qhf");
        frames(30, "qh", "");
        assertThat(publisher.encoding("h").keyframes().isPending()).isTrue();
        frames(1, "qh", "h");
        assertThat(forwarder.currentRid()).isEqualTo("h");
        frames(2, "qhf", "");
        assertThat(publisher.encoding("f").keyframes().isPending()).isTrue();
        frames(1, "qhf", "f");
        assertThat(forwarder.currentRid()).isEqualTo("f");
    }

    @Test
    void shouldKeepTheEncodingOfAStillScreen() {
        frames(1, "qhf", "qhf");
        for (int i = 0; i < 10; i++) {
            nowNanos += 1000 * MS;
            frames(1, "qhf", "");
            assertThat(forwarder.currentRid()).isEqualTo("f");
        }
        assertThat(publisher.encoding("q").keyframes().isPending()).isFalse();
        assertThat(publisher.encoding("h").keyframes().isPending()).isFalse();
    }

    @Test
    void shouldAskForTheForwardedOneWhenTheDecoderNeedsAKeyFrame() {
        frames(1, "qhf", "qhf");
        forwarder.onKeyframeRequest(nowNanos);
        assertThat(publisher.encoding("f").keyframes().isPending()).isTrue();
        assertThat(publisher.encoding("q").keyframes().isPending()).isFalse();
    }

    @Test
    void shouldSendNothingWhileHiddenAndBeginAnewAfter() {
        frames(1, "qhf", "qhf");
        forwarder.setWish(new SlotWish(0, 0, 0, 0, true, false), nowNanos);
        int before = subscriber.sent.size();
        frames(5, "qhf", "");
        assertThat(subscriber.sent).hasSize(before);
        assertThat(forwarder.state(nowNanos)).isEqualTo(SlotState.HIDDEN);
        forwarder.setWish(SlotWish.BEST, nowNanos);
        frames(5, "qhf", "");
        assertThat(subscriber.sent).hasSize(before);
        frames(1, "qhf", "f");
        assertThat(subscriber.sent).hasSize(before + 1);
        assertThat(subscriber.last().wireSeq())
                .isEqualTo(subscriber.sent.getFirst().wireSeq() + before);
    }

    private void wish(int width, int height) {
        forwarder.setWish(new SlotWish(width, height, 0, 0, false, false), nowNanos);
    }

    /** Frames of one packet, 33 ms apart, on the named encodings; some of them key frames. */
    private void frames(int count, String active, String keyframes) {
        for (int i = 0; i < count; i++) {
            nowNanos += 33 * MS;
            for (int layer = 0; layer < 3; layer++) {
                if (active.contains(RIDS[layer])) {
                    byte[] payload = PacketMaker.vp8(true, keyframes.contains(RIDS[layer]), 1, 1, layer);
                    long ticks = nowNanos / MS * 90;
                    publisher.receive(makers[layer].packet(seqs[layer]++, ticks, true, payload), nowNanos);
                }
            }
            forwarder.poll(nowNanos);
        }
    }
}
