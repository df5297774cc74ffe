package io.banyan.node.media.receive;

import io.banyan.protocol.rtp.NtpTime;
import io.banyan.protocol.rtp.RtpClock;

/**
 * The publisher's own clock at each of its RTP timestamps, from its last sender report (RFC 3550 §6.4.1). Owned by a
 * media loop. It believes what it is told; {@link CaptureClock} judges.
 */
public final class SenderReportMapping {
    private boolean known;
    private long ntp;
    private long unixNanos;
    private long rtpTicks;
    private long arrivalNanos;

    /**
     * Takes over a report.
     *
     * @param ntpTimestamp 64 bits, 0: the sender has no clock (RFC 3550 §6.4.1)
     * @param ticks its RTP timestamp, unwrapped
     */
    void onSenderReport(long ntpTimestamp, long ticks, long nowNanos) {
        if (ntpTimestamp == 0) {
            return;
        }
        known = true;
        ntp = ntpTimestamp;
        unixNanos = NtpTime.toUnixNanos(ntpTimestamp);
        rtpTicks = ticks;
        arrivalNanos = nowNanos;
    }

    void reset() {
        known = false;
    }

    /** Whether a report has come. */
    public boolean isKnown() {
        return known;
    }

    /** When media of this timestamp was captured: nanoseconds since 1970 on the publisher's clock. */
    public long publisherNanos(long ticks, RtpClock clock) {
        return unixNanos + clock.toNanos(ticks - rtpTicks);
    }

    /** The middle 32 bits of the last report's NTP timestamp, 0 if there is none (LSR). */
    int lastCompact() {
        return known ? NtpTime.compact(ntp) : 0;
    }

    /** How long ago the last report came in the compact form, 0 if there is none (DLSR). */
    int sinceLastCompact(long nowNanos) {
        return known ? NtpTime.nanosToCompact(nowNanos - arrivalNanos) : 0;
    }
}
