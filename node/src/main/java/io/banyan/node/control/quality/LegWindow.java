package io.banyan.node.control.quality;

/** What one leg did in the last seconds, of its running totals. One owner. */
final class LegWindow {
    /** Long enough that one lost packet is no event, short enough that a bad moment is noticed. */
    static final int SECONDS = 5;

    /** A leg that sent less has nothing to be judged by: silence with DTX has a few packets a second (RFC 7587 §3.1.3). */
    private static final long LEAST_PACKETS = 5;

    private final long[] packets = new long[SECONDS];
    private final long[] lost = new long[SECONDS];
    private int next;
    private long lastPackets;
    private long lastLost;
    private boolean started;
    private double jitterMillis;
    private double rttMillis;

    /**
     * Takes the totals of a second.
     *
     * @param nowJitterMillis of now
     * @param nowRttMillis of now, negative: not known
     */
    void add(long totalPackets, long totalLost, double nowJitterMillis, double nowRttMillis) {
        if (started && totalPackets >= lastPackets) {
            packets[next] = totalPackets - lastPackets;
            // A late packet makes the total of the lost ones smaller (RFC 3550 §6.4.1).
            lost[next] = totalLost - lastLost;
            next = (next + 1) % SECONDS;
        }
        started = true;
        lastPackets = totalPackets;
        lastLost = totalLost;
        jitterMillis = nowJitterMillis;
        rttMillis = Math.max(0, nowRttMillis);
    }

    /** Whether enough came or went to say anything. */
    boolean isFlowing() {
        return sum(packets) >= LEAST_PACKETS;
    }

    /** 0 to 1. */
    double lossShare() {
        long missing = Math.max(0, sum(lost));
        return missing == 0 ? 0 : (double) missing / (missing + sum(packets));
    }

    double jitterMillis() {
        return jitterMillis;
    }

    /** 0 if not known. */
    double rttMillis() {
        return rttMillis;
    }

    private static long sum(long[] values) {
        long sum = 0;
        for (long value : values) {
            sum += value;
        }
        return sum;
    }
}
