package io.banyan.node.media.receive;

import static org.assertj.core.api.Assertions.assertThat;

import io.banyan.protocol.rtcp.ReportBlock;
import io.banyan.protocol.rtp.NtpTime;
import io.banyan.protocol.rtp.RtpClock;
import org.junit.jupiter.api.Test;

class ReceptionStatisticsTest {
    private static final long MS = 1_000_000;
    private static final RtpClock CLOCK = new RtpClock(90_000);

    private final ReceptionStatistics statistics = new ReceptionStatistics();
    private final PublisherTimeline publisherTime = new PublisherTimeline();

    @Test
    void shouldReportLossSinceTheLastReport() {
        receive(0x10000 + 65_530, 65_531, 65_534, 65_535, 65_537);
        ReportBlock first = statistics.takeReport(7, publisherTime, 0);
        assertThat(first.ssrc()).isEqualTo(7);
        assertThat(first.cumulativeLost()).isEqualTo(3);
        assertThat(first.fractionLost()).isEqualTo(3 * 256 / 8);
        assertThat(first.highestSeq()).isEqualTo(65_537);
        receive(0x10000 + 65_538, 65_539);
        ReportBlock second = statistics.takeReport(7, publisherTime, 0);
        assertThat(second.cumulativeLost()).isEqualTo(3);
        assertThat(second.fractionLost()).isZero();
    }

    @Test
    void shouldReportNoLossWhenReordered() {
        receive(0x10000 + 1, 3, 2, 4);
        assertThat(statistics.lost()).isZero();
    }

    @Test
    void shouldMeasureJitterAsInA8() {
        // Packets 20 ms apart that arrive alternately on time and 10 ms late: |D| is 900 ticks every time.
        for (int i = 0; i < 400; i++) {
            statistics.onPacket(0x10000 + i, i * 1800L, CLOCK, 100, i * 20L * MS + (i % 2) * 10L * MS);
        }
        assertThat(statistics.jitterTicks()).isBetween(880L, 900L);
    }

    @Test
    void shouldNameTheLastSenderReport() {
        receive(0x10000 + 1);
        long ntp = NtpTime.fromUnixNanos(1_700_000_000_123_000_000L);
        publisherTime.onSenderReport(ntp, 0, CLOCK, 1000 * MS);
        ReportBlock block = statistics.takeReport(7, publisherTime, 1500 * MS);
        assertThat(block.lastSenderReport()).isEqualTo(NtpTime.compact(ntp));
        assertThat(block.delaySinceLastSenderReport()).isEqualTo(0x8000);
    }

    /** The first is unwrapped, the others as if there were no cycle before. */
    private void receive(long first, long... others) {
        statistics.onPacket(first, 0, CLOCK, 100, 0);
        for (long seq : others) {
            statistics.onPacket(0x10000 + seq, 0, CLOCK, 100, 0);
        }
    }
}
