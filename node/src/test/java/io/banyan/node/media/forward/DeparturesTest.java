package io.banyan.node.media.forward;

import static org.assertj.core.api.Assertions.assertThat;

import io.banyan.node.media.receive.CaptureClock;
import io.banyan.node.media.testing.PacketMaker;
import io.banyan.node.media.testing.TestPublisher;
import io.banyan.node.media.testing.TestSubscriber;
import io.banyan.protocol.rtp.MediaKind;
import org.junit.jupiter.api.Test;

/** Packets over a subscriber's budget wait, and its loop is told at once that some do. */
class DeparturesTest {
    private static final long MS = 1_000_000;

    private final TestPublisher publisher = new TestPublisher(MediaKind.VIDEO, CaptureClock.NONE);
    private final TestSubscriber subscriber = new TestSubscriber(MediaKind.VIDEO);
    private final PacketMaker maker = new PacketMaker(5, TestPublisher.VP8);
    private int seq = 1;

    private void receive(long nowNanos) {
        byte[] payload = PacketMaker.vp8(true, seq == 1, seq, 1, seq);
        publisher.receive(maker.packet(seq, seq * 3000L, true, payload), nowNanos);
        seq++;
    }

    @Test
    void shouldTellTheLoopOfWhatWaitsAndOfNothingElse() {
        subscriber.show(publisher.track, 7, 0);
        subscriber.pacer.setTarget(200_000, 0);
        receive(MS);
        assertThat(subscriber.sent).hasSize(1);
        assertThat(subscriber.heldBack.poll()).isFalse();

        subscriber.pacer.onSent(3_000);
        receive(2 * MS);
        assertThat(subscriber.sent).hasSize(1);
        assertThat(subscriber.departures.isIdle()).isFalse();
        assertThat(subscriber.heldBack.poll()).isTrue();
        assertThat(subscriber.heldBack.poll()).isFalse();

        // 300 kbit/s leave: 1.5 times the estimate.
        subscriber.departures.drain(2 * MS + 5 * MS);
        assertThat(subscriber.sent).hasSize(1);
        subscriber.departures.drain(2 * MS + 20 * MS);
        assertThat(subscriber.sent).hasSize(2);
        assertThat(subscriber.departures.isIdle()).isTrue();
        assertThat(subscriber.heldBack.poll()).isFalse();
    }

    @Test
    void shouldTellTheLoopOfRetransmissionsThatWait() {
        subscriber.show(publisher.track, 7, 0);
        subscriber.pacer.setTarget(200_000, 0);
        receive(MS);
        subscriber.pacer.onSent(3_000);
        subscriber.stream.onNack(subscriber.last().wireSeq(), 2 * MS);
        assertThat(subscriber.sent).hasSize(1);
        assertThat(subscriber.heldBack.poll()).isTrue();
        subscriber.departures.drain(22 * MS);
        assertThat(subscriber.sent).hasSize(2);
    }
}
