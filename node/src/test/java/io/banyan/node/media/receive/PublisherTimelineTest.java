package io.banyan.node.media.receive;

import static org.assertj.core.api.Assertions.assertThat;

import io.banyan.protocol.rtp.AbsCaptureTime;
import io.banyan.protocol.rtp.NtpTime;
import io.banyan.protocol.rtp.RtpClock;
import org.junit.jupiter.api.Test;

class PublisherTimelineTest {
    private static final long MS = 1_000_000;
    private static final long UNIX = 1_700_000_000_000L * MS;
    private static final RtpClock CLOCK = new RtpClock(48_000);

    private final PublisherTimeline mapping = new PublisherTimeline();

    @Test
    void shouldSayWhenATimestampWasCaptured() {
        report(0, 1000);
        assertThat(captured(1000)).isZero();
        assertThat(captured(1000 + 48)).isEqualTo(1);
        assertThat(captured(1000 - 48)).isEqualTo(-1);
    }

    @Test
    void shouldAverageTheRoundingOfReports() {
        report(0, 0);
        for (int i = 1; i < 20; i++) {
            report(i * 1000L + (i % 2 == 0 ? 10 : -10), i * 48_000L);
            assertThat(captured(i * 48_000L) - i * 1000L).isBetween(-6L, 6L);
        }
    }

    @Test
    void shouldFollowAClockThatDrifts() {
        for (int i = 0; i < 100; i++) {
            // 200 ppm in five seconds is a millisecond.
            report(i * 5001L, i * 240_000L);
        }
        assertThat(captured(99 * 240_000L) - 99 * 5001L).isBetween(-4L, 0L);
    }

    @Test
    void shouldTakeOverAnotherLineAtOnce() {
        report(0, 0);
        report(3_600_000, 48_000);
        assertThat(captured(48_000)).isEqualTo(3_600_000);
    }

    @Test
    void shouldIgnoreASenderWithoutAClock() {
        mapping.onSenderReport(0, 1000, CLOCK, 0);
        assertThat(mapping.isKnown()).isFalse();
    }

    @Test
    void shouldKnowFromTheFirstPacketThatSaysWhenItWasCaptured() {
        capturedAt(7, 1000);
        assertThat(mapping.isKnown()).isTrue();
        assertThat(captured(1000 + 48)).isEqualTo(8);
    }

    @Test
    void shouldAverageCaptureTimes() {
        for (int i = 0; i < 100; i++) {
            capturedAt(i * 20L + (i % 2 == 0 ? 8 : -8), i * 960L);
        }
        assertThat(captured(99 * 960L) - 99 * 20L).isBetween(-2L, 2L);
    }

    @Test
    void shouldNotBeMovedByReportsWhereThereAreCaptureTimes() {
        report(30, 0);
        capturedAt(0, 0);
        report(5020, 240_000);
        assertThat(captured(240_000)).isEqualTo(5000);
        assertThat(mapping.lastCompact()).isEqualTo(NtpTime.compact(NtpTime.fromUnixNanos(UNIX + 5020 * MS)));
    }

    @Test
    void shouldCountOnTheSendersClockWhatAnotherCaptured() {
        long ntp = NtpTime.fromUnixNanos(UNIX + 500 * MS);
        mapping.onCaptureTime(new AbsCaptureTime(ntp, true, NtpTime.nanosToDuration(300 * MS)), 0, CLOCK);
        assertThat(captured(0)).isEqualTo(200);
        // The offset is not repeated in every packet.
        mapping.onCaptureTime(new AbsCaptureTime(NtpTime.fromUnixNanos(UNIX + 520 * MS), false, 0), 960, CLOCK);
        assertThat(captured(960)).isEqualTo(220);
    }

    private void capturedAt(long millis, long ticks) {
        mapping.onCaptureTime(new AbsCaptureTime(NtpTime.fromUnixNanos(UNIX + millis * MS), false, 0), ticks, CLOCK);
    }

    private void report(long millis, long ticks) {
        mapping.onSenderReport(NtpTime.fromUnixNanos(UNIX + millis * MS), ticks, CLOCK, 0);
    }

    /** In milliseconds since the first report's. */
    private long captured(long ticks) {
        return Math.floorDiv(mapping.publisherNanos(ticks, CLOCK) - UNIX + MS / 2, MS);
    }
}
