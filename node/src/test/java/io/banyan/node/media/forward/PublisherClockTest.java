package io.banyan.node.media.forward;

import static org.assertj.core.api.Assertions.assertThat;

import io.banyan.node.media.receive.CaptureClock;
import io.banyan.node.media.receive.PacketSlot;
import io.banyan.node.media.testing.PacketMaker;
import io.banyan.node.media.testing.TestPublisher;
import io.banyan.protocol.rtp.MediaKind;
import io.banyan.protocol.rtp.NtpTime;
import org.junit.jupiter.api.Test;

class PublisherClockTest {
    private static final long MS = 1_000_000;
    private static final long SECOND = 1000 * MS;
    private static final long OWN = 1_600_000_000L * SECOND;

    private final PublisherClock clock = new PublisherClock();
    private final TestPublisher camera = new TestPublisher(MediaKind.VIDEO, clock);
    private final PacketMaker maker = new PacketMaker(1, TestPublisher.VP8);
    private int seq;

    @Test
    void shouldPlaceByArrivalBeforeAReport() {
        assertThat(frame(0, 100)).isEqualTo(100 * MS);
        // Later by a queue, then earlier than any before: the line goes through the earliest.
        assertThat(frame(33, 150) / MS).isEqualTo(133);
        assertThat(frame(66, 150)).isEqualTo(150 * MS);
        assertThat(frame(99, 200) / MS).isEqualTo(183);
        assertThat(clock.isStarted()).isFalse();
    }

    @Test
    void shouldTakeTheLeastOfTheSamples() {
        frame(0, 100);
        report(OWN, 0, 101);
        frame(33, 180);
        frame(66, 130);
        frame(99, 199);
        assertThat((clock.deltaNanos() + OWN) / MS).isEqualTo(64);
        assertThat(frame(132, 230) / MS).isEqualTo(132 + 64);
    }

    @Test
    void shouldFollowAShorterWaySlowly() {
        frame(0, 100);
        report(OWN, 0, 101);
        for (long i = 1; i < 100; i++) {
            frame(i * 33, 100 + i * 33);
        }
        long before = clock.deltaNanos();
        frame(3300, 3300 + 40);
        frame(3333, 3333 + 40);
        assertThat(before - clock.deltaNanos()).isBetween(0L, 2 * MS);
        for (long i = 102; i < 300; i++) {
            frame(i * 33, 40 + i * 33);
        }
        assertThat((before - clock.deltaNanos()) / MS).isBetween(58L, 60L);
    }

    @Test
    void shouldBelieveNoReportThatLeadsOutOfWhatCanBe() {
        frame(0, 100);
        report(OWN, 0, 101);
        frame(33, 133);
        // A day ahead, then the year 1900, then far back.
        for (long own : new long[] {OWN + 86_400 * SECOND, -2_208_988_800L * SECOND + 1, OWN - 86_400 * SECOND}) {
            report(own, 3000, 140);
            for (long i = 2; i < 30; i++) {
                long placed = frame(i * 33, 100 + i * 33);
                assertThat(placed / MS).isBetween(i * 33, 100L + i * 33);
            }
        }
    }

    @Test
    void shouldBeginAnewWhenTheClockWasSet() {
        frame(0, 100);
        report(OWN, 0, 101);
        frame(33, 133);
        for (long i = 2; i < 1000; i++) {
            if (i % 30 == 0) {
                report(OWN + 7200 * SECOND + i * 33 * MS, i * 33L * 90, 100 + i * 33);
            }
            assertThat(frame(i * 33, 100 + i * 33) / MS).isBetween(95L + i * 33, 101L + i * 33);
        }
        assertThat(clock.deltaNanos() / MS).isBetween(95 - 7_200_000 - OWN / MS, 101 - 7_200_000 - OWN / MS);
    }

    @Test
    void shouldSayNothingWhenTheTimestampsMakeNoSense() {
        frame(0, 100);
        report(OWN, 0, 101);
        frame(33, 133);
        long placed = receive(0x7fff_0000L, 166);
        assertThat(placed == CaptureClock.UNKNOWN || Math.abs(placed - 166 * MS) <= 5 * SECOND)
                .isTrue();
        placed = receive(99 * 90, 199);
        assertThat(placed == CaptureClock.UNKNOWN || Math.abs(placed - 199 * MS) <= 5 * SECOND)
                .isTrue();
    }

    private long frame(long capturedMillis, long arrivalMillis) {
        return receive(capturedMillis * 90, arrivalMillis);
    }

    private long receive(long ticks, long arrivalMillis) {
        seq++;
        camera.receive(maker.packet(seq, ticks, true, PacketMaker.vp8(true, true, 1, 1, 1)), arrivalMillis * MS);
        PacketSlot slot = camera.encoding().find(0x10000L + seq);
        if (slot == null) {
            throw new AssertionError("not stored");
        }
        return slot.captureNanos();
    }

    private void report(long ownNanos, long ticks, long arrivalMillis) {
        camera.encoding().onSenderReport(NtpTime.fromUnixNanos(ownNanos), (int) ticks, arrivalMillis * MS);
    }
}
