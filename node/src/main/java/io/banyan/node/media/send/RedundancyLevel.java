package io.banyan.node.media.send;

/**
 * How many earlier packets of sound go along with each, by how many a subscriber loses: what is lost is then in the next
 * packet, or the one after it. Pure. Owned by a media loop.
 */
public final class RedundancyLevel {
    /** With less, NACKs aside, Opus and its receiver conceal what is missing. */
    static final double SOME_LOSS = 0.02;

    /** Two in a row are lost often enough to be heard. */
    static final double MUCH_LOSS = 0.08;

    /** What was begun ends below this share of the loss that began it. */
    static final double HYSTERESIS = 0.5;

    /** And not sooner: loss comes and goes. */
    static final long KEEP_NANOS = 10_000_000_000L;

    /** Sound takes no more than this share of what the way carries: the picture has to go on. */
    static final double MAX_SHARE = 1.0 / 3;

    private static final long INTERVAL_NANOS = 1_000_000_000;
    private static final int MIN_PACKETS = 40;
    private static final double LEARNING = 0.3;

    private boolean begun;
    private long received;
    private long lost;
    private long countedNanos;
    private double loss;
    private int level;
    private long raisedNanos;

    /**
     * What the subscriber has reported so far; every 100 ms or so.
     *
     * @param receivedSoFar packets
     * @param lostSoFar packets
     */
    public void onCounts(long receivedSoFar, long lostSoFar, long nowNanos) {
        long newlyLost = Math.max(0, lostSoFar - lost);
        long packets = Math.max(0, receivedSoFar - received) + newlyLost;
        if (nowNanos - countedNanos < INTERVAL_NANOS || packets < MIN_PACKETS) {
            return;
        }
        received = receivedSoFar;
        lost = lostSoFar;
        countedNanos = nowNanos;
        double now = (double) newlyLost / packets;
        loss = begun ? loss + (now - loss) * LEARNING : now;
        begun = true;
        int wanted = levelOf(1);
        if (wanted > level) {
            level = wanted;
            raisedNanos = nowNanos;
        } else if (nowNanos - raisedNanos >= KEEP_NANOS) {
            level = Math.min(level, levelOf(HYSTERESIS));
        }
    }

    private int levelOf(double share) {
        if (loss >= MUCH_LOSS * share) {
            return 2;
        }
        return loss >= SOME_LOSS * share ? 1 : 0;
    }

    /**
     * How many earlier packets are to go along with each, 0 to 2.
     *
     * @param soundBps of all sound that is sent, without any redundancy
     * @param targetBps what the way carries
     */
    public int level(long soundBps, long targetBps) {
        int affordable = level;
        while (affordable > 0 && soundBps * (1 + affordable) > targetBps * MAX_SHARE) {
            affordable--;
        }
        return affordable;
    }
}
