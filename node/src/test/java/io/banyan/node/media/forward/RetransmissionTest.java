package io.banyan.node.media.forward;

import static org.assertj.core.api.Assertions.assertThat;

import io.banyan.node.media.count.DropCounters;
import io.banyan.node.media.receive.CaptureClock;
import io.banyan.node.media.receive.PacketRing;
import io.banyan.node.media.send.Pacer;
import io.banyan.node.media.testing.PacketMaker;
import io.banyan.node.media.testing.SentPacket;
import io.banyan.node.media.testing.TestPublisher;
import io.banyan.node.media.testing.TestSubscriber;
import io.banyan.node.plane.DropReason;
import io.banyan.node.plane.SlotWish;
import io.banyan.protocol.rtp.MediaKind;
import io.banyan.protocol.rtp.RtpView;
import io.banyan.protocol.rtp.RtxPacket;
import java.nio.ByteBuffer;
import java.util.SplittableRandom;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class RetransmissionTest {
    private static final long MS = 1_000_000;

    private final TestPublisher publisher = new TestPublisher(MediaKind.VIDEO, CaptureClock.NONE);
    private final TestSubscriber subscriber = new TestSubscriber(MediaKind.VIDEO);
    private final PacketMaker maker =
            new PacketMaker(11, TestPublisher.VP8).dependencyDescriptor((byte) 0xc1, (byte) 3, (byte) 4);
    private TrackForwarder forwarder = subscriber.show(publisher.track, 7, 0);
    private int seq = 500;

    @BeforeEach
    void setUp() {
        // Another source before, so that all numbers of the present one are moved.
        publisher.receive(
                new PacketMaker(99, TestPublisher.VP8).packet(9, 9, true, PacketMaker.vp8(true, true, 77, 7, 0)), 0);
        send(5);
    }

    @Test
    void shouldRepeatAPacketAsItWasSent() {
        SentPacket lost = subscriber.sent.get(3);
        subscriber.stream.onNack(lost.wireSeq(), 100 * MS);
        SentPacket rtx = subscriber.last();
        assertThat(rtx.ssrc()).isEqualTo(TestSubscriber.RTX_SSRC);
        assertThat(rtx.view().payloadType()).isEqualTo(TestSubscriber.VP8_RTX);
        byte[] restored = restore(rtx);
        RtpView view = new RtpView();
        assertThat(view.wrap(ByteBuffer.wrap(restored), 0, restored.length)).isTrue();
        assertThat(view.wireSeq()).isEqualTo(lost.wireSeq());
        assertThat(view.timestamp()).isEqualTo(lost.timestamp());
        assertThat(view.marker()).isEqualTo(lost.view().marker());
        assertThat(view.csrc(0)).isEqualTo(7);
        byte[] payload = lost.payload();
        assertThat(restored).endsWith(payload);
        assertThat(rtx.extension(TestSubscriber.DEPENDENCY_DESCRIPTOR_ID))
                .isEqualTo(lost.extension(TestSubscriber.DEPENDENCY_DESCRIPTOR_ID))
                .hasSize(3);
        assertThat(subscriber.stream.retransmitted()).isEqualTo(1);
    }

    @Test
    void shouldCountRetransmissionsOnTheirOwn() {
        subscriber.stream.onNack(subscriber.sent.get(2).wireSeq(), 100 * MS);
        subscriber.stream.onNack(subscriber.sent.get(3).wireSeq(), 100 * MS);
        int first = subscriber.sent.get(subscriber.sent.size() - 2).wireSeq();
        assertThat(subscriber.last().wireSeq()).isEqualTo(first + 1);
        int expected = subscriber.sent.get(5).wireSeq() + 1;
        send(1);
        assertThat(subscriber.last().wireSeq()).isEqualTo(expected);
    }

    @Test
    void shouldRepeatAPacketOnceInARoundTrip() {
        int wireSeq = subscriber.sent.get(3).wireSeq();
        int before = subscriber.sent.size();
        subscriber.stream.onNack(wireSeq, 100 * MS);
        subscriber.stream.onNack(wireSeq, 101 * MS);
        assertThat(subscriber.sent).hasSize(before + 1);
        assertThat(subscriber.drops.of(DropReason.RETRANSMISSION_RATE_LIMITED)).isEqualTo(1);
        subscriber.stream.onNack(wireSeq, 200 * MS);
        assertThat(subscriber.sent).hasSize(before + 2);
    }

    @Test
    void shouldRepeatNoMoreThanWasSentHoweverOftenItIsAskedFor() {
        int before = subscriber.sent.size();
        for (int i = 0; i < 10_000; i++) {
            subscriber.stream.onNack(subscriber.sent.get(i % 6).wireSeq(), (i + 1) * 100L * MS);
        }
        assertThat(subscriber.sent.size() - before).isEqualTo(RetransmissionMap.INITIAL_BUDGET + before);
        send(1);
        subscriber.stream.onNack(subscriber.last().wireSeq(), 10_000_000 * MS);
        assertThat(subscriber.sent.size() - before).isEqualTo(RetransmissionMap.INITIAL_BUDGET + before + 2);
    }

    @Test
    void shouldRepeatNothingThatWasNeverSentOrIsGone() {
        subscriber.stream.onNack((subscriber.last().wireSeq() + 1) & 0xffff, 100 * MS);
        subscriber.stream.onNack((subscriber.sent.getFirst().wireSeq() - 1) & 0xffff, 100 * MS);
        assertThat(subscriber.drops.of(DropReason.RETRANSMISSION_GONE)).isEqualTo(2);
        int old = subscriber.sent.get(3).wireSeq();
        send(PacketRing.VIDEO_SLOTS - 2);
        int before = subscriber.sent.size();
        subscriber.stream.onNack(old, 200 * MS);
        assertThat(subscriber.sent).hasSize(before);
        assertThat(subscriber.drops.of(DropReason.RING_OVERWRITTEN)
                        + subscriber.drops.of(DropReason.RETRANSMISSION_GONE))
                .isEqualTo(3);
    }

    @Test
    void shouldRepeatPacketsFromBeforeASwitchAsTheyWere() {
        SentPacket lost = subscriber.sent.get(3);
        TestPublisher other = new TestPublisher(MediaKind.VIDEO, CaptureClock.NONE);
        forwarder.close();
        forwarder = subscriber.show(other.track, 8, 50 * MS);
        other.receive(
                new PacketMaker(5, TestPublisher.VP8).packet(1, 1, true, PacketMaker.vp8(true, true, 9, 9, 9)),
                60 * MS);
        assertThat(subscriber.last().view().csrc(0)).isEqualTo(8);
        subscriber.stream.onNack(lost.wireSeq(), 70 * MS);
        assertThat(subscriber.last().view().csrc(0)).isEqualTo(7);
        assertThat(restore(subscriber.last())).endsWith(lost.payload());
    }

    @Test
    void shouldForgetPacketsWhenTheSlotIsFree() {
        forwarder.closeAndFree();
        int before = subscriber.sent.size();
        subscriber.stream.onNack(subscriber.last().wireSeq(), 100 * MS);
        assertThat(subscriber.sent).hasSize(before);
        assertThat(subscriber.drops.of(DropReason.RETRANSMISSION_GONE)).isEqualTo(1);
    }

    @Test
    void shouldRepeatNothingWithoutRtx() {
        SlotSettings settings =
                new SlotSettings(MediaKind.VIDEO, "1", 1, 0, TestSubscriber.PAYLOAD_TYPES, TestSubscriber.EXTENSIONS);
        DropCounters drops = new DropCounters();
        SlotStream stream = new SlotStream(
                settings,
                new SlotPair(),
                new Departures(subscriber, new Pacer(), drops, new HeldBack()),
                drops,
                0,
                new SplittableRandom(1),
                0);
        TrackForwarder plain = new TrackForwarder(publisher.track, 7, 0, 0, false, SlotWish.BEST, stream, drops);
        plain.open(0);
        publisher.receive(maker.packet(seq++, seq * 3000L, true, PacketMaker.vp8(true, true, seq, 1, seq)), MS);
        int before = subscriber.sent.size();
        stream.onNack(subscriber.last().wireSeq(), 100 * MS);
        assertThat(subscriber.sent).hasSize(before);
        assertThat(drops.of(DropReason.RETRANSMISSION_GONE)).isEqualTo(1);
    }

    private void send(int packets) {
        for (int i = 0; i < packets; i++) {
            byte[] payload = PacketMaker.vp8(true, seq == 500, seq, 1, seq);
            publisher.receive(maker.packet(seq, seq * 3000L, true, payload), (seq - 499) * 33L * MS / 100);
            seq++;
        }
    }

    private static byte[] restore(SentPacket rtx) {
        ByteBuffer out = ByteBuffer.allocate(1500);
        int length = RtxPacket.unwrap(rtx.view(), TestSubscriber.VP8, TestSubscriber.SSRC, out, 0);
        byte[] bytes = new byte[length];
        out.get(0, bytes);
        return bytes;
    }
}
