package io.banyan.node.media.forward;

import io.banyan.node.media.receive.CaptureClock;
import io.banyan.node.media.receive.EncodingReceiver;
import io.banyan.node.media.receive.PacketSlot;

/**
 * The offset Δ from one participant's NTP clock to the node's, shared by all of its tracks, so that what it captured at
 * one moment is sent with one time. Owned by a media loop.
 *
 * <p>Δ is the least of (arrival − capture), forgotten slowly, followed slowly. The participant's clock is not trusted:
 * a track whose reports contradict Δ, or lead out of what can be, is placed by its arrivals.
 */
public final class PublisherClock implements CaptureClock {
    /** A sample that is this much earlier is another clock, no better sample. */
    static final long MAX_EARLIER_NANOS = 1_000_000_000;

    /** A sample that is this much later is another clock, no queue. */
    static final long MAX_LATER_NANOS = 3_000_000_000L;

    /** When every track contradicts Δ for longer than reports are apart (audio: 5 s, ± half), the clock was set. */
    static final long CONTRADICTED_NANOS = 10_000_000_000L;

    /** The least is found in the first seconds; until then Δ follows it at once. */
    static final long SETTLING_NANOS = 2_000_000_000;

    /** Farther away Δ jumps: slewed it would be wrong for too long. */
    static final long MAX_SLEW_NANOS = 200_000_000;

    /** What lies ahead of its arrival is not possible, but for what Δ has not followed yet. */
    static final long MAX_AHEAD_NANOS = MAX_SLEW_NANOS;

    static final long MAX_BEHIND_NANOS = 5_000_000_000L;

    /** 20 ms per second. */
    private static final int SLEW_DIVISOR = 50;

    /** 500 ppm: no crystal drifts more. */
    private static final int LEAK_DIVISOR = 2000;

    private boolean started;
    private long startedNanos;
    private long lastNanos;
    private long consistentNanos;
    private long least;
    private long delta;

    @Override
    public long onPacket(EncodingReceiver from, PacketSlot slot, long nowNanos) {
        long byArrival = from.arrivals().nodeNanos(slot.rtpTicks(), from.clock());
        if (!from.publisherTime().isKnown()) {
            return plausible(byArrival, nowNanos);
        }
        long captured = from.publisherTime().publisherNanos(slot.rtpTicks(), from.clock());
        long sample = nowNanos - captured;
        if (!slot.isRetransmitted()) {
            observe(sample, nowNanos);
        }
        boolean contradicts = !started || sample < least - MAX_EARLIER_NANOS || sample > least + MAX_LATER_NANOS;
        return plausible(contradicts ? byArrival : captured + delta, nowNanos);
    }

    /** Δ: nanoseconds to add to the participant's clock, which counts from 1970. */
    public long deltaNanos() {
        return delta;
    }

    /** Whether a sender report was ever followed by a packet. */
    public boolean isStarted() {
        return started;
    }

    private void observe(long sample, long nowNanos) {
        if (!started) {
            start(sample, nowNanos);
            return;
        }
        if (sample < least - MAX_EARLIER_NANOS || sample > least + MAX_LATER_NANOS) {
            if (nowNanos - consistentNanos > CONTRADICTED_NANOS) {
                start(sample, nowNanos);
            }
            return;
        }
        long elapsed = Math.max(0, nowNanos - lastNanos);
        lastNanos = nowNanos;
        consistentNanos = nowNanos;
        least = Math.min(sample, least + elapsed / LEAK_DIVISOR);
        long error = least - delta;
        if (nowNanos - startedNanos < SETTLING_NANOS || Math.abs(error) > MAX_SLEW_NANOS) {
            delta = least;
        } else {
            delta += Math.clamp(error, -elapsed / SLEW_DIVISOR, elapsed / SLEW_DIVISOR);
        }
    }

    private void start(long sample, long nowNanos) {
        started = true;
        startedNanos = nowNanos;
        lastNanos = nowNanos;
        consistentNanos = nowNanos;
        least = sample;
        delta = sample;
    }

    private static long plausible(long nodeNanos, long nowNanos) {
        boolean isPlausible = nodeNanos <= nowNanos + MAX_AHEAD_NANOS && nodeNanos >= nowNanos - MAX_BEHIND_NANOS;
        return isPlausible ? nodeNanos : UNKNOWN;
    }
}
