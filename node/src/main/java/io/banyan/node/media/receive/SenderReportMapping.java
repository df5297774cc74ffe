package io.banyan.node.media.receive;

import io.banyan.protocol.rtp.NtpTime;
import io.banyan.protocol.rtp.RtpClock;

/**
 * The publisher's own clock at each of its RTP timestamps, from its last sender reports (RFC 3550 §6.4.1). Owned by a
 * media loop. It believes what it is told; {@link CaptureClock} judges.
 *
 * <p>Browsers state the time of capture of audio only to its 10 ms frames, so a report moves the line by a part of what
 * it differs; one that differs by much is another line.
 */
public final class SenderReportMapping {
    /** More than any rounding, less than anybody hears. */
    static final long MAX_NOISE_NANOS = 50_000_000;

    /** Reports are averaged over this many: enough for the rounding, few enough to follow a sound card's drift. */
    static final int MAX_WEIGHT = 4;

    private boolean known;
    private int weight;
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
    void onSenderReport(long ntpTimestamp, long ticks, RtpClock clock, long nowNanos) {
        if (ntpTimestamp == 0) {
            return;
        }
        long stated = NtpTime.toUnixNanos(ntpTimestamp);
        long expected = publisherNanos(ticks, clock);
        if (known && Math.abs(stated - expected) <= MAX_NOISE_NANOS) {
            weight = Math.min(weight + 1, MAX_WEIGHT);
            unixNanos = expected + (stated - expected) / weight;
        } else {
            weight = 1;
            unixNanos = stated;
        }
        known = true;
        ntp = ntpTimestamp;
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
