package io.banyan.loadtest.peer;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.List;
import org.junit.jupiter.api.Test;

class PeerContentTest {
    private final ByteBuffer buffer = ByteBuffer.allocate(2_000);

    @Test
    void shouldVerifyEveryByteOfItsContent() {
        SyntheticPayload payload = new SyntheticPayload();
        for (int length : List.of(24, 25, 31, 32, 80, 1_101)) {
            SyntheticPayload.write(buffer, 5, length, -7, 2, 1_000, 99);
            assertThat(payload.read(buffer, 5, length)).isTrue();
            assertThat(payload.isIntact(buffer, 5, length)).isTrue();
            assertThat(List.of(payload.track(), payload.encoding(), payload.counter()))
                    .containsExactly(-7, 2, 1_000);
            assertThat(payload.sendNanos()).isEqualTo(99);
            for (int at = SyntheticPayload.MIN_BYTES; at < length; at++) {
                buffer.put(5 + at, (byte) (buffer.get(5 + at) ^ 0x10));
                assertThat(payload.isIntact(buffer, 5, length)).isFalse();
                buffer.put(5 + at, (byte) (buffer.get(5 + at) ^ 0x10));
            }
        }
    }

    @Test
    void shouldReadBackItsVp8Headers() {
        Vp8Frame.write(buffer, 3, true, true, 0x7abc, 200, 1280, 720);
        assertThat(Vp8Frame.startsKeyFrame(buffer, 3, 100)).isTrue();
        assertThat(Vp8Frame.headBytes(buffer, 3, 100)).isEqualTo(Vp8Frame.headBytes(true, true));
        Vp8Frame.write(buffer, 3, true, false, 1, 1, 0, 0);
        assertThat(Vp8Frame.startsKeyFrame(buffer, 3, 100)).isFalse();
        assertThat(Vp8Frame.headBytes(buffer, 3, 100)).isEqualTo(Vp8Frame.headBytes(true, false));
        Vp8Frame.write(buffer, 3, false, true, 1, 1, 0, 0);
        assertThat(Vp8Frame.startsKeyFrame(buffer, 3, 100)).isFalse();
        assertThat(Vp8Frame.headBytes(buffer, 3, 100)).isEqualTo(Vp8Frame.DESCRIPTOR_BYTES);
    }

    @Test
    void shouldCountWhatThePublisherSentAndNobodyBrought() {
        ContentCheck check = new ContentCheck();
        for (int counter = 0; counter < 100; counter++) {
            if (counter != 10 && counter != 50) {
                receive(check, 7, counter, 1);
            }
        }
        assertThat(check.missing()).isEqualTo(2);
        receive(check, 7, 50, 1);
        assertThat(check.missing()).isEqualTo(1);
        receive(check, 7, 5_000, 1);
        assertThat(check.missing()).isEqualTo(1);
        assertThat(check.verified()).isEqualTo(100);
    }

    @Test
    void shouldNoticeContentUnderAWrongLabel() {
        ContentCheck check = new ContentCheck();
        receive(check, 7, 0, 1);
        receive(check, 8, 0, 2);
        check.onAnnounced(1, 7);
        assertThat(check.mislabelled()).isZero();
        receive(check, 8, 1, 1);
        assertThat(check.mislabelled()).isEqualTo(1);
        receive(check, 7, 1, 0);
        assertThat(check.mislabelled()).isEqualTo(2);
        check.onAnnounced(2, 9);
        assertThat(check.mislabelled()).isEqualTo(3);
    }

    @Test
    void shouldAskForTheMissingUntilTheyComeOrAreOfNoUse() {
        MissingPackets missing = new MissingPackets(true);
        long milli = 1_000_000;
        missing.onPacket(100, 0);
        missing.onPacket(104, 0);
        assertThat(missing.collectRequests(5 * milli, -1)).isEmpty();
        assertThat(missing.onPacket(102, 6 * milli)).isTrue();
        assertThat(missing.collectRequests(10 * milli, -1)).containsExactly(101, 103);
        assertThat(missing.collectRequests(20 * milli, -1)).isEmpty();
        assertThat(missing.onPacket(101, 30 * milli)).isTrue();
        assertThat(missing.onPacket(101, 31 * milli)).isFalse();
        assertThat(missing.collectRequests(80 * milli, -1)).containsExactly(103);
        assertThat(missing.collectRequests(2_000 * milli, -1)).isEmpty();
        assertThat(missing.givenUp()).isEqualTo(1);
        assertThat(missing.recovered()).isEqualTo(2);
        assertThat(missing.duplicates()).isEqualTo(1);
    }

    private void receive(ContentCheck check, int track, int counter, int csrc) {
        SyntheticPayload.write(buffer, 0, 100, track, 0, counter, 0);
        check.onContent(buffer, 0, 100, csrc, 0, false);
    }
}
