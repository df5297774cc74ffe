package io.banyan.node.media.forward;

import static org.assertj.core.api.Assertions.assertThat;

import io.banyan.node.media.receive.CaptureClock;
import io.banyan.node.media.receive.PacketSlot;
import io.banyan.node.media.testing.PacketMaker;
import io.banyan.node.media.testing.TestPublisher;
import io.banyan.protocol.rtp.MediaKind;
import io.banyan.protocol.rtp.RtpClock;
import org.junit.jupiter.api.Test;

class TimestampMapTest {
    private static final long MS = 1_000_000;
    private static final RtpClock VIDEO = new RtpClock(90_000);
    private static final RtpClock AUDIO = new RtpClock(48_000);

    private final SlotPair pair = new SlotPair();
    private final TimestampMap video = new TimestampMap(MediaKind.VIDEO, pair, 0, VIDEO);
    private final TimestampMap audio = new TimestampMap(MediaKind.AUDIO, pair, 0, AUDIO);
    /** What the packet path believes of the next packet's time of capture. */
    private long captureNanos;

    private final CaptureClock clock = (from, slot, nowNanos) -> captureNanos;
    private final TestPublisher camera = new TestPublisher(MediaKind.VIDEO, clock);
    private final TestPublisher microphone = new TestPublisher(MediaKind.AUDIO, clock);
    private int seq;

    @Test
    void shouldBeginAtTheTimeOfCapture() {
        assertThat(startVideo(1000, 980)).isEqualTo(980 * 90);
    }

    @Test
    void shouldBeginAtTheArrivalIfNothingIsKnown() {
        PacketSlot slot = slot(camera, 5, 1000 * MS, CaptureClock.UNKNOWN);
        video.begin(VIDEO);
        assertThat(video.map(slot)).isEqualTo(1000 * 90);
    }

    @Test
    void shouldSlewVideoByOneMillisecondPerFrame() {
        startVideo(1000, 980);
        long before = videoFrame(1, 1033, 980 + 33);
        // Now a report says that capture was 20 ms earlier than assumed.
        for (int frame = 2; frame < 22; frame++) {
            long now = videoFrame(frame, 1000 + frame * 33, 960 + frame * 33);
            assertThat(now - before).isEqualTo(33 * 90 - 90);
            before = now;
        }
        assertThat(videoFrame(22, 1000 + 22 * 33, 960 + 22 * 33) - before).isEqualTo(33 * 90);
    }

    @Test
    void shouldSlewVideoFasterThatIsFarOff() {
        startVideo(1000, 980);
        long before = videoFrame(1, 1033, 980 + 33);
        // 50 ms: five frames of 5 ms, then one by one.
        for (int frame = 2; frame < 7; frame++) {
            long now = videoFrame(frame, 1000 + frame * 33, 1030 + frame * 33);
            assertThat(now - before).isEqualTo(33 * 90 + 5 * 90);
            before = now;
        }
        assertThat(videoFrame(7, 1000 + 7 * 33, 1030 + 7 * 33) - before).isEqualTo(33 * 90 + 90);
    }

    @Test
    void shouldSendVideoAsFarFromItsTimeAsTheAudioOfItsPair() {
        startAudio(1000, 1000);
        // The clock turns out to be 30 ms earlier: audio stays, so video is placed by where it is.
        audioPacket(1, 1020, 990, false);
        assertThat(startVideo(1050, 1000)).isEqualTo(1030 * 90);
        // In a pause the audio moves by 20 ms of the 30, and the video follows.
        assertThat(audioPacket(20, 1400, 1370, true)).isEqualTo(1380 * 48);
        assertThat(videoFrame(1, 1433, 1000 + 33)).isEqualTo((1030 + 33 - 1) * 90);
    }

