package io.banyan.node.media.congestion;

/**
 * Whether somebody else keeps a queue standing in front of the link, one that does not go when less is sent. Then delay
 * says nothing about our own sending, and who goes by it gets nothing. Found out by lowering the rate: the queue of one
 * who is alone drains as fast as that. Owned by a media loop.
 */
final class SharedLink {
    /** A queue of our own is gone in a second ({@link DelayBasedRate#SHORT_QUEUE_NANOS}), or in two. */
    static final long STANDING_NANOS = 2_500_000_000L;

    /** Since the rate was first lowered in that time. */
    static final long LOWERED_NANOS = 1_500_000_000;

    /** Once we go by loss: whether the other is still there. */
    static final long TEST_EVERY_NANOS = 10_000_000_000L;

    /** Of the rate, while that is tried. */
    static final double TEST_SHARE = 0.7;

    static final long WINDOW_NANOS = 500_000_000;

    /** A test that goes on for so long says nothing. */
    static final long MAX_TEST_NANOS = 4_000_000_000L;

    /** Of what an own queue would drain by in a window; less, and it is not ours alone. */
    private static final double OWN_SHARE = 0.67;

    private static final long DRAINED_NANOS = Math.round(WINDOW_NANOS * (1 - TEST_SHARE) * OWN_SHARE);
    private static final long NONE = -1;

    private boolean isShared;
    private long standingNanos = NONE;
    private long loweredNanos = NONE;
    private long emptyNanos = NONE;
    private long windowNanos;
    private long windowQueueNanos;
    private long nextTestNanos;
    private long testNanos = NONE;
    private boolean isDraining;
    private long beforeBps;

    /**
     * Feedback came.
     *
     * @param queueNanos the least that any packet of it had to wait
     * @param isLowered whether the rate was lowered because of it
     * @param bps the rate now
     * @param rttNanos positive
     * @return whether {@link #isShared} has changed
     */
    boolean update(long queueNanos, boolean isLowered, long bps, long rttNanos, long nowNanos) {
        boolean isQueued = queueNanos >= FullLink.QUEUED_NANOS;
        return isShared
                ? leave(isQueued, queueNanos, rttNanos, nowNanos)
                : enter(isQueued, queueNanos, isLowered, bps, nowNanos);
    }

    private boolean enter(boolean isQueued, long queueNanos, boolean isLowered, long bps, long nowNanos) {
        if (!isQueued || standingNanos == NONE) {
            beforeBps = bps;
        }
        if (!isQueued) {
            standingNanos = NONE;
            loweredNanos = NONE;
            return false;
        }
        if (standingNanos == NONE) {
            standingNanos = nowNanos;
            begin(queueNanos, nowNanos);
        }
        if (isLowered && loweredNanos == NONE) {
            loweredNanos = nowNanos;
        }
        if (nowNanos - windowNanos < WINDOW_NANOS) {
            return false;
        }
        boolean isDraining = windowQueueNanos - queueNanos > DRAINED_NANOS;
        begin(queueNanos, nowNanos);
        if (isDraining
                || nowNanos - standingNanos < STANDING_NANOS
                || loweredNanos == NONE
                || nowNanos - loweredNanos < LOWERED_NANOS) {
            return false;
        }
        isShared = true;
        emptyNanos = NONE;
        testNanos = NONE;
        nextTestNanos = nowNanos + TEST_EVERY_NANOS;
        return true;
    }

    private boolean leave(boolean isQueued, long queueNanos, long rttNanos, long nowNanos) {
        if (isQueued) {
            emptyNanos = NONE;
        } else if (emptyNanos == NONE) {
            emptyNanos = nowNanos;
        }
        if (emptyNanos != NONE && nowNanos - emptyNanos >= WINDOW_NANOS) {
            isShared = false;
            standingNanos = NONE;
            loweredNanos = NONE;
            testNanos = NONE;
            return true;
        }
        if (testNanos == NONE) {
            if (nowNanos >= nextTestNanos) {
                testNanos = nowNanos;
                isDraining = false;
                begin(queueNanos, nowNanos + rttNanos);
            }
        } else {
            test(isQueued, queueNanos, nowNanos);
        }
        return false;
    }

    private void test(boolean isQueued, long queueNanos, long nowNanos) {
        if (nowNanos < windowNanos) {
            windowQueueNanos = queueNanos; // what was sent before the test still arrives
        } else if (nowNanos - testNanos > MAX_TEST_NANOS) {
            endTest(nowNanos);
        } else if (nowNanos - windowNanos >= WINDOW_NANOS && isQueued) {
            if (windowQueueNanos - queueNanos < DRAINED_NANOS) {
                endTest(nowNanos);
            } else {
                isDraining = true;
                begin(queueNanos, nowNanos);
            }
        }
    }

    private void endTest(long nowNanos) {
        testNanos = NONE;
        nextTestNanos = nowNanos + TEST_EVERY_NANOS;
    }

    private void begin(long queueNanos, long nowNanos) {
        windowNanos = nowNanos;
        windowQueueNanos = queueNanos;
    }

    /** Whether somebody else keeps the queue full. */
    boolean isShared() {
        return isShared;
    }

    /** What the rate was before the queue stood, and nothing that we gave up made it go. */
    long beforeBps() {
        return beforeBps;
    }

    /** Whether packets are to leave at {@link #TEST_SHARE} of the rate now. */
    boolean isTesting() {
        return testNanos != NONE;
    }

    /** Whether the test goes on since the queue does drain: then it takes so long that layers have to be fewer. */
    boolean isDraining() {
        return testNanos != NONE && isDraining;
    }
}
