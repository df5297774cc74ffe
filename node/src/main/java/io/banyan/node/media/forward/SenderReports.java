package io.banyan.node.media.forward;

import io.banyan.protocol.rtcp.ReportBlock;
import io.banyan.protocol.rtcp.ReportBlockView;
import io.banyan.protocol.rtcp.SenderReport;
import io.banyan.protocol.rtp.NtpTime;
import java.util.List;

/**
 * What a slot reports of itself: the node's clock at each timestamp, always on one line (RFC 3550 §6.4.1), and what the
 * subscriber answers. Owned by a media loop.
 */
final class SenderReports {
    private final int ssrc;
    private final long unixOffsetNanos;
    private int packets;
    private int payloadBytes;
    private long rttNanos = ReportBlock.NO_RTT;
    private int lost;
    private long jitterTicks;

    /**
     * Begins with nothing sent.
     *
     * @param unixOffsetNanos from the node's clock to nanoseconds since 1970, fixed for the life of the process
     */
    SenderReports(int ssrc, long unixOffsetNanos) {
        this.ssrc = ssrc;
        this.unixOffsetNanos = unixOffsetNanos;
    }

    void onSent(int packetPayloadBytes) {
        packets++;
        payloadBytes += packetPayloadBytes;
    }

    SenderReport report(int timestampNow, long nowNanos) {
        return new SenderReport(ssrc, ntp(nowNanos), timestampNow, packets, payloadBytes, List.of());
    }

    void onReportBlock(ReportBlockView block, long nowNanos) {
        long measured = block.rttNanos(ntp(nowNanos));
        if (measured != ReportBlock.NO_RTT) {
            rttNanos = measured;
        }
        lost = block.cumulativeLost();
        jitterTicks = block.jitterTicks() & 0xffff_ffffL;
    }

    /** {@link ReportBlock#NO_RTT} if not known. */
    long rttNanos() {
        return rttNanos;
    }

    int lost() {
        return lost;
    }

    long jitterTicks() {
        return jitterTicks;
    }

    private long ntp(long nowNanos) {
        return NtpTime.fromUnixNanos(nowNanos + unixOffsetNanos);
    }
}
