package io.banyan.protocol.rtcp;

import java.nio.ByteBuffer;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a sender says about its stream (RFC 3550 §6.4.1): which moment of its wallclock an RTP timestamp means.
 *
 * @param ssrc the stream
 * @param ntp 64-bit NTP timestamp of the moment
 * @param rtpTimestamp of the same moment
 * @param packetCount packets sent so far, wraps
 * @param octetCount payload bytes sent so far, wraps
 * @param reports at most 31
 */
public record SenderReport(
        int ssrc, long ntp, int rtpTimestamp, int packetCount, int octetCount, List<ReportBlock> reports)
        implements RtcpPacket {
    static final int FIXED_BYTES = 28;

    public SenderReport {
        reports = List.copyOf(reports);
        RtcpHeader.checkCount(reports.size());
    }

    static @Nullable SenderReport read(ByteBuffer buffer, int offset, int length, int count) {
        if (length < FIXED_BYTES + count * ReportBlock.BYTES) {
            return null;
        }
        return new SenderReport(
                buffer.getInt(offset + 4),
                buffer.getLong(offset + 8),
                buffer.getInt(offset + 16),
                buffer.getInt(offset + 20),
                buffer.getInt(offset + 24),
                ReportBlock.readAll(buffer, offset + FIXED_BYTES, count));
    }

    int packetBytes() {
        return FIXED_BYTES + reports.size() * ReportBlock.BYTES;
    }

    void write(ByteBuffer out, int offset) {
        RtcpHeader.write(out, offset, reports.size(), RtcpHeader.SENDER_REPORT, packetBytes());
        out.putInt(offset + 4, ssrc);
        out.putLong(offset + 8, ntp);
        out.putInt(offset + 16, rtpTimestamp);
        out.putInt(offset + 20, packetCount);
        out.putInt(offset + 24, octetCount);
        ReportBlock.writeAll(reports, out, offset + FIXED_BYTES);
    }
}
