package io.banyan.node.media.receive;

import io.banyan.protocol.rtcp.ReportBlock;
import io.banyan.protocol.rtp.RtpClock;

/**
 * What the receiver reports about one stream are made of: RFC 3550 A.3 (loss) and A.8 (jitter). Retransmissions come on
 * another stream and do not count. Owned by a media loop.
 */
public final class ReceptionStatistics {
    private static final long NONE = -1;
    private static final int MAX_CUMULATIVE = 0x7f_ffff;

    private long first = NONE;
    private long highest;
    private long received;
    private long bytes;
    private long expectedBefore;
    private long receivedBefore;
    private long lastTransitTicks;
    private long jitterQ4;

    /**
     * Notes an original packet.
     *
     * @param seq unwrapped
     * @param rtpTicks unwrapped
     * @param packetBytes header and payload
     */
    void onPacket(long seq, long rtpTicks, RtpClock clock, int packetBytes, long nowNanos) {
        long transit = clock.toTicks(nowNanos) - rtpTicks;
        if (first == NONE) {
            first = seq;
            highest = seq;
        } else {
            first = Math.min(first, seq);
            highest = Math.max(highest, seq);
            // A.8 with the 16 times scaled estimate, so that it rounds instead of truncating.
            long difference = Math.min(Math.abs(transit - lastTransitTicks), Integer.MAX_VALUE);
            jitterQ4 += difference - ((jitterQ4 + 8) >> 4);
        }
        lastTransitTicks = transit;
        received++;
        bytes += packetBytes;
    }

    void reset() {
        first = NONE;
        received = 0;
        bytes = 0;
        expectedBefore = 0;
        receivedBefore = 0;
        jitterQ4 = 0;
    }

    /** What to report about the stream now; the fraction lost is since the last call (RFC 3550 §6.4.1). */
    ReportBlock takeReport(int ssrc, PublisherTimeline publisherTime, long nowNanos) {
        return new ReportBlock(
                ssrc,
                takeFractionLost(),
                cumulativeLost(),
                extendedHighest(),
                (int) Math.min(jitterTicks(), 0xffff_ffffL),
                publisherTime.lastCompact(),
                publisherTime.sinceLastCompact(nowNanos));
    }

    /** Whether anything was received. */
    public boolean isStarted() {
        return first != NONE;
    }

    /** Packets received, retransmissions and duplicates not counted. */
    public long received() {
        return received;
    }

    /** Bytes received, RTP headers included. */
    public long bytes() {
        return bytes;
    }

    /** Packets expected and not received; retransmissions do not mend it. */
    public long lost() {
        return expected() - received;
    }

    /** As a report block has it: signed 24 bits, held at its limits. */
    private int cumulativeLost() {
        return (int) Math.max(-MAX_CUMULATIVE - 1L, Math.min(MAX_CUMULATIVE, lost()));
    }

    /** Loss since the last call, in 256ths (A.3). */
    private int takeFractionLost() {
        long expectedInterval = expected() - expectedBefore;
        long lostInterval = expectedInterval - (received - receivedBefore);
        expectedBefore = expected();
        receivedBefore = received;
        if (expectedInterval <= 0 || lostInterval <= 0) {
            return 0;
        }
        return (int) Math.min(255, (lostInterval << 8) / expectedInterval);
    }

    /** The highest sequence number with its cycles, as a report block has it: the low 32 bits. */
    private int extendedHighest() {
        // The unwrapper begins at one cycle, RFC 3550 at none.
        return (int) (highest - 0x10000L);
    }

    /** In RTP ticks. */
    public long jitterTicks() {
        return jitterQ4 >> 4;
    }

    private long expected() {
        return first == NONE ? 0 : highest - first + 1;
    }
}
