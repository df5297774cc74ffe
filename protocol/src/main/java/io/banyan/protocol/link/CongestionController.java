package io.banyan.protocol.link;

import java.util.concurrent.TimeUnit;

/**
 * What a link may send: a target that falls to below what gets through when a queue builds up or much is lost, and rises
 * while neither is so. Loss alone, as lines have it that are not full, does not lower it.
 */
final class CongestionController {
    /** Nothing between nodes is slower for long, and audio needs no more. */
    static final long MIN_BPS = 200_000;

    /** Where a link begins: a rack's least share of a line between regions. */
    static final long INITIAL_BPS = 100_000_000;

    static final long MAX_BPS = 2_000_000_000L;

    /** A standing queue of this is one that we made; jitter is less, or not standing. */
    static final long QUEUE_HIGH_NANOS = TimeUnit.MILLISECONDS.toNanos(40);

    private static final long QUEUE_LOW_NANOS = TimeUnit.MILLISECONDS.toNanos(15);

    /** As long a queue has to stand: two to three reports. */
    private static final long STANDING_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

    /** Where loss is taken for overload (as in draft-ietf-rmcat-gcc-02 §6), until that proves wrong. */
    static final double LOSS_HIGH = 0.10;

    /** Loss has to be so much more than what sending less did not lessen. */
    private static final double LOSS_MARGIN = 1.5;

    /** Of the time that a queue stands: it grows so much if we send so much more than the path carries. */
    private static final double GROWTH = 0.04;

    /** With a queue, so much loss is its overflowing. */
    private static final double OVERFLOW_LOSS = 0.03;

    /** Below what gets through, so that the queue drains. */
    private static final double DECREASE = 0.85;

    /** Each second. */
    private static final double INCREASE = 0.08;

    /** After a decrease its effect is awaited. */
    private static final long SETTLE_NANOS = TimeUnit.MILLISECONDS.toNanos(300);

    /**
     * So many decreases that changed nothing say that it is not we who fill the path: the way has become longer, or the line
     * is a bad one.
     */
    private static final int FUTILE_DECREASES = 3;

    private long targetBps = INITIAL_BPS;
    private long targetBeforeBps;
    private long queueBeforeNanos;
    private int decreases;
    private double lossBefore;
    private long longerWayNanos;
    private double tolerableLoss = LOSS_HIGH;
    private long queueSinceNanos;
    private long queueAtFirstNanos;
    private boolean queueStands;
    private long decreasedNanos;
    private boolean everDecreased;
    private long reportNanos;
    private boolean begun;

    /**
     * Takes what a feedback says.
     *
     * @param acknowledgedBps what got through over the last second
     * @param lossFraction smoothed, before repair
     */
    void onFeedback(long acknowledgedBps, double lossFraction, long queueNanos, long rttNanos, long nowNanos) {
        long sinceNanos = begun ? nowNanos - reportNanos : 0;
        begun = true;
        reportNanos = nowNanos;
        long standingNanos = withoutLongerWay(queueNanos);
        trackQueue(standingNanos, nowNanos);
        boolean settling = everDecreased && nowNanos - decreasedNanos < SETTLE_NANOS + rttNanos;
        if ((isOverused(standingNanos, lossFraction, nowNanos) || lossFraction > tolerableLoss)
                && acknowledgedBps > 0) {
            if (!settling) {
                decrease(acknowledgedBps, lossFraction, queueNanos);
                decreasedNanos = nowNanos;
                everDecreased = true;
                queueStands = false;
            }
        } else if (standingNanos < QUEUE_LOW_NANOS && !settling) {
            decreases = 0;
            if (lossFraction < LOSS_HIGH / 2) {
                tolerableLoss = LOSS_HIGH;
            }
            double seconds = Math.min(1, sinceNanos / (double) TimeUnit.SECONDS.toNanos(1));
            targetBps = Math.min(MAX_BPS, targetBps + (long) (targetBps * INCREASE * seconds));
        }
    }

    private void decrease(long acknowledgedBps, double lossFraction, long queueNanos) {
        if (decreases == 0) {
            targetBeforeBps = targetBps;
            queueBeforeNanos = queueNanos;
            lossBefore = lossFraction;
        }
        decreases++;
        boolean sameQueue = !queueStands || queueNanos > queueBeforeNanos / 2;
        boolean sameLoss = lossFraction >= lossBefore / 2;
        if (decreases > FUTILE_DECREASES && sameQueue && sameLoss) {
            longerWayNanos = queueStands ? queueNanos : longerWayNanos;
            tolerableLoss = Math.max(tolerableLoss, LOSS_MARGIN * lossFraction);
            queueStands = false;
            decreases = 0;
            targetBps = targetBeforeBps;
        } else {
            targetBps = Math.clamp((long) (DECREASE * Math.min(acknowledgedBps, targetBps)), MIN_BPS, MAX_BPS);
        }
    }

    /** The peer measures from the shortest time of its last ten to twenty seconds, which may be of another way. */
    private long withoutLongerWay(long queueNanos) {
        if (queueNanos < longerWayNanos / 2) {
            longerWayNanos = 0;
        }
        return Math.max(0, queueNanos - longerWayNanos);
    }

    /** Bits per second of UDP payload. */
    long targetBps() {
        return targetBps;
    }

    private void trackQueue(long queueNanos, long nowNanos) {
        if (queueNanos < QUEUE_HIGH_NANOS) {
            queueStands = false;
        } else if (!queueStands) {
            queueStands = true;
            queueSinceNanos = nowNanos;
            queueAtFirstNanos = queueNanos;
        }
    }

    /** A queue that stands and neither grows nor overflows is a way that has become longer, or somebody else's. */
    private boolean isOverused(long queueNanos, double lossFraction, long nowNanos) {
        long standsNanos = nowNanos - queueSinceNanos;
        if (!queueStands || standsNanos < STANDING_NANOS) {
            return false;
        }
        return queueNanos - queueAtFirstNanos > GROWTH * standsNanos || lossFraction > OVERFLOW_LOSS;
    }
}
