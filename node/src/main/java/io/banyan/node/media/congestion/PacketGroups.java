package io.banyan.node.media.congestion;

/**
 * Puts packets that were sent in one burst into a group and compares each complete group with the one before: how much
 * longer the network took for it (draft-ietf-rmcat-gcc-02 §5.2, §5.3). Owned by a media loop.
 */
final class PacketGroups {
    /** draft-ietf-rmcat-gcc-02 §5.2, burst_time. */
    static final long BURST_NANOS = 5_000_000;

    /** A burst of arrivals is not drawn out longer (after libwebrtc's inter_arrival_delta.cc, no revision compared). */
    static final long MAX_BURST_NANOS = 100_000_000;

    /** The same: a step of the arrival clock against ours by so much is no delay but a clock that was set. */
    static final long CLOCK_STEP_NANOS = 3_000_000_000L;

    private static final long NONE = Long.MIN_VALUE;

    private long firstSent = NONE;
    private long lastSent;
    private long firstArrival;
    private long lastArrival;
    private long previousSent = NONE;
    private long previousArrival;
    private long sendDelta;
    private long arrivalDelta;

    /**
     * Takes a packet in the order of the feedback.
     *
     * @return whether a group is complete; the deltas then tell of it
     */
    boolean onPacket(long sentNanos, long arrivalNanos) {
        if (firstSent == NONE) {
            begin(sentNanos, arrivalNanos);
            return false;
        }
        if (sentNanos < firstSent) {
            return false; // reordered
        }
        if (belongsToGroup(sentNanos, arrivalNanos)) {
            lastSent = Math.max(lastSent, sentNanos);
            lastArrival = Math.max(lastArrival, arrivalNanos);
            return false;
        }
        boolean isComparable = false;
        if (previousSent != NONE) {
            sendDelta = lastSent - previousSent;
            arrivalDelta = lastArrival - previousArrival;
            if (arrivalDelta < 0 || arrivalDelta - sendDelta >= CLOCK_STEP_NANOS) {
                reset();
                begin(sentNanos, arrivalNanos);
                return false;
            }
            isComparable = true;
        }
        previousSent = lastSent;
        previousArrival = lastArrival;
        begin(sentNanos, arrivalNanos);
        return isComparable;
    }

    private boolean belongsToGroup(long sentNanos, long arrivalNanos) {
        if (sentNanos - firstSent <= BURST_NANOS) {
            return true;
        }
        long propagation = (arrivalNanos - lastArrival) - (sentNanos - lastSent);
        return propagation < 0
                && arrivalNanos - lastArrival <= BURST_NANOS
                && arrivalNanos - firstArrival < MAX_BURST_NANOS;
    }

    private void begin(long sentNanos, long arrivalNanos) {
        firstSent = sentNanos;
        lastSent = sentNanos;
        firstArrival = arrivalNanos;
        lastArrival = arrivalNanos;
    }

    /** Forgets everything. */
    void reset() {
        firstSent = NONE;
        previousSent = NONE;
    }

    /** Between the ends of the last two complete groups, as sent. */
    long sendDeltaNanos() {
        return sendDelta;
    }

    /** The same, as received. */
    long arrivalDeltaNanos() {
        return arrivalDelta;
    }

    /** When the last complete group had arrived, on the client's clock. */
    long arrivalNanos() {
        return previousArrival;
    }
}
