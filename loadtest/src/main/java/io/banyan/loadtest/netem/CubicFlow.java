package io.banyan.loadtest.netem;

import java.util.ArrayDeque;
import java.util.Iterator;

/**
 * A download by TCP with CUBIC (RFC 9438) that never ends, as far as a bottleneck feels it: a model in user space, whose
 * segments go through the same queue as everything else and are never made. Selective acknowledgements of each segment,
 * loss by three later ones (RFC 6675) or by time (RFC 6298), slow start up to the first loss, without HyStart and pacing.
 * Not thread-safe.
 */
public final class CubicFlow {
    /** With its headers: an Ethernet frame's payload. */
    static final int SEGMENT_BYTES = 1_500;

    /** RFC 9438 §5, C and beta. */
    private static final double C = 0.4;

    private static final double BETA = 0.7;

    /** RFC 9438 §4.3. */
    private static final double RENO_ALPHA = 3 * (1 - BETA) / (1 + BETA);

    /** RFC 6928. */
    private static final double FIRST_WINDOW = 10;

    private static final double LEAST_WINDOW = 2;
    private static final int LATER_SEGMENTS = 3;
    private static final long LEAST_TIMEOUT_NANOS = 200_000_000;
    private static final double SECOND = 1e9;

    private record Segment(long number, long sentNanos, long acknowledgedNanos) {
        boolean isLost() {
            return acknowledgedNanos == Bottleneck.DROPPED;
        }
    }

    private final Bottleneck link;
    private final long roundTripNanos;
    private final ArrayDeque<Segment> flying = new ArrayDeque<>();
    private double window = FIRST_WINDOW;
    private double slowStartEnd = Double.MAX_VALUE;
    private double mostWindow;
    private double renoWindow;
    private double epochWindow;
    private long epochNanos = -1;
    private long recoveryEnd;
    private long nextNumber;
    private long rttNanos;
    private long lastProgressNanos;
    private long delivered;
    private long lost;

    /** @param roundTripNanos without any queue */
    public CubicFlow(Bottleneck link, long roundTripNanos) {
        this.link = link;
        this.roundTripNanos = roundTripNanos;
        this.rttNanos = roundTripNanos;
    }

    /** Hears what was acknowledged, and sends what the window allows; every millisecond or so. */
    public void poll(long nowNanos) {
        long highest = acknowledge(nowNanos);
        detectLoss(highest, nowNanos);
        if (flying.isEmpty()) {
            lastProgressNanos = nowNanos;
        } else if (nowNanos - lastProgressNanos > Math.max(LEAST_TIMEOUT_NANOS, 2 * rttNanos)) {
            lost += flying.size();
            flying.clear();
            onCongestion();
            window = LEAST_WINDOW;
            lastProgressNanos = nowNanos;
        }
        while (flying.size() < window) {
            long through = link.offer(SEGMENT_BYTES, nowNanos);
            flying.add(new Segment(
                    nextNumber++,
                    nowNanos,
                    through == Bottleneck.DROPPED ? Bottleneck.DROPPED : through + roundTripNanos));
        }
    }

    private long acknowledge(long nowNanos) {
        long highest = -1;
        for (Iterator<Segment> each = flying.iterator(); each.hasNext(); ) {
            Segment segment = each.next();
            if (!segment.isLost() && segment.acknowledgedNanos() <= nowNanos) {
                each.remove();
                delivered += SEGMENT_BYTES;
                highest = segment.number();
                lastProgressNanos = nowNanos;
                rttNanos += (segment.acknowledgedNanos() - segment.sentNanos() - rttNanos) / 8;
                grow(nowNanos);
            }
        }
        return highest;
    }

    private void detectLoss(long highest, long nowNanos) {
        for (Iterator<Segment> each = flying.iterator(); each.hasNext(); ) {
            Segment segment = each.next();
            if (segment.isLost() && segment.number() + LATER_SEGMENTS <= highest) {
                each.remove();
                lost++;
                if (segment.number() >= recoveryEnd) {
                    recoveryEnd = nextNumber;
                    onCongestion();
                }
                lastProgressNanos = nowNanos;
            }
        }
    }

    private void grow(long nowNanos) {
        if (window < slowStartEnd) {
            window++;
            return;
        }
        if (epochNanos < 0) {
            epochNanos = nowNanos;
            epochWindow = window;
            renoWindow = window;
            mostWindow = Math.max(mostWindow, window);
        }
        double seconds = (nowNanos - epochNanos + rttNanos) / SECOND;
        double k = Math.cbrt((mostWindow - epochWindow) / C);
        double cubic = C * Math.pow(seconds - k, 3) + mostWindow;
        renoWindow += RENO_ALPHA / window;
        double target = Math.clamp(Math.max(cubic, renoWindow), window, 1.5 * window);
        window += (target - window) / window;
    }

    /** RFC 9438 §4.6, §4.7. */
    private void onCongestion() {
        mostWindow = window < mostWindow ? window * (1 + BETA) / 2 : window;
        window = Math.max(LEAST_WINDOW, window * BETA);
        slowStartEnd = window;
        epochNanos = -1;
    }

    /** Bytes that arrived, headers included. */
    public long delivered() {
        return delivered;
    }

    /** Segments that were dropped. */
    public long lost() {
        return lost;
    }
}
