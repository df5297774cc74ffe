package io.banyan.node.media.congestion;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class SentPacketsTest {
    private static final long MS = 1_000_000;

    private final SentPackets sent = new SentPackets();

    @Test
    void shouldRememberOfEachPacketWhatItWas() {
        long first = sent.add(65_535, SentPackets.MAX_PROBE, 5 * MS + 999);
        long second = sent.add(0, SentPackets.NO_PROBE, 7 * MS);
        sent.setLost(first);
        sent.setReceived(second);

        assertThat(sent.bytes(first)).isEqualTo(65_535);
        assertThat(sent.probe(first)).isEqualTo(SentPackets.MAX_PROBE);
        assertThat(sent.sentNanos(first)).isEqualTo(5 * MS);
        assertThat(sent.isReportedLost(first)).isTrue();
        assertThat(sent.isMissing(first)).isTrue();
        assertThat(sent.bytes(second)).isZero();
        assertThat(sent.probe(second)).isEqualTo(SentPackets.NO_PROBE);
        assertThat(sent.sentNanos(second)).isEqualTo(7 * MS);
        assertThat(sent.isMissing(second)).isFalse();
    }

    @Test
    void shouldTellTimesAcrossTheWrapOfTheirBits() {
        // 2^32 microseconds are an hour and twelve minutes.
        long wrap = (1L << 32) * 1_000;
        for (long start : new long[] {wrap - 3 * MS, -3 * MS, TimeUnit.DAYS.toNanos(400)}) {
            long before = sent.add(100, 0, start);
            long after = sent.add(100, 0, start + 6 * MS);
            assertThat(sent.sentNanos(before)).isEqualTo(start);
            assertThat(sent.sentNanos(after)).isEqualTo(start + 6 * MS);
        }
    }

    @Test
    void shouldKeepWhatNothingIsKnownOfForSoLongAndWithinBounds() {
        long first = sent.add(1, 0, 0);
        for (int i = 1; i <= 2_000; i++) {
            long _ = sent.add(1, 0, i * MS / 2);
        }
        assertThat(sent.oldest()).isEqualTo(first);

        for (int i = 0; i < 2 * SentPackets.HISTORY; i++) {
            long _ = sent.add(1, 0, 1_000 * MS);
        }
        assertThat(sent.next() - sent.oldest()).isEqualTo(SentPackets.HISTORY);
    }

    @Test
    void shouldStaySmallWhileEverythingIsSoonKnownToHaveArrived() {
        for (int i = 0; i < 10_000; i++) {
            long seq = sent.add(1, 0, i * MS / 4);
            if (i >= SentPackets.FIRST / 2) {
                sent.setReceived(seq - SentPackets.FIRST / 2);
            }
        }
        assertThat(sent.next() - sent.oldest()).isEqualTo(SentPackets.FIRST);
    }
}