    @Test
    void shouldKeepTheOffsetOfAPairWhoeverFollows() {
        startAudio(1000, 1000);
        audioPacket(1, 1020, 910, false);
        // The slot is 110 ms late. The next speaker is put as late, but for 20 ms, and so is any picture.
        PacketSlot next = slot(microphone, 777_000, 2000 * MS, 1990 * MS);
        audio.begin(AUDIO);
        assertThat(audio.map(next)).isEqualTo((1990 + 90) * 48);
        assertThat(startVideo(2010, 1990)).isEqualTo((1990 + 90) * 90);
        assertThat(audio.map(slot(microphone, 777_000 + 960, 2020 * MS, 2010 * MS)))
                .isEqualTo((2010 + 90) * 48);
        audio.begin(AUDIO);
        assertThat(audio.map(slot(microphone, 5, 3000 * MS, 2990 * MS))).isEqualTo((2990 + 70) * 48);
    }

    @Test
    void shouldBeOnTimeAgainAfterSomePauses() {
        startAudio(1000, 1000);
        audioPacket(1, 1020, 975, false);
        assertThat(audioPacket(20, 1400, 1355, true)).isEqualTo(1380 * 48);
        assertThat(audioPacket(40, 1800, 1755, true)).isEqualTo(1760 * 48);
        assertThat(audioPacket(60, 2200, 2155, true)).isEqualTo(2155 * 48);
    }

    @Test
    void shouldKeepOneTimestampForAFrame() {
        startVideo(1000, 980);
        long first = videoFrame(1, 1033, 1013);
        assertThat(videoFrame(1, 1034, 1000)).isEqualTo(first);
        long second = videoFrame(2, 1066, 1030);
        assertThat(videoFrame(1, 1070, 900)).isEqualTo(first);
        assertThat(second).isGreaterThan(first);
    }

    @Test
    void shouldPlaceAFrameThatCameLateBetweenItsNeighbours() {
        startVideo(1000, 980);
        long third = videoFrame(3, 1099, 1079);
        long second = videoFrame(2, 1110, 1046);
        assertThat(second).isBetween((980L + 33) * 90, third - 1);
        assertThat(videoFrame(1, 1111, 1013)).isBetween(980L * 90, second - 1);
        assertThat(videoFrame(2, 1112, 1046)).isEqualTo(second);
    }

    @Test
    void shouldNotGoBackWhenAnotherSourceFollows() {
        startVideo(1000, 990);
        // The new source was captured earlier, so its first frame comes right behind; the next is on the line.
        PacketSlot slot = slot(camera, 4_000_000, 1010 * MS, 950 * MS);
        video.begin(VIDEO);
        assertThat(video.map(slot)).isEqualTo(990 * 90 + 1);
        assertThat(video.map(slot(camera, 4_000_000 + 33 * 90, 1043 * MS, 983 * MS)))
                .isEqualTo(990 * 90 + 2);
        assertThat(video.map(slot(camera, 4_000_000 + 66 * 90, 1076 * MS, 1016 * MS)))
                .isEqualTo(1016 * 90);
    }

    @Test
    void shouldHoldAudioWithinATalkSpurt() {
        startAudio(1000, 990);
        for (int packet = 1; packet < 50; packet++) {
            long error = packet % 2 == 0 ? 150 : -150;
            assertThat(audioPacket(packet, 1000 + packet * 20, 990 + packet * 20 + error, false))
                    .isEqualTo((990 + packet * 20) * 48L);
        }
    }

    @Test
    void shouldCorrectAudioAtAMarkerOrAPause() {
        startAudio(1000, 990);
        assertThat(audioPacket(1, 1020, 1018, true)).isEqualTo(1018 * 48);
        assertThat(audioPacket(2, 1040, 1040, false)).isEqualTo(1038 * 48);
        assertThat(audioPacket(20, 1400, 1395, false)).isEqualTo(1395 * 48);
    }

    @Test
    void shouldCorrectAudioThatIsFarOff() {
        startAudio(1000, 990);
        assertThat(audioPacket(1, 1230, 1221, false)).isEqualTo(1221 * 48);
        assertThat(audioPacket(2, 1250, 1241, false)).isEqualTo(1241 * 48);
    }

    @Test
    void shouldLeaveOutAudioThatLagsNowAndThen() {
        startAudio(1000, 1000);
        int leftOut = 0;
        long last = 1000 * 48;
        for (int packet = 1; packet <= 100; packet++) {
            PacketSlot slot = slot(microphone, packet * 960L, (1000 + packet * 20L) * MS, (730 + packet * 20L) * MS);
            if (audio.lags(slot)) {
                leftOut++;
            } else {
                int now = audio.map(slot);
                assertThat(now - last).isEqualTo(960);
                last = now;
            }
        }
        assertThat(leftOut).isEqualTo(4);
        assertThat(last).isEqualTo((2900 + 20) * 48);
    }

