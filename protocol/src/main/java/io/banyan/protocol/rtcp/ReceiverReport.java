package io.banyan.protocol.rtcp;

import java.nio.ByteBuffer;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What somebody who sends nothing says about what it receives (RFC 3550 §6.4.2).
 *
 * @param ssrc of the reporter
 * @param reports at most 31
 */
public record ReceiverReport(int ssrc, List<ReportBlock> reports) implements RtcpPacket {
    static final int FIXED_BYTES = 8;

    public ReceiverReport {
        reports = List.copyOf(reports);
        RtcpHeader.checkCount(reports.size());
    }

    static @Nullable ReceiverReport read(ByteBuffer buffer, int offset, int length, int count) {
        if (length < FIXED_BYTES + count * ReportBlock.BYTES) {
            return null;
        }
        return new ReceiverReport(buffer.getInt(offset + 4), ReportBlock.readAll(buffer, offset + FIXED_BYTES, count));
    }

    int packetBytes() {
        return FIXED_BYTES + reports.size() * ReportBlock.BYTES;
    }

    void write(ByteBuffer out, int offset) {
        RtcpHeader.write(out, offset, reports.size(), RtcpHeader.RECEIVER_REPORT, packetBytes());
        out.putInt(offset + 4, ssrc);
        ReportBlock.writeAll(reports, out, offset + FIXED_BYTES);
    }
}
