package io.banyan.node.media.forward;

import static org.assertj.core.api.Assertions.assertThat;

import io.banyan.node.media.receive.CaptureClock;
import io.banyan.node.media.receive.PacketSlot;
import io.banyan.node.media.testing.PacketMaker;
import io.banyan.node.media.testing.TestPublisher;
import io.banyan.node.plane.DropReason;
import io.banyan.protocol.rtp.MediaKind;
import org.junit.jupiter.api.Test;

class RetransmissionMapTest {
    private static final long MILLI = 1_000_000;
    private static final int MAX = 512;

    private final RetransmissionMap map = new RetransmissionMap(MAX);
    private final PacketSlot slot = received();
    private final Rewritten rewritten = new Rewritten();
    private long nowNanos = 1_790_000_000_000_000_000L;
    private long nextSeq = 0xFFFF_FFF0L; // beyond what 32 bits hold, soon

    @Test
    void shouldGiveBackWhatItWasGiven() {
        for (int i = 0; i < 200; i++) {
            put(i);
        }
        for (int i = 0; i < 200; i++) {
            long seq = nextSeq - 200 + i;
            assertThat(map.refusal(seq, nowNanos, 0)).isNull();
            Rewritten into = new Rewritten();
            assertThat(map.take(seq, nowNanos, into)).isSameAs(slot);
            assertThat(into.outSeq).isEqualTo(seq);
            assertThat(into.timestamp).isEqualTo(1_000 + i);
            assertThat(into.csrc).isEqualTo(2_000 + i);
            assertThat(into.marker).isEqualTo(i % 3 == 0);
            assertThat(into.pictureId).isEqualTo(i % 2 == 0 ? Rewritten.ABSENT : i);
            assertThat(into.tl0PictureIndex).isEqualTo(i % 5 == 0 ? Rewritten.ABSENT : i);
            assertThat(into.frameNumber).isEqualTo(i % 7 == 0 ? Rewritten.ABSENT : i);
        }
    }

    @Test
    void shouldKnowASecondOfAnyRateUpToItsBound() {
        for (int perSecond : new int[] {10, 50, 150, 400}) {
            for (int i = 0; i < 3 * perSecond; i++) {
                nowNanos += 1_000 * MILLI / perSecond;
                put(i);
            }
            for (int i = 1; i < perSecond; i++) {
                assertThat(map.refusal(nextSeq - i, nowNanos, 0)).isNull();
            }
        }
        for (int i = 0; i < 5_000; i++) {
            put(i);
        }
        assertThat(map.refusal(nextSeq - MAX, nowNanos, 0)).isNull();
        assertThat(map.refusal(nextSeq - MAX - 1, nowNanos, 0)).isEqualTo(DropReason.RETRANSMISSION_GONE);
    }

    @Test
    void shouldNotSendAPacketAThirdTimeTooSoon() {
        put(1);
        long seq = nextSeq - 1;
        assertThat(map.refusal(seq, nowNanos, 30 * MILLI)).isNull();
        map.take(seq, nowNanos, rewritten);
        nowNanos += 29 * MILLI;
        assertThat(map.refusal(seq, nowNanos, 30 * MILLI)).isEqualTo(DropReason.RETRANSMISSION_RATE_LIMITED);
        nowNanos += MILLI;
        assertThat(map.refusal(seq, nowNanos, 30 * MILLI)).isNull();
    }

    @Test
    void shouldForgetEverything() {
        put(1);
        map.clear();
        assertThat(map.refusal(nextSeq - 1, nowNanos, 0)).isEqualTo(DropReason.RETRANSMISSION_GONE);
    }

    private static PacketSlot received() {
        TestPublisher publisher = new TestPublisher(MediaKind.AUDIO, CaptureClock.NONE);
        publisher.receive(new PacketMaker(1, TestPublisher.OPUS).packet(7, 960, false, (byte) 1), 0);
        PacketSlot slot = publisher.encoding().find(publisher.encoding().highestSeq());
        assertThat(slot).isNotNull();
        return slot;
    }

    private void put(int i) {
        rewritten.outSeq = nextSeq++;
        rewritten.timestamp = 1_000 + i;
        rewritten.csrc = 2_000 + i;
        rewritten.marker = i % 3 == 0;
        rewritten.pictureId = i % 2 == 0 ? Rewritten.ABSENT : i;
        rewritten.tl0PictureIndex = i % 5 == 0 ? Rewritten.ABSENT : i;
        rewritten.frameNumber = i % 7 == 0 ? Rewritten.ABSENT : i;
        map.put(slot, rewritten, nowNanos);
    }
}
