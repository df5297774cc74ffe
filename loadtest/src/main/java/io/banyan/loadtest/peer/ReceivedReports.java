package io.banyan.loadtest.peer;

import io.banyan.protocol.rtcp.ReportBlock;
import io.banyan.protocol.rtcp.SenderReport;
import io.banyan.protocol.rtp.NtpTime;
import io.banyan.protocol.rtp.RtpClock;

/**
 * One received stream as RTCP sees it: how straight the line of its sender reports is, and what to say in a receiver
 * report (RFC 3550 §6.4.1). Owned by the peer's loop.
 */
final class ReceivedReports {
    private final int ssrc;
    private final RtpClock clock;
    private long lastNtp;
    private int lastTimestamp;
    private long lastArrivalNanos;
    private long reports;
    private long bendNanos;
    private long firstSeq = -1;
    private long receivedBefore;
    private long expectedBefore;

    ReceivedReports(int ssrc, int clockRate) {
        this.ssrc = ssrc;
        this.clock = new RtpClock(clockRate);
    }

    void onPacket(long seq) {
        if (firstSeq < 0) {
            firstSeq = seq;
        }
    }

    void onSenderReport(SenderReport report, long nowNanos) {
        if (reports > 0) {
            long byWallclock = NtpTime.toUnixNanos(report.ntp()) - NtpTime.toUnixNanos(lastNtp);
            long byTimestamp = clock.toNanos(report.rtpTimestamp() - lastTimestamp);
            bendNanos = Math.max(bendNanos, Math.abs(byTimestamp - byWallclock));
        }
        lastNtp = report.ntp();
        lastTimestamp = report.rtpTimestamp();
        lastArrivalNanos = nowNanos;
        reports++;
    }

    /** @param received packets that came in all */
    ReportBlock block(long highestSeq, long received, long nowNanos) {
        long expected = highestSeq - firstSeq + 1;
        long expectedNow = expected - expectedBefore;
        long lostNow = Math.max(0, expectedNow - (received - receivedBefore));
        int fraction = expectedNow <= 0 ? 0 : (int) Math.min(255, (lostNow << 8) / expectedNow);
        expectedBefore = expected;
        receivedBefore = received;
        return new ReportBlock(
                ssrc,
                fraction,
                Math.clamp(expected - received, -0x80_0000, 0x7f_ffff),
                (int) (highestSeq - 0x1_0000),
                0,
                reports == 0 ? 0 : NtpTime.compact(lastNtp),
                reports == 0 ? 0 : NtpTime.nanosToCompact(nowNanos - lastArrivalNanos));
    }

    boolean hasPackets() {
        return firstSeq >= 0;
    }

    long reports() {
        return reports;
    }

    long bendNanos() {
        return bendNanos;
    }
}