    @Test
    void shouldLetAnotherSpeakerWaitForWhatWasSent() {
        startAudio(1000, 990);
        assertThat(audio.overlaps(slot(microphone, 777_000, 1005 * MS, 995 * MS), AUDIO))
                .isTrue();
        assertThat(audio.overlaps(slot(microphone, 777_000, 1019 * MS, 1009 * MS), AUDIO))
                .isFalse();
        assertThat(audio.overlaps(slot(microphone, 777_000, 1200 * MS, 600 * MS), AUDIO))
                .isFalse();
    }

    @Test
    void shouldNotFollowAClockThatRunsAhead() {
        startVideo(1000, 980);
        long last = 0;
        for (int frame = 1; frame < 200; frame++) {
            int arrival = 1000 + frame * 33;
            last = mapVideo(frame * 900_000L, arrival, Long.MIN_VALUE);
            assertThat(last).isLessThanOrEqualTo(Math.max(arrival + 250, 0) * 90L);
        }
        PacketSlot next = slot(camera, 1, 7700 * MS, 7690 * MS);
        video.begin(VIDEO);
        assertThat(video.map(next)).isGreaterThan((int) last).isEqualTo(7690 * 90);
    }

    @Test
    void shouldComeBackWhenASourcesClockStoodStill() {
        startVideo(1000, 980);
        assertThat(mapVideo(33 * 90, 60_000, Long.MIN_VALUE)).isEqualTo(60_000 * 90);
    }

    @Test
    void shouldWrapWithTheWire() {
        TimestampMap late = new TimestampMap(MediaKind.VIDEO, pair, -90, VIDEO);
        PacketSlot slot = slot(camera, 5, 10 * MS, 0);
        late.begin(VIDEO);
        assertThat(late.map(slot)).isEqualTo(-90);
        assertThat(late.map(slot(camera, 5 + 180, 12 * MS, 2 * MS))).isEqualTo(90);
    }

    private long startVideo(long arrivalMillis, long captureMillis) {
        PacketSlot slot = slot(camera, 0, arrivalMillis * MS, captureMillis * MS);
        video.begin(VIDEO);
        return video.map(slot);
    }

    private long videoFrame(int frame, long arrivalMillis, long captureMillis) {
        return mapVideo(frame * 2970L, arrivalMillis, captureMillis * MS);
    }

    private long mapVideo(long ticks, long arrivalMillis, long capture) {
        return video.map(slot(camera, ticks, arrivalMillis * MS, capture));
    }

    private void startAudio(long arrivalMillis, long captureMillis) {
        PacketSlot slot = slot(microphone, 0, arrivalMillis * MS, captureMillis * MS);
        audio.begin(AUDIO);
        assertThat(audio.map(slot)).isEqualTo((int) captureMillis * 48);
    }

    private long audioPacket(int packet, long arrivalMillis, long captureMillis, boolean marker) {
        captureNanos = captureMillis * MS;
        seq++;
        microphone.receive(
                new PacketMaker(1, TestPublisher.OPUS).packet(seq, packet * 960L, marker, (byte) 1),
                arrivalMillis * MS);
        return audio.map(stored(microphone));
    }

    private PacketSlot slot(TestPublisher publisher, long ticks, long arrivalNanos, long capture) {
        captureNanos = capture;
        seq++;
        int payloadType = publisher == camera ? TestPublisher.VP8 : TestPublisher.OPUS;
        publisher.receive(
                new PacketMaker(1, payloadType).packet(seq, ticks, false, PacketMaker.vp8(true, true, 1, 1, 1)),
                arrivalNanos);
        return stored(publisher);
    }

    private PacketSlot stored(TestPublisher publisher) {
        PacketSlot slot = publisher.encoding().find(0x10000L + seq);
        if (slot == null) {
            throw new AssertionError("not stored");
        }
        return slot;
    }
}
