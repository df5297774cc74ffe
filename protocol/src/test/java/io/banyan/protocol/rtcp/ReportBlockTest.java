package io.banyan.protocol.rtcp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.banyan.protocol.rtp.NtpTime;
import org.junit.jupiter.api.Test;

class ReportBlockTest {
    @Test
    void shouldReckonTheRoundTripOfRfc3550() {
        // §6.4.1, figure 2: received at 46864.500 s, LSR 46853.125 s, DLSR 5.250 s.
        assertThat(block(0xb705_2000, 0x0005_4000).rttNanos(0xb710_8000L << 16)).isEqualTo(6_125_000_000L);
    }

    @Test
    void shouldNotKnowARoundTripBeforeASenderReport() {
        assertThat(block(0, 0).rttNanos(0xb710_8000L << 16)).isEqualTo(ReportBlock.NO_RTT);
    }

    @Test
    void shouldHoldARoundTripThatRoundingMadeNegative() {
        assertThat(block(0xb705_2000, 2).rttNanos(0xb705_2001L << 16)).isZero();
    }

    @Test
    void shouldReckonOverTheWrapOfTheCompactForm() {
        long sent = NtpTime.fromUnixNanos(1_795_410_367_990_000_000L);
        long wrapped = (sent | 0xffff_0000_0000L) & ~0xffffL;
        long received = wrapped + NtpTime.nanosToDuration(70_000_000_000L);
        assertThat(block(NtpTime.compact(wrapped), NtpTime.nanosToCompact(69_900_000_000L))
                        .rttNanos(received))
                .isCloseTo(100_000_000L, within(50_000L));
    }

    private static ReportBlock block(int lastSenderReport, int delay) {
        return new ReportBlock(1, 0, 0, 0, 0, lastSenderReport, delay);
    }
}
