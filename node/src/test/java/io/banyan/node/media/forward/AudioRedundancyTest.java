package io.banyan.node.media.forward;

import static org.assertj.core.api.Assertions.assertThat;

import io.banyan.node.media.receive.CaptureClock;
import io.banyan.node.media.testing.PacketMaker;
import io.banyan.node.media.testing.SentPacket;
import io.banyan.node.media.testing.TestPublisher;
import io.banyan.node.media.testing.TestSubscriber;
import io.banyan.node.plane.DropReason;
import io.banyan.node.plane.SlotState;
import io.banyan.protocol.payload.RedPayload;
import io.banyan.protocol.rtp.MediaKind;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class AudioRedundancyTest {
    private static final long MS = 1_000_000;

    private final TestPublisher publisher = new TestPublisher(MediaKind.AUDIO, CaptureClock.NONE);
    private final TestPublisher secret = new TestPublisher(MediaKind.AUDIO, true, CaptureClock.NONE);
    private final TestSubscriber plain = new TestSubscriber(MediaKind.AUDIO);
    private final TestSubscriber lossy = new TestSubscriber(MediaKind.AUDIO, TestSubscriber.WITH_REDUNDANCY);
    private final PacketMaker opus = new PacketMaker(12, TestPublisher.OPUS);
    private final PacketMaker red = new PacketMaker(12, TestPublisher.RED);

    @Test
    void shouldPassRedundancyOnInTheSubscribersNumbers() {
        TrackForwarder forwarder = show(publisher, lossy);
        publisher.receive(red.packet(1, 960, false, redundant(TestPublisher.OPUS)), 320 * MS);
        SentPacket sent = lossy.last();
        assertThat(sent.view().payloadType()).isEqualTo(TestSubscriber.RED);
        assertThat(sent.payload()).containsExactly(redundant(TestSubscriber.OPUS));
        assertThat(forwarder.state(320 * MS)).isEqualTo(SlotState.FLOWING);
    }

    @Test
    void shouldTakeRedundancyOffWhereNoneWasNegotiated() {
        TrackForwarder forwarder = show(publisher, plain);
        publisher.receive(red.packet(1, 960, false, redundant(TestPublisher.OPUS)), 320 * MS);
        publisher.receive(red.packet(2, 1920, false, (byte) TestPublisher.OPUS, (byte) 9, (byte) 8), 340 * MS);
        assertThat(plain.sent)
                .extracting(sent -> sent.view().payloadType())
                .containsExactly(TestSubscriber.OPUS, TestSubscriber.OPUS);
        assertThat(plain.sent.getFirst().payload()).containsExactly(4, 5, 6);
        assertThat(plain.last().payload()).containsExactly(9, 8);
        assertThat(plain.last().wireSeq()).isEqualTo(plain.sent.getFirst().wireSeq() + 1);
        assertThat(forwarder.state(340 * MS)).isEqualTo(SlotState.FLOWING);
    }

    @Test
    void shouldAddThePacketsBeforeForWhoLosesSome() {
        show(publisher, lossy);
        lossy.stream.wantRedundancy(2);
        send(publisher, 1, 2, 3, 4);
        assertThat(lossy.sent.getFirst().view().payloadType()).isEqualTo(TestSubscriber.OPUS);
        assertThat(blocks(lossy.sent.get(1))).containsExactly("960:1", "0:2");
        assertThat(blocks(lossy.sent.get(2))).containsExactly("1920:1", "960:2", "0:3");
        assertThat(blocks(lossy.sent.get(3))).containsExactly("1920:2", "960:3", "0:4");
        int first = lossy.sent.getFirst().wireSeq();
        assertThat(lossy.sent).extracting(sent -> sent.wireSeq() - first).containsExactly(0, 1, 2, 3);
    }

    @Test
    void shouldAddNothingToWhoNegotiatedNone() {
        show(publisher, plain);
        plain.stream.wantRedundancy(2);
        send(publisher, 1, 2);
        assertThat(plain.stream.soundCopies()).isEqualTo(1);
        assertThat(plain.last().view().payloadType()).isEqualTo(TestSubscriber.OPUS);
        assertThat(plain.last().payload()).containsExactly(2);
    }

    @Test
    void shouldNotAddWhatNeverCame() {
        show(publisher, lossy);
        lossy.stream.wantRedundancy(2);
        send(publisher, 1, 3, 6);
        assertThat(blocks(lossy.sent.get(1))).containsExactly("1920:1", "0:3");
        assertThat(lossy.last().view().payloadType()).isEqualTo(TestSubscriber.OPUS);
        // One that was overtaken carries what was before it.
        send(publisher, 4);
        assertThat(blocks(lossy.last())).containsExactly("960:3", "0:4");
    }

    @Test
    void shouldAddWhatComesRedundantItself() {
        show(publisher, lossy);
        lossy.stream.wantRedundancy(1);
        publisher.receive(red.packet(1, 960, false, redundant(TestPublisher.OPUS)), 320 * MS);
        send(publisher, 2);
        SentPacket last = lossy.last();
        RedPayload read = read(last);
        assertThat(read.redundant()).isEqualTo(1);
        assertThat(Arrays.copyOfRange(last.payload(), read.offset(0), read.offset(0) + read.length(0)))
                .containsExactly(4, 5, 6);
    }

    @Test
    void shouldStayBelowTheLargestPacket() {
        show(publisher, lossy);
        lossy.stream.wantRedundancy(2);
        for (int seq = 1; seq <= 3; seq++) {
            byte[] large = new byte[400];
            Arrays.fill(large, (byte) seq);
            publisher.receive(opus.packet(seq, seq * 960L, false, large), (300 + seq * 20) * MS);
        }
        RedPayload read = read(lossy.last());
        assertThat(read.redundant()).isEqualTo(1);
        assertThat(read.timestampOffset(0)).isEqualTo(960);
        assertThat(lossy.last().payload()).hasSizeLessThanOrEqualTo(AudioRedundancy.MAX_PAYLOAD_BYTES);
    }

    @Test
    void shouldLeaveWhatIsEncryptedEndToEndAlone() {
        TrackForwarder forwarder = show(secret, lossy);
        lossy.stream.wantRedundancy(2);
        send(secret, 1, 2);
        assertThat(lossy.sent).extracting(sent -> sent.view().payloadType()).containsOnly(TestSubscriber.OPUS);
        assertThat(lossy.stream.soundCopies()).isEqualTo(1);
        // Nor is it looked into: what is no redundant audio in the clear may be one behind the encryption.
        secret.receive(red.packet(3, 2_880, false, (byte) 0xff, (byte) 1), 360 * MS);
        assertThat(lossy.last().view().payloadType()).isEqualTo(TestSubscriber.RED);
        assertThat(lossy.last().payload()).containsExactly(0xff, 1);
        assertThat(forwarder.state(360 * MS)).isEqualTo(SlotState.FLOWING);
    }

    @Test
    void shouldNotAddWhatWasEncryptedToWhatIsNot() {
        TrackForwarder before = show(secret, lossy);
        lossy.stream.wantRedundancy(2);
        send(secret, 1, 2);
        before.close();
        show(publisher, lossy);
        send(publisher, 3);
        assertThat(lossy.last().view().payloadType()).isEqualTo(TestSubscriber.OPUS);
    }

    @Test
    void shouldRefuseEncryptedRedundancyWhereNoneWasNegotiated() {
        TrackForwarder forwarder = show(secret, plain);
        secret.receive(red.packet(1, 960, false, redundant(TestPublisher.OPUS)), 320 * MS);
        assertThat(plain.sent).isEmpty();
        assertThat(plain.drops.of(DropReason.CODEC_NOT_NEGOTIATED)).isEqualTo(1);
        assertThat(forwarder.state(320 * MS)).isEqualTo(SlotState.NO_COMMON_CODEC);
    }

    @Test
    void shouldDropWhatIsNoRedundantAudio() {
        show(publisher, lossy);
        publisher.receive(red.packet(1, 960, false, (byte) 0xff, (byte) 1), 320 * MS);
        publisher.receive(red.packet(2, 1920, false, redundant(96)), 340 * MS);
        assertThat(lossy.sent).isEmpty();
        assertThat(publisher.drops.of(DropReason.RED_MALFORMED)).isEqualTo(2);
    }

    /** Two blocks of which the first is older by 960 ticks. */
    private static byte[] redundant(int payloadType) {
        return new byte[] {(byte) (0x80 | payloadType), 0x0f, 0, 2, (byte) payloadType, 2, 3, 4, 5, 6};
    }

    private static TrackForwarder show(TestPublisher publisher, TestSubscriber subscriber) {
        TrackForwarder forwarder = subscriber.show(publisher.track, 1, 0);
        // The first moment of a microphone is forwarded to nobody.
        publisher.receive(new PacketMaker(12, TestPublisher.OPUS).packet(0, 0, false, (byte) 0), 0);
        return forwarder;
    }

    private void send(TestPublisher from, int... seqs) {
        for (int seq : seqs) {
            from.receive(opus.packet(seq, seq * 960L, false, (byte) seq), (300 + seq * 20) * MS);
        }
    }

    /** Each one's timestamp offset, and the only byte of its data. */
    private static List<String> blocks(SentPacket sent) {
        assertThat(sent.view().payloadType()).isEqualTo(TestSubscriber.RED);
        RedPayload read = read(sent);
        byte[] payload = sent.payload();
        List<String> blocks = new ArrayList<>();
        for (int i = 0; i < read.redundant(); i++) {
            assertThat(read.payloadType(i)).isEqualTo(TestSubscriber.OPUS);
            assertThat(read.length(i)).isEqualTo(1);
            blocks.add(read.timestampOffset(i) + ":" + payload[read.offset(i)]);
        }
        assertThat(read.primaryPayloadType()).isEqualTo(TestSubscriber.OPUS);
        assertThat(read.primaryLength()).isEqualTo(1);
        blocks.add("0:" + payload[read.primaryOffset()]);
        return blocks;
    }

    private static RedPayload read(SentPacket sent) {
        RedPayload read = new RedPayload();
        byte[] payload = sent.payload();
        assertThat(read.read(ByteBuffer.wrap(payload), 0, payload.length)).isTrue();
        return read;
    }
}
