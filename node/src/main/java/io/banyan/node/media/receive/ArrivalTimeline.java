package io.banyan.node.media.receive;

import io.banyan.protocol.rtp.RtpClock;

/**
 * A line through the earliest arrivals of an encoding: what its timestamps mean on the node's clock as long as no sender
 * report says better. Owned by a media loop.
 */
public final class ArrivalTimeline {
    /** A line this far from an arrival is no line any more: the clock stood still or jumped. */
    static final long MAX_ERROR_NANOS = 1_000_000_000;

    /** Faster than any crystal drifts, so that a publisher's slow clock does not leave the line behind: 500 ppm. */
    private static final int LEAK_DIVISOR = 2000;

    private boolean started;
    private long anchorTicks;
    private long anchorNanos;
    private long lastNanos;

    void onPacket(long rtpTicks, RtpClock clock, long nowNanos) {
        long late = started ? nowNanos - nodeNanos(rtpTicks, clock) : 0;
        if (!started || late < 0 || late > MAX_ERROR_NANOS) {
            started = true;
            anchorTicks = rtpTicks;
            anchorNanos = nowNanos;
        } else {
            anchorNanos += Math.min(late, (nowNanos - lastNanos) / LEAK_DIVISOR);
        }
        lastNanos = nowNanos;
    }

    void reset() {
        started = false;
    }

    /** When media of this timestamp would have arrived without any delay, on the node's clock. */
    public long nodeNanos(long rtpTicks, RtpClock clock) {
        return anchorNanos + clock.toNanos(rtpTicks - anchorTicks);
    }
}
