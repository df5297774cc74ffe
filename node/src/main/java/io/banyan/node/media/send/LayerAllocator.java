package io.banyan.node.media.send;

import java.util.List;

/**
 * Splits what a subscriber's way carries over its slots: everybody's lowest layer before anybody's next, in the order of
 * what is pinned, screens, priority; then layer by layer in the same order. Audio is not its affair: it is taken off
 * before. A layer more has to fit with something to spare, and not too soon after one was lost. Pure. Owned by a media
 * loop.
 */
public final class LayerAllocator {
    /** No limit is known. */
    public static final long UNLIMITED = Long.MAX_VALUE;

    /** What a layer more must leave free: encoders are not exact. */
    static final double SPARE = 1.1;

    /** A layer that is sent is kept while it is over by so little: an estimate breathes. */
    static final double TOLERANCE = 0.95;

    private static final int MAX_RANK = 1_110;

    private long leftBps;

    /**
     * Grants each demand a layer or none.
     *
     * @param availableBps for all of them together, or {@link #UNLIMITED}
     * @param mayPause whether what is available is known well enough to give a slot nothing
     */
    public void allocate(List<LayerDemand> demands, long availableBps, boolean mayPause, long nowNanos) {
        leftBps = availableBps;
        for (int i = 0; i < demands.size(); i++) {
            demands.get(i).start();
        }
        for (int rank = highestRank(demands, MAX_RANK + 1); rank >= 0; rank = highestRank(demands, rank)) {
            grantLowest(demands, rank, mayPause, nowNanos);
        }
        if (mayPause) {
            tryAgain(demands, nowNanos);
        }
        for (int rank = highestRank(demands, MAX_RANK + 1); rank >= 0; rank = highestRank(demands, rank)) {
            boolean isRaised;
            do {
                isRaised = raiseOnce(demands, rank, nowNanos);
            } while (isRaised);
        }
        for (int i = 0; i < demands.size(); i++) {
            demands.get(i).finish(nowNanos);
        }
    }

    private void grantLowest(List<LayerDemand> demands, int rank, boolean mayPause, long nowNanos) {
        for (int i = 0; i < demands.size(); i++) {
            LayerDemand demand = demands.get(i);
            int lowest = demand.lowest();
            if (demand.rank() == rank
                    && lowest != LayerDemand.PAUSED
                    && (!mayPause || fits(demand, lowest, nowNanos))) {
                take(demand, lowest);
            }
        }
    }

    /**
     * When nothing is sent but audio, nothing shows that the way carries more again: so now and then, ever less often, the
     * first gets its lowest layer whatever the estimate says.
     */
    private void tryAgain(List<LayerDemand> demands, long nowNanos) {
        LayerDemand first = null;
        for (int i = 0; i < demands.size(); i++) {
            LayerDemand demand = demands.get(i);
            if (demand.current() != LayerDemand.PAUSED) {
                return;
            }
            if (demand.lowest() != LayerDemand.PAUSED && (first == null || demand.rank() > first.rank())) {
                first = demand;
            }
        }
        if (first != null && (first.isTried(nowNanos) || (first.wasPaused() && first.mayRise(nowNanos)))) {
            take(first, first.lowest());
        }
    }

    private boolean raiseOnce(List<LayerDemand> demands, int rank, long nowNanos) {
        boolean isRaised = false;
        for (int i = 0; i < demands.size(); i++) {
            LayerDemand demand = demands.get(i);
            if (demand.rank() != rank || demand.current() == LayerDemand.PAUSED) {
                continue;
            }
            int next = demand.next();
            if (next != LayerDemand.PAUSED && fits(demand, next, nowNanos)) {
                take(demand, next);
                isRaised = true;
            }
        }
        return isRaised;
    }

    private boolean fits(LayerDemand demand, int layer, long nowNanos) {
        if (leftBps == UNLIMITED) {
            return true;
        }
        long more = demand.cost(layer) - demand.cost(demand.current());
        if (!demand.isRise(layer)) {
            return more * TOLERANCE <= leftBps;
        }
        return demand.mayRise(nowNanos) && more * SPARE <= leftBps;
    }

    private void take(LayerDemand demand, int layer) {
        if (leftBps != UNLIMITED) {
            leftBps = Math.max(0, leftBps - (demand.cost(layer) - demand.cost(demand.current())));
        }
        demand.grant(layer);
    }

    private static int highestRank(List<LayerDemand> demands, int below) {
        int highest = -1;
        for (int i = 0; i < demands.size(); i++) {
            int rank = demands.get(i).rank();
            if (rank < below && rank > highest) {
                highest = rank;
            }
        }
        return highest;
    }
}
