package io.banyan.node.media.forward;

import static org.assertj.core.api.Assertions.assertThat;

import io.banyan.node.media.receive.CaptureClock;
import io.banyan.node.media.testing.PacketMaker;
import io.banyan.node.media.testing.SentPacket;
import io.banyan.node.media.testing.TestPublisher;
import io.banyan.node.media.testing.TestSubscriber;
import io.banyan.node.plane.DropReason;
import io.banyan.node.plane.SlotState;
import io.banyan.protocol.rtcp.SenderReport;
import io.banyan.protocol.rtp.AbsSendTime;
import io.banyan.protocol.rtp.MediaKind;
import io.banyan.protocol.rtp.NtpTime;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class TrackForwarderTest {
    private static final long MS = 1_000_000;

    private final TestPublisher video = new TestPublisher(MediaKind.VIDEO, CaptureClock.NONE);
    private final TestPublisher audio = new TestPublisher(MediaKind.AUDIO, CaptureClock.NONE);
    private final TestSubscriber screen = new TestSubscriber(MediaKind.VIDEO);
    private final TestSubscriber speaker = new TestSubscriber(MediaKind.AUDIO);
    private final PacketMaker vp8 = new PacketMaker(11, TestPublisher.VP8);
    private final PacketMaker opus = new PacketMaker(12, TestPublisher.OPUS).audioLevel(0x85);

    @Test
    void shouldSpeakTheSubscribersNumbers() {
        speaker.show(audio.track, 0xabcdef01, 0);
        startMicrophone();
        audio.receive(opus.packet(5, 960, false, (byte) 1, (byte) 2), 310 * MS);
        SentPacket sent = speaker.last();
        assertThat(sent.view().payloadType()).isEqualTo(TestSubscriber.OPUS);
        assertThat(sent.ssrc()).isEqualTo(TestSubscriber.SSRC);
        assertThat(sent.view().csrcCount()).isEqualTo(1);
        assertThat(sent.view().csrc(0)).isEqualTo(0xabcdef01);
        assertThat(sent.payload()).containsExactly(1, 2);
        assertThat(sent.extension(TestSubscriber.AUDIO_LEVEL_ID)).containsExactly(0x85);
        assertThat(new String(sent.extension(TestSubscriber.MID_ID), StandardCharsets.US_ASCII))
                .isEqualTo(TestSubscriber.MID);
        int sendTime = AbsSendTime.fromNanos(310 * MS);
        assertThat(sent.extension(TestSubscriber.ABS_SEND_TIME_ID))
                .containsExactly(sendTime >> 16, sendTime >> 8, sendTime);
        assertThat(sent.extension(TestSubscriber.TRANSPORT_CC_ID)).containsExactly(0, 0);
        audio.receive(opus.packet(6, 1920, false, (byte) 1, (byte) 2), 330 * MS);
        assertThat(speaker.last().extension(TestSubscriber.TRANSPORT_CC_ID)).containsExactly(0, 1);
    }

    @Test
    void shouldMarkASpeakersFirstPacket() {
        speaker.show(audio.track, 1, 0);
        startMicrophone();
        audio.receive(opus.packet(5, 960, false, (byte) 1), 310 * MS);
        audio.receive(opus.packet(6, 1920, false, (byte) 1), 330 * MS);
        assertThat(speaker.sent).extracting(sent -> sent.view().marker()).containsExactly(true, false);
    }

    @Test
    void shouldLeaveOutTheFirstMomentOfAMicrophone() {
        speaker.show(audio.track, 1, 0);
        for (int packet = 0; packet < 20; packet++) {
            audio.receive(opus.packet(packet, packet * 960L, false, (byte) packet), packet * 20L * MS);
        }
        assertThat(speaker.drops.of(DropReason.AUDIO_STARTING)).isEqualTo(13);
        assertThat(speaker.sent)
                .hasSize(7)
                .first()
                .satisfies(sent -> assertThat(sent.view().marker()).isTrue());
        // Another listener, later, gets all.
        TestSubscriber late = new TestSubscriber(MediaKind.AUDIO);
        late.show(audio.track, 1, 400 * MS);
        audio.receive(opus.packet(20, 20 * 960L, false, (byte) 20), 400 * MS);
        assertThat(late.sent).hasSize(1);
    }

    /** Its first moment is over. */
    private void startMicrophone() {
        audio.receive(opus.packet(4, 0, false, (byte) 1), 0);
    }

    @Test
    void shouldRefuseACodecThatTheSubscriberDoesNotHave() {
        TrackForwarder forwarder = screen.show(video.track, 1, 0);
        video.receive(vp8.payloadType(TestPublisher.H264).packet(1, 0, true, (byte) 0x65, (byte) 0x88), 0);
        assertThat(screen.sent).isEmpty();
        assertThat(screen.drops.of(DropReason.CODEC_NOT_NEGOTIATED)).isEqualTo(1);
        assertThat(forwarder.state(0)).isEqualTo(SlotState.NO_COMMON_CODEC);
        video.receive(vp8.payloadType(TestPublisher.VP8).packet(2, 3000, true, frame(true, 1)), MS);
        assertThat(screen.sent).hasSize(1);
        assertThat(forwarder.state(MS)).isEqualTo(SlotState.FLOWING);
        assertThat(forwarder.state(3000 * MS)).isEqualTo(SlotState.NO_MEDIA);
    }

    @Test
    void shouldAskForAKeyFrameUntilItComes() {
        screen.show(video.track, 1, 0);
        video.receive(vp8.packet(1, 0, true, frame(false, 1)), 0);
        assertThat(video.encoding().keyframes().pollDue(0)).isTrue();
        assertThat(video.encoding().keyframes().pollDue(500 * MS)).isTrue();
        video.receive(vp8.packet(2, 3000, true, frame(true, 2)), 600 * MS);
        assertThat(video.encoding().keyframes().isPending()).isFalse();
        assertThat(screen.drops.of(DropReason.AWAITING_KEY_FRAME)).isEqualTo(1);
    }

    @Test
    void shouldSendWhatOvertookTheBeginningOfAKeyFrame() {
        screen.show(video.track, 1, 0);
        video.receive(vp8.packet(1, 0, true, frame(false, 1)), 0);
        video.receive(vp8.packet(3, 3000, false, PacketMaker.vp8(false, false, 2, 2, 31)), 1);
        video.receive(vp8.packet(5, 3000, true, PacketMaker.vp8(false, false, 2, 2, 33)), 2);
        assertThat(screen.sent).isEmpty();
        video.receive(vp8.packet(2, 3000, false, frame(true, 2)), 3);
        assertThat(numbers()).containsExactly(0, 1, 3);
        video.receive(vp8.packet(4, 3000, false, PacketMaker.vp8(false, false, 2, 2, 32)), 4);
        assertThat(numbers()).containsExactly(0, 1, 3, 2);
        assertThat(screen.sent)
                .extracting(SentPacket::timestamp)
                .containsOnly(screen.last().timestamp());
    }

    @Test
    void shouldFillTheHoleOfPaddingThatCameLate() {
        screen.show(video.track, 1, 0);
        video.receive(vp8.packet(1, 0, true, frame(true, 1)), 0);
        video.receive(vp8.padding(2, 0), 1);
        video.receive(vp8.packet(4, 3000, true, frame(false, 2)), 2);
        assertThat(numbers()).containsExactly(0, 2);
        video.receive(vp8.padding(3, 0), 3);
        assertThat(numbers()).containsExactly(0, 2, 1);
        assertThat(screen.last().payload()).isEmpty();
        assertThat(screen.last().timestamp()).isEqualTo(screen.sent.getFirst().timestamp());
        video.receive(vp8.packet(5, 6000, true, frame(false, 3)), 4);
        assertThat(numbers()).containsExactly(0, 2, 1, 3);
    }

    @Test
    void shouldBeginAnewWhenASourceJumps() {
        screen.show(video.track, 1, 0);
        video.receive(vp8.packet(1, 0, true, frame(true, 1)), 0);
        video.receive(vp8.packet(20_000, 3000, true, frame(false, 2)), 33 * MS);
        assertThat(screen.sent).hasSize(1);
        video.receive(vp8.packet(20_001, 6000, true, frame(true, 3)), 66 * MS);
        assertThat(numbers()).containsExactly(0, 1);
    }

    @Test
    void shouldGoOnWithAnotherSsrcAtAKeyFrame() {
        screen.show(video.track, 1, 0);
        video.receive(vp8.packet(1, 0, true, frame(true, 100)), 0);
        PacketMaker other = new PacketMaker(99, TestPublisher.VP8);
        video.receive(other.packet(60_000, 77, true, frame(false, 7)), 33 * MS);
        assertThat(screen.sent).hasSize(1);
        video.receive(other.packet(60_001, 3077, true, frame(true, 8)), 66 * MS);
        assertThat(numbers()).containsExactly(0, 1);
        assertThat(screen.sent)
                .extracting(sent -> PacketMaker.pictureId(sent.payload()))
                .containsExactly(100, 101);
        assertThat(screen.last().timestamp() - screen.sent.getFirst().timestamp())
                .isEqualTo(66 * 90);
    }

    @Test
    void shouldRenumberFramesOfTheDependencyDescriptor() {
        screen.show(video.track, 1, 0);
        byte[] first = {(byte) 0xc1, 0x40, 0x00};
        byte[] second = {(byte) 0x82, 0x00, 0x07};
        video.receive(vp8.dependencyDescriptor(first).packet(1, 0, true, frame(true, 1)), 0);
        assertThat(screen.last().extension(TestSubscriber.DEPENDENCY_DESCRIPTOR_ID))
                .isEqualTo(first);
        PacketMaker other = new PacketMaker(99, TestPublisher.VP8).dependencyDescriptor(second);
        video.receive(other.packet(1, 0, true, frame(true, 8)), MS);
        assertThat(screen.last().extension(TestSubscriber.DEPENDENCY_DESCRIPTOR_ID))
                .containsExactly(0x82, 0x40, 0x01);
    }

    @Test
    void shouldReportTheNodesClockOnOneLine() {
        long unixOffset = 1_700_000_000_000_000_000L;
        TestSubscriber slot = new TestSubscriber(MediaKind.VIDEO, unixOffset, 3);
        assertThat(slot.stream.pollSenderReport(0)).isNull();
        slot.show(video.track, 1, 0);
        video.receive(vp8.packet(1, 0, true, frame(true, 1)), 100 * MS);
        SenderReport first = slot.stream.pollSenderReport(100 * MS);
        SenderReport second = slot.stream.pollSenderReport(350 * MS);
        assertThat(first).isNotNull();
        assertThat(second).isNotNull();
        assertThat(first.rtpTimestamp()).isEqualTo(slot.last().timestamp());
        assertThat(second.rtpTimestamp() - first.rtpTimestamp()).isEqualTo(250 * 90);
        assertThat(NtpTime.toUnixNanos(first.ntp())).isEqualTo(unixOffset + 100 * MS);
        assertThat(NtpTime.toUnixNanos(second.ntp())).isEqualTo(unixOffset + 350 * MS);
        assertThat(second.packetCount()).isEqualTo(1);
        assertThat(second.octetCount()).isEqualTo(9);
    }

    private List<Integer> numbers() {
        int first = screen.sent.getFirst().wireSeq();
        return screen.sent.stream().map(sent -> sent.wireSeq() - first).toList();
    }

    private static byte[] frame(boolean keyframe, int pictureId) {
        return PacketMaker.vp8(true, keyframe, pictureId, pictureId, pictureId);
    }
}
