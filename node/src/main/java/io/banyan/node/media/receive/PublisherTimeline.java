package io.banyan.node.media.receive;

import io.banyan.protocol.rtp.AbsCaptureTime;
import io.banyan.protocol.rtp.NtpTime;
import io.banyan.protocol.rtp.RtpClock;

/**
 * The publisher's own clock at each of its RTP timestamps: from the capture times in its packets (abs-capture-time),
 * where it sends them, else from its sender reports (RFC 3550 §6.4.1). Owned by a media loop. It believes what it is
 * told; {@link CaptureClock} judges.
 *
 * <p>Chromium's very first packet has a capture time, while its first report about audio may be five seconds away.
 * Either states audio only to its 10 ms frames, so a statement moves the line by a part of what it differs; one that
 * differs by much is another line.
 */
public final class PublisherTimeline {
    /** More than any rounding, less than anybody hears. */
    static final long MAX_NOISE_NANOS = 50_000_000;

    /** Reports are averaged over this many: enough for the rounding, few enough to follow a sound card's drift. */
    static final int MAX_REPORTS = 4;

    /** Capture times are averaged over this many: a second or two of audio. */
    static final int MAX_CAPTURE_TIMES = 16;

    private boolean known;
    private boolean stamped;
    private int weight;
    private long unixNanos;
    private long rtpTicks;
    private long captureOffsetNanos;
    private long reportNtp;
    private long reportArrivalNanos;

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
        reportNtp = ntpTimestamp;
        reportArrivalNanos = nowNanos;
        if (!stamped) {
            state(NtpTime.toUnixNanos(ntpTimestamp), ticks, clock, MAX_REPORTS);
        }
    }

    /**
     * Takes over what a packet says of itself. From then on reports do not move the line: the two differ by a little.
     *
     * @param ticks the packet's RTP timestamp, unwrapped
     */
    void onCaptureTime(AbsCaptureTime captured, long ticks, RtpClock clock) {
        if (captured.hasOffset()) {
            captureOffsetNanos = NtpTime.durationToNanos(captured.senderOffset());
        }
        if (!stamped) {
            stamped = true;
            known = false;
        }
        // On the sender's clock: what a mixer passes on was captured by another.
        state(NtpTime.toUnixNanos(captured.captureNtp()) - captureOffsetNanos, ticks, clock, MAX_CAPTURE_TIMES);
    }

    private void state(long stated, long ticks, RtpClock clock, int maxWeight) {
        long expected = publisherNanos(ticks, clock);
        if (known && Math.abs(stated - expected) <= MAX_NOISE_NANOS) {
            weight = Math.min(weight + 1, maxWeight);
            unixNanos = expected + (stated - expected) / weight;
        } else {
            weight = 1;
            unixNanos = stated;
        }
        known = true;
        rtpTicks = ticks;
    }

    void reset() {
        known = false;
        stamped = false;
        reportNtp = 0;
    }

    /** Whether anything was stated. */
    public boolean isKnown() {
        return known;
    }

    /** When media of this timestamp was captured: nanoseconds since 1970 on the publisher's clock. */
    public long publisherNanos(long ticks, RtpClock clock) {
        return unixNanos + clock.toNanos(ticks - rtpTicks);
    }

    /** The middle 32 bits of the last report's NTP timestamp, 0 if there is none (LSR). */
    int lastCompact() {
        return reportNtp == 0 ? 0 : NtpTime.compact(reportNtp);
    }

    /** How long ago the last report came in the compact form, 0 if there is none (DLSR). */
    int sinceLastCompact(long nowNanos) {
        return reportNtp == 0 ? 0 : NtpTime.nanosToCompact(nowNanos - reportArrivalNanos);
    }
}
