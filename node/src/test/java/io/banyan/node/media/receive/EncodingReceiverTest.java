package io.banyan.node.media.receive;

import static org.assertj.core.api.Assertions.assertThat;

import io.banyan.node.media.testing.PacketMaker;
import io.banyan.node.media.testing.TestPublisher;
import io.banyan.node.plane.DropReason;
import io.banyan.protocol.rtp.HeaderExtension;
import io.banyan.protocol.rtp.MediaKind;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class EncodingReceiverTest {
    private static final long MS = 1_000_000;
    private static final int SSRC = 11;
    private static final int RTX_SSRC = 12;

    private final TestPublisher publisher = new TestPublisher(MediaKind.VIDEO, CaptureClock.NONE);
    private final PacketMaker media = new PacketMaker(SSRC, TestPublisher.VP8);
    private final PacketMaker rtx = new PacketMaker(RTX_SSRC, TestPublisher.VP8_RTX);
    private final List<Long> delivered = new ArrayList<>();
    private final int[] out = new int[100];

    @BeforeEach
    void setUp() {
        publisher.track.addSink((from, slot, nowNanos) -> delivered.add(slot.seq() - 0x10000));
    }

    @Test
    void shouldDeliverAPacketWithAllThatIsKnownOfIt() {
        byte[] payload = PacketMaker.vp8(true, true, 500, 3, 9);
        publisher.receive(media.packet(7, 90_000, true, payload), 5 * MS);
        PacketSlot slot = publisher.encoding().find(0x10007);
        assertThat(slot).isNotNull();
        assertThat(slot.isKeyframeStart()).isTrue();
        assertThat(slot.marker()).isTrue();
        assertThat(slot.arrivalNanos()).isEqualTo(5 * MS);
        assertThat((int) slot.rtpTicks()).isEqualTo(90_000);
        assertThat(payloadOf(slot)).isEqualTo(payload);
        assertThat(slot.extensionLength(HeaderExtension.MID)).isEqualTo(1);
        assertThat(slot.buffer().get(slot.extensionOffset(HeaderExtension.MID))).isEqualTo((byte) '0');
        assertThat(slot.extensionLength(HeaderExtension.AUDIO_LEVEL)).isEqualTo(-1);
    }

    @Test
    void shouldDeliverEachPacketOnce() {
        frame(1, 0);
        frame(3, 1);
        frame(3, 2);
        frame(2, 3);
        frame(2, 4);
        assertThat(delivered).containsExactly(1L, 3L, 2L);
        assertThat(publisher.drops.of(DropReason.RTP_DUPLICATE)).isEqualTo(2);
    }

    @Test
    void shouldDropWhatIsOlderThanTheRing() {
        frame(1000, 0);
        frame(1000 - PacketRing.VIDEO_SLOTS, 1);
        assertThat(publisher.drops.of(DropReason.RTP_TOO_OLD)).isEqualTo(1);
    }

    @Test
    void shouldDropPayloadTypesThatWereNotNegotiated() {
        publisher.receive(media.payloadType(55).packet(1, 0, true, (byte) 1), 0);
        publisher.receive(media.payloadType(TestPublisher.OPUS).packet(2, 0, true, (byte) 1), 0);
        assertThat(publisher.drops.of(DropReason.RTP_UNKNOWN_PAYLOAD_TYPE)).isEqualTo(2);
        assertThat(delivered).isEmpty();
    }

    @Test
    void shouldRepairALossByRetransmission() {
        frame(1, 0);
        frame(3, 1);
        assertThat(publisher.encoding().collectNacks(10 * MS, 0, out)).isEqualTo(1);
        assertThat(out[0]).isEqualTo(2);
        byte[] lost = PacketMaker.vp8(true, false, 2, 2, 2);
        publisher.receive(retransmission(77, 2, lost), 30 * MS);
        assertThat(delivered).containsExactly(1L, 3L, 2L);
        PacketSlot slot = publisher.encoding().find(0x10002);
        assertThat(slot).isNotNull();
        assertThat(slot.isRetransmitted()).isTrue();
        assertThat(payloadOf(slot)).isEqualTo(lost);
        assertThat(publisher.encoding().lostAfterRepair()).isZero();
        assertThat(publisher.encoding().statistics().lost()).isEqualTo(1);
        assertThat(publisher.encoding().nacks().repaired()).isEqualTo(1);
    }

    @Test
    void shouldTakeProbesOnTheRetransmissionStreamForWhatTheyAre() {
        publisher.receive(rtx.padding(76, 0), 0);
        assertThat(publisher.drops.of(DropReason.RTP_UNKNOWN_STREAM)).isEqualTo(1);
        frame(1, 0);
        publisher.receive(rtx.padding(77, 0), 1);
        publisher.receive(retransmission(78, 1, PacketMaker.vp8(true, true, 1, 1, 1)), 2);
        publisher.receive(rtx.packet(79, 0, false, (byte) 0), 3);
        assertThat(delivered).containsExactly(1L);
        assertThat(publisher.drops.of(DropReason.RTP_PADDING_ONLY)).isEqualTo(1);
        assertThat(publisher.drops.of(DropReason.RTP_DUPLICATE)).isEqualTo(1);
        assertThat(publisher.drops.of(DropReason.RTX_MALFORMED)).isEqualTo(1);
    }

    @Test
    void shouldBeginAnewWithAnotherSsrc() {
        frame(40_000, 0);
        publisher.receive(
                new PacketMaker(99, TestPublisher.VP8).packet(5, 0, true, PacketMaker.vp8(true, true, 1, 1, 1)), MS);
        assertThat(delivered).containsExactly(40_000L, 5L);
        assertThat(publisher.encoding().epoch()).isEqualTo(1);
        assertThat(publisher.encoding().find(0x10000 + 40_000)).isNull();
        assertThat(publisher.encoding().collectNacks(50 * MS, 0, out)).isZero();
    }

    @Test
    void shouldAskForAKeyFrameWhenALossIsGivenUp() {
        frame(1, 0);
        frame(3, 0);
        publisher.encoding().collectNacks(1000 * MS, 0, out);
        assertThat(publisher.encoding().keyframes().isPending()).isTrue();
    }

    @Test
    void shouldCallAnEncodingSilentOnlyIfItsSiblingsGoOn() {
        TestPublisher simulcast = new TestPublisher(MediaKind.VIDEO, CaptureClock.NONE, "q", "f");
        PacketMaker low = new PacketMaker(1, TestPublisher.VP8).rid("q");
        PacketMaker high = new PacketMaker(2, TestPublisher.VP8).rid("f");
        byte[] payload = PacketMaker.vp8(true, true, 1, 1, 1);
        simulcast.receive(low.packet(1, 0, true, payload), 0);
        simulcast.receive(high.packet(1, 0, true, payload), 0);
        simulcast.receive(low.packet(2, 90_000, true, payload), 1000 * MS);
        assertThat(simulcast.encoding("f").isActive(1001 * MS)).isTrue();
        for (int i = 1; i <= 10; i++) {
            simulcast.receive(low.packet(2 + i, 90_000 + i * 3000L, true, payload), (1000 + i * 33) * MS);
        }
        assertThat(simulcast.encoding("f").isActive(1400 * MS)).isFalse();
        assertThat(simulcast.encoding("q").isActive(1400 * MS)).isTrue();
    }

    private void frame(int seq, long nowNanos) {
        publisher.receive(
                media.packet(seq, seq * 3000L, true, PacketMaker.vp8(true, seq == 1, seq, seq, seq)), nowNanos);
    }

    private byte[] retransmission(int seq, int original, byte[] payload) {
        byte[] withOsn = new byte[payload.length + 2];
        ByteBuffer.wrap(withOsn).putShort((short) original).put(payload);
        return rtx.packet(seq, original * 3000L, true, withOsn);
    }

    private static byte[] payloadOf(PacketSlot slot) {
        byte[] bytes = new byte[slot.payloadLength()];
        slot.buffer().get(slot.payloadOffset(), bytes);
        return Arrays.copyOf(bytes, bytes.length);
    }
}
