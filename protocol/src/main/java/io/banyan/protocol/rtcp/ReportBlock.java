package io.banyan.protocol.rtcp;

import io.banyan.protocol.rtp.NtpTime;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/**
 * What a receiver says about one source (RFC 3550 §6.4.1).
 *
 * @param ssrc the source
 * @param fractionLost since the last report, in 1/256: 0 to 255
 * @param cumulativeLost packets since the beginning; negative if more came than were sent; held to 24 bits when written
 * @param highestSeq the highest sequence number received, extended by 16 bits of cycles
 * @param jitterTicks interarrival jitter in RTP ticks, unsigned
 * @param lastSenderReport middle 32 bits of the NTP timestamp of the last sender report; 0 if none came
 * @param delaySinceLastSenderReport in 1/65536 s, unsigned; 0 if none came
 */
public record ReportBlock(
        int ssrc,
        int fractionLost,
        int cumulativeLost,
        int highestSeq,
        int jitterTicks,
        int lastSenderReport,
        int delaySinceLastSenderReport) {
    static final int BYTES = 24;
    private static final int MAX_LOST = 0x7f_ffff;

    /** How {@link #rttNanos} says that there is nothing to reckon with. */
    public static final long NO_RTT = -1;

    /**
     * The round trip time as the sender of the source sees it: A − LSR − DLSR (RFC 3550 §6.4.1).
     *
     * @param arrivalNtp when the report arrived, on the clock that the sender report stated
     * @return nanoseconds; 0 if rounding made it negative; {@link #NO_RTT} if the receiver has had no sender report yet
     */
    public long rttNanos(long arrivalNtp) {
        return rttNanos(lastSenderReport, delaySinceLastSenderReport, arrivalNtp);
    }

    static long rttNanos(int lastSenderReport, int delaySinceLastSenderReport, long arrivalNtp) {
        if (lastSenderReport == 0) {
            return NO_RTT;
        }
        int compact = NtpTime.compact(arrivalNtp) - lastSenderReport - delaySinceLastSenderReport;
        return compact < 0 ? 0 : NtpTime.compactToNanos(compact);
    }

    static List<ReportBlock> readAll(ByteBuffer buffer, int offset, int count) {
        List<ReportBlock> blocks = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            blocks.add(read(buffer, offset + i * BYTES));
        }
        return List.copyOf(blocks);
    }

    static void writeAll(List<ReportBlock> blocks, ByteBuffer out, int offset) {
        for (int i = 0; i < blocks.size(); i++) {
            blocks.get(i).write(out, offset + i * BYTES);
        }
    }

    private static ReportBlock read(ByteBuffer buffer, int offset) {
        int lost = buffer.getInt(offset + 4);
        return new ReportBlock(
                buffer.getInt(offset),
                lost >>> 24,
                (lost << 8) >> 8,
                buffer.getInt(offset + 8),
                buffer.getInt(offset + 12),
                buffer.getInt(offset + 16),
                buffer.getInt(offset + 20));
    }

    private void write(ByteBuffer out, int offset) {
        int lost = Math.clamp(cumulativeLost, -MAX_LOST - 1, MAX_LOST);
        out.putInt(offset, ssrc);
        out.putInt(offset + 4, (fractionLost << 24) | (lost & 0xff_ffff));
        out.putInt(offset + 8, highestSeq);
        out.putInt(offset + 12, jitterTicks);
        out.putInt(offset + 16, lastSenderReport);
        out.putInt(offset + 20, delaySinceLastSenderReport);
    }
}
