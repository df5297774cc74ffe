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
    static final double SPARE = 1.15;

    /** A layer that is sent is kept while it is over by so little: an estimate breathes. */
    static final double TOLERANCE = 0.95;

    /** The same for the lowest: without it there is no picture. */
    static final double TOLERANCE_OF_LOWEST = 0.8;

    /** With so much of all left a layer more need not wait, though one was lost a moment ago. */
    static final double AMPLE = 0.15;

    /** So much of what the way carries may layers take that begin at one moment: each begins with a key frame. */
    static final double MAX_RISE = 0.2;

    /** A layer more that some slot lost again so soon was not worth the switch. */
    static final long REGRET_NANOS = 30_000_000_000L;

    static final long MIN_HOLD_NANOS = 2_000_000_000;
    static final long MAX_HOLD_NANOS = 120_000_000_000L;

    private static final int MAX_RANK = 1_110;

    private long allBps;
    private long leftBps;
    private long mayRiseBps;
    private boolean everRaised;
    private long raisedNanos;
    private long holdNanos = MIN_HOLD_NANOS;
    private long mayRaiseNanos = Long.MIN_VALUE;

    /**
     * Grants each demand a layer or none.
     *
     * @param availableBps for all of them together, or {@link #UNLIMITED}
     * @param mayPause whether what is available is known well enough to give a slot nothing
     */
    public void allocate(List<LayerDemand> demands, long availableBps, boolean mayPause, long nowNanos) {
        allBps = availableBps;
        leftBps = availableBps;
        mayRiseBps = availableBps == UNLIMITED ? UNLIMITED : Math.round(availableBps * MAX_RISE);
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
        finish(demands, nowNanos);
    }

    /** What one slot had to give up another does not try a moment later: they are all on the same way. */
    private void finish(List<LayerDemand> demands, long nowNanos) {
        boolean isRaised = false;
        boolean isLowered = false;
        for (int i = 0; i < demands.size(); i++) {
            LayerDemand demand = demands.get(i);
            isRaised |= demand.isRaised();
            isLowered |= demand.isLowered();
            demand.finish(nowNanos);
        }
        if (isLowered) {
            boolean isRegretted = everRaised && nowNanos - raisedNanos < REGRET_NANOS;
            holdNanos = isRegretted ? Math.min(2 * holdNanos, MAX_HOLD_NANOS) : MIN_HOLD_NANOS;
            mayRaiseNanos = nowNanos + holdNanos;
        } else if (isRaised) {
            everRaised = true;
            raisedNanos = nowNanos;
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
            return more * (layer == demand.lowest() ? TOLERANCE_OF_LOWEST : TOLERANCE) <= leftBps;
        }
        return more * SPARE <= leftBps
                && (leftBps - more >= allBps * AMPLE || (demand.mayRise(nowNanos) && mayRaise(demand, nowNanos)))
                && (demand.wasPaused() || mayRiseBps > 0 || demand.isRise(demand.current()));
    }

    private boolean mayRaise(LayerDemand demand, long nowNanos) {
        return demand.wasPaused() || nowNanos >= mayRaiseNanos;
    }

    private void take(LayerDemand demand, int layer) {
        if (leftBps != UNLIMITED) {
            leftBps = Math.max(0, leftBps - (demand.cost(layer) - demand.cost(demand.current())));
            if (demand.isRise(layer) && !demand.wasPaused()) {
                mayRiseBps -=
                        demand.cost(layer) - (demand.isRise(demand.current()) ? demand.cost(demand.current()) : 0);
            }
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
